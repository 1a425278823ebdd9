package dev.ragged.leann;

import dev.ragged.ContentSize;

/**
 * What a collection would take on disk, from what it is to hold. The constants were fitted to
 * passages of 180 to 800 bytes of software documentation in English; other text compresses better
 * or worse.
 */
final class ExpectedBytes {
  /** Stored text and its words, a byte of text. */
  private static final double TEXT = 0.43;

  /** Stored text, words and id, a record. */
  private static final int RECORD = 55;

  private static final int METADATA_VALUE = 6;
  private static final double METADATA = 1.0 / 16;

  /** As models have it that no coder is shipped for; of others a code is smaller. */
  private static final int SETTLED_CODE = 33;

  /** A learned coder, a dimension. */
  private static final int CODER = 165;

  /** A graph, a record: with no degree, and for each of it. */
  private static final double GRAPH = 6;

  private static final double GRAPH_DEGREE = 0.25;

  private ExpectedBytes() {}

  static long of(ContentSize content, int graphDegree) {
    long records = content.records();
    long fresh = records * content.dimension() / 2;
    long settled = records * SETTLED_CODE + (long) content.dimension() * CODER;
    return Math.round(TEXT * content.textBytes() + METADATA * content.metadataBytes())
        + records * RECORD
        + content.metadataValues() * METADATA_VALUE
        + Math.min(fresh, settled)
        + (graphDegree == 0 ? 0 : Math.round(records * (GRAPH + GRAPH_DEGREE * graphDegree)))
        + content.exactVectors() * content.dimension() * Float.BYTES;
  }
}
