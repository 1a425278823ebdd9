package dev.ragged;

import java.util.Objects;

/**
 * Which embedding model made a vector. Models with equal identities give the same vectors.
 *
 * @param name for people, such as {@code all-MiniLM-L6-v2-q}
 * @param dimension number of values per vector
 * @param fingerprint a digest of the model's files and settings, or the name if there is nothing to
 *     digest, as for a remote model
 */
public record ModelIdentity(String name, int dimension, String fingerprint) {
  /**
   * Checks what it is made of.
   *
   * @param name as above
   * @param dimension as above
   * @param fingerprint as above
   */
  public ModelIdentity {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(fingerprint, "fingerprint");
    if (dimension < 1) {
      throw new IllegalArgumentException(
          "A model's dimension must be at least 1, got " + dimension + ".");
    }
  }

  @Override
  public String toString() {
    return name + " (" + dimension + " dimensions, " + fingerprint + ")";
  }
}
