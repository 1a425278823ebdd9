package dev.ragged.migrate;

import dev.ragged.GivenVectors;

/**
 * What happens to a passage's vector in the target. A passage without text always keeps its vector.
 */
public enum VectorPolicy {
  /**
   * {@link #TRUST} if the model reproduces a sample of the vectors, an error if it does not. {@link
   * #KEEP} if there is no text to sample, or if the target stores vectors anyway.
   */
  AUTO,
  /** Takes the vectors as what the model makes of the texts; the target need not store them. */
  TRUST,
  /** Keeps the vectors exactly. */
  KEEP,
  /** Discards the vectors and re-embeds the texts. */
  REEMBED;

  /** How the target's store handles given vectors. */
  GivenVectors given() {
    return switch (this) {
      case TRUST -> GivenVectors.TRUST;
      case KEEP -> GivenVectors.KEEP;
      case AUTO, REEMBED -> GivenVectors.CHECK;
    };
  }
}
