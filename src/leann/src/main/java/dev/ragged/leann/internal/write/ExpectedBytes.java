package dev.ragged.leann.internal.write;

import dev.ragged.ContentSize;

/**
 * What a collection would take on disk, from what it is to hold. The constants were fitted to
 * passages of 180 to 800 bytes of software documentation in English; other text compresses better
 * or worse.
 */
public final class ExpectedBytes {
  /** Stored text and its words, a byte of text. */
  private static final double TEXT = 0.43;

  /** Stored text, words and id, a passage. */
  private static final int RECORD = 55;

  private static final int METADATA_VALUE = 6;
  private static final double METADATA = 1.0 / 16;

  private static final int SHIPPED_CODE = 23;

  /** A learned coder, a dimension. */
  private static final int CODER = 165;

  /** A graph, a passage: with no degree, and for each of it. */
  private static final double GRAPH = 6;

  private static final double GRAPH_DEGREE = 0.25;

  private ExpectedBytes() {}

  /**
   * @param shipped whether a coder is shipped for the collection's model
   */
  public static long of(ContentSize content, boolean shipped, int graphDegree) {
    long passages = content.passages();
    long blind = passages * content.dimension() / 2;
    long learned =
        passages * CollectionCoders.LEARNED_CODE_BYTES + (long) content.dimension() * CODER;
    return Math.round(TEXT * content.textBytes() + METADATA * content.metadataBytes())
        + passages * RECORD
        + content.metadataValues() * METADATA_VALUE
        + (shipped ? passages * SHIPPED_CODE : Math.min(blind, learned))
        + (graphDegree == 0 ? 0 : Math.round(passages * (GRAPH + GRAPH_DEGREE * graphDegree)))
        + content.exactVectors() * content.dimension() * Float.BYTES;
  }
}
