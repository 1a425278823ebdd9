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
   * As {@link #CHECK} for {@value #SAMPLE_SIZE} passages of a call, evenly spread over those that
   * bring both a text and a vector. If all of them agree, trusts the others as {@link #TRUST} does;
   * if one does not, checks them all. A call with no more passages is checked whole.
   */
  SAMPLE,
  /**
   * Trusts the caller that the model yields this vector from this text: encodes it, stores none.
   */
  TRUST,
  /**
   * Stores every given vector exactly, as float32: {@link VectorCollection#embeddings} and hits
   * return it bit for bit.
   */
  KEEP;

  /** How many passages of a call {@link #SAMPLE} checks. */
  public static final int SAMPLE_SIZE = 16;
}
