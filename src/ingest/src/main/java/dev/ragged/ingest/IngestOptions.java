package dev.ragged.ingest;

/**
 * How files become passages.
 *
 * @param chunkTokens most tokens of a passage
 * @param overlapTokens most tokens that a passage repeats of the one before, less than half of
 *     {@code chunkTokens}
 * @param maxFileBytes larger files are skipped; also the limit of an unpacked {@code .gz} file and
 *     of one line of a JSONL file
 * @param batchPassages most passages written to the collection in one call; a file with more is
 *     written alone
 */
public record IngestOptions(
    int chunkTokens, int overlapTokens, long maxFileBytes, int batchPassages) {

  public IngestOptions {
    if (chunkTokens < 8) {
      throw new IllegalArgumentException(
          "A passage has at least 8 tokens; asked for " + chunkTokens + ".");
    }
    if (overlapTokens < 0 || overlapTokens * 2L >= chunkTokens) {
      throw new IllegalArgumentException(
          "The overlap is less than half of a passage's "
              + chunkTokens
              + " tokens; asked for "
              + overlapTokens
              + ".");
    }
    if (maxFileBytes < 1 || maxFileBytes > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException(
          "The largest file is 1 byte to 2 GiB; asked for " + maxFileBytes + ".");
    }
    if (batchPassages < 1) {
      throw new IllegalArgumentException(
          "A batch has at least 1 passage; asked for " + batchPassages + ".");
    }
  }

  /** 256 tokens a passage, 32 of them repeated, files up to 50 MiB, 1,024 passages a batch. */
  public static IngestOptions defaults() {
    return new IngestOptions(256, 32, 50L << 20, 1_024);
  }
}
