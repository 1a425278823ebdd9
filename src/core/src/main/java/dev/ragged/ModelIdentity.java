package dev.ragged;

import java.util.Objects;

/**
 * Which embedding model made a vector. Two models of equal identity give the same vectors.
 *
 * @param name for people, for example {@code all-MiniLM-L6-v2-q}
 * @param dimension values a vector
 * @param fingerprint a digest of the model's files and settings, or the name where there are none
 *     to digest (a remote model)
 */
public record ModelIdentity(String name, int dimension, String fingerprint) {
  public ModelIdentity {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(fingerprint, "fingerprint");
    if (dimension < 1) {
      throw new IllegalArgumentException("A model's dimension is at least 1.");
    }
  }

  @Override
  public String toString() {
    return name + " (" + dimension + " dimensions, " + fingerprint + ")";
  }
}
