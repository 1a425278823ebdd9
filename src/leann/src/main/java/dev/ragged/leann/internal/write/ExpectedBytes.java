package dev.ragged.leann.internal.write;

import dev.ragged.ContentSize;

/**
 * Estimates the bytes that a collection would take on disk. The constants were fitted to passages
 * of 180 to 800 bytes of English software documentation; other text compresses better or worse.
 */
public final class ExpectedBytes {
  /** Stored text and its words, per byte of text. */
  private static final double TEXT = 0.43;

  /** Overhead of text, words and id, per passage. */
  private static final int RECORD = 55;

  private static final int METADATA_VALUE = 6;
  private static final double METADATA = 1.0 / 16;

  private static final int SHIPPED_CODE = 23;

  /** A learned coder, per dimension. */
  private static final int CODER = 165;

  /** A graph, per passage: fixed, and per unit of degree. */
  private static final double GRAPH = 6;

  private static final double GRAPH_DEGREE = 0.25;

  private ExpectedBytes() {}

  /**
   * @param shipped whether a coder is shipped for the collection's model
   * @param keepsVectors whether the embeddings of texts are kept
   */
  public static long of(
      ContentSize content, boolean shipped, int graphDegree, boolean keepsVectors) {
    long passages = content.passages();
    long blind = passages * content.dimension() / 2;
    long learned =
        passages * CollectionCoders.LEARNED_CODE_BYTES + (long) content.dimension() * CODER;
    return Math.round(TEXT * content.textBytes() + METADATA * content.metadataBytes())
        + passages * RECORD
        + content.metadataValues() * METADATA_VALUE
        + (shipped ? passages * SHIPPED_CODE : Math.min(blind, learned))
        + (graphDegree == 0 ? 0 : Math.round(passages * (GRAPH + GRAPH_DEGREE * graphDegree)))
        + (keepsVectors ? (passages - content.exactVectors()) * content.dimension() : 0)
        + content.exactVectors() * content.dimension() * Float.BYTES;
  }
}
