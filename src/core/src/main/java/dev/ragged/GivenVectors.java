package dev.ragged;

/**
 * What a store does with a vector that comes together with a text. A vector need not be stored if
 * the model yields it from the text; any other one must be, or it would be scored wrongly. A store
 * that keeps all vectors anyway may ignore this.
 */
public enum GivenVectors {
  /** Embeds the text, and stores the vector exactly unless the two agree; the default. */
  CHECK,
  /**
   * Trusts the caller that the model yields this vector from this text: encodes it, stores none.
   */
  TRUST,
  /** Stores every given vector exactly, as float32. */
  KEEP
}
