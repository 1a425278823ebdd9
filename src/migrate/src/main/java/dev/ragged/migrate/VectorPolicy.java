package dev.ragged.migrate;

import dev.ragged.GivenVectors;

/**
 * What becomes of a passage's vector in the target. A passage without text always keeps its own.
 */
public enum VectorPolicy {
  /**
   * {@link #TRUST} if a sample shows that the model makes these vectors again, a refusal if it does
   * not; {@link #KEEP} where there is no text to make a sample of, or where the target keeps
   * vectors anyway.
   */
  AUTO,
  /** Hands the vectors over as what the model makes of the texts: the target may drop them. */
  TRUST,
  /** Keeps the vectors exactly. */
  KEEP,
  /** Leaves the vectors behind; the target has the texts embedded anew. */
  REEMBED;

  /** How the target's store is to take the vectors it is given. */
  GivenVectors given() {
    return switch (this) {
      case TRUST -> GivenVectors.TRUST;
      case KEEP -> GivenVectors.KEEP;
      case AUTO, REEMBED -> GivenVectors.CHECK;
    };
  }
}
