package dev.ragged.ingest;

/**
 * How files become passages.
 *
 * @param chunkTokens maximum number of tokens per passage
 * @param overlapTokens maximum number of tokens that a passage repeats of the previous one, less
 *     than half of {@code chunkTokens}
 * @param maxFileBytes larger files are skipped; also the limit for an unpacked {@code .gz} file and
 *     for a line of a JSONL file
 * @param batchPassages maximum number of passages written to the collection in one call; a file
 *     with more is written on its own
 */
public record IngestOptions(
    int chunkTokens, int overlapTokens, long maxFileBytes, int batchPassages) {

  public IngestOptions {
    if (chunkTokens < 8) {
      throw new IllegalArgumentException(
          "A passage must have at least 8 tokens, got " + chunkTokens + ".");
    }
    if (overlapTokens < 0 || overlapTokens * 2L >= chunkTokens) {
      throw new IllegalArgumentException(
          "The overlap must be less than half of a passage's "
              + chunkTokens
              + " tokens, got "
              + overlapTokens
              + ".");
    }
    if (maxFileBytes < 1 || maxFileBytes > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException(
          "The maximum file size must be between 1 byte and 2 GiB, got " + maxFileBytes + ".");
    }
    if (batchPassages < 1) {
      throw new IllegalArgumentException(
          "A batch must have at least 1 passage, got " + batchPassages + ".");
    }
  }

  /** 256 tokens per passage, 32 of them repeated, files up to 50 MiB, 1,024 passages per batch. */
  public static IngestOptions defaults() {
    return new IngestOptions(256, 32, 50L << 20, 1_024);
  }

  /** What determines the passages of a file besides its content. */
  String settings() {
    return Extractor.VERSION + " " + chunkTokens + " " + overlapTokens;
  }
}
