package dev.ragged;

/**
 * What a store makes of a vector that a caller gives together with a text. Only a vector that the
 * model makes of the text again need not be kept; a wrong one would be scored wrongly. A store that
 * keeps all vectors anyway need not tell these apart.
 */
public enum GivenVectors {
  /** Embeds the text and keeps the vector exactly unless the two agree; the default. */
  CHECK,
  /**
   * Takes the caller's word that the model makes this vector of this text: codes it, keeps none.
   */
  TRUST,
  /** Keeps every given vector exactly, as float32. */
  KEEP
}
