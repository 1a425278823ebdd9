package dev.ragged.chroma;

import dev.ragged.ContentSize;

/**
 * Estimates the bytes of a collection in a server's data folder. The constants were fitted to
 * Chroma 1.5.9 with texts of 0 to 1,600 bytes, 0 to 4 metadata values and 64 to 384 dimensions.
 */
final class ExpectedBytes {
  /** Per byte of text, including its trigram index. */
  private static final double TEXT = 7.5;

  private static final int RECORD = 430;
  private static final int METADATA_VALUE = 70;

  private static final double VECTOR_VALUE = 5.1;

  /** Maximum number of passages that are also in the server's log. */
  private static final int LOGGED_RECORDS = 1_000;

  private static final double LOGGED_VALUE = 4.6;

  private ExpectedBytes() {}

  static long of(ContentSize content) {
    return Math.round(
        TEXT * content.textBytes()
            + content.passages() * (RECORD + VECTOR_VALUE * content.dimension())
            + METADATA_VALUE * content.metadataValues()
            + Math.min(content.passages(), LOGGED_RECORDS) * LOGGED_VALUE * content.dimension());
  }
}
