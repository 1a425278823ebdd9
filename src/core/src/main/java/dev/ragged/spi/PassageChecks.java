package dev.ragged.spi;

import dev.ragged.Passage;

/** The checks that every backend makes before it writes or searches. */
public final class PassageChecks {
  private PassageChecks() {}

  /**
   * Rejects a passage whose vector is invalid, or that has none if there is no embedding model.
   *
   * @param passage to be written
   * @param dimension the collection's; 0 if it is not known yet
   * @param embeds whether there is an embedding model
   * @throws IllegalArgumentException that names the passage
   */
  public static void requireVector(Passage passage, int dimension, boolean embeds) {
    if (passage.vector() != null) {
      requireValid(passage.vector(), dimension, "Passage '" + passage.id() + "'");
    } else if (!embeds) {
      throw new IllegalArgumentException(
          "Passage '"
              + passage.id()
              + "' has no vector and there is no embedding model; give one of them.");
    }
  }

  /**
   * Rejects a vector with the wrong dimension or a value that is not finite.
   *
   * @param vector given by a caller
   * @param dimension the collection's; 0 if it is not known yet
   * @param what what the vector is called in the message
   * @throws IllegalArgumentException if it is invalid
   */
  public static void requireValid(float[] vector, int dimension, String what) {
    if (vector.length == 0 || (dimension != 0 && vector.length != dimension)) {
      throw new IllegalArgumentException(
          what + " has " + vector.length + " values; this collection needs " + dimension + ".");
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            what + " has a value that is not finite; use finite numbers only.");
      }
    }
  }
}
