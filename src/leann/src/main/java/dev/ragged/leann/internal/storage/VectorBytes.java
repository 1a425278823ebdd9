package dev.ragged.leann.internal.storage;

/**
 * What the vectors of a collection take.
 *
 * @param codeBytes bytes of a code; 0 for as many as suit the model's vectors
 * @param keepsVectors whether the embeddings of texts are kept beside their codes, in a byte per
 *     value
 */
public record VectorBytes(int codeBytes, boolean keepsVectors) {
  /** The fewest bytes of a code; with less a search recomputes hundreds of passages. */
  public static final int MIN = 13;

  /** Bytes of a learned code if nothing else is chosen; docs/decisions/coders.md compares sizes. */
  public static final int LEARNED = 33;

  /** The most bytes of a learned code; the engine makes no more. */
  public static final int MAX_LEARNED = 1_025;

  public VectorBytes {
    if (codeBytes != 0 && codeBytes < 2) {
      throw new IllegalArgumentException("A code has at least 2 bytes, got " + codeBytes + ".");
    }
  }

  /** Bytes of a code with half a byte per value, which needs no learning; more are never used. */
  public static int half(int dimension) {
    return (dimension + 1) / 2 + 1;
  }
}
