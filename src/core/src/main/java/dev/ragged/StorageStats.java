package dev.ragged;

/**
 * Bytes a collection takes on disk.
 *
 * @param records records that exist; deleted ones whose space is not yet freed do not count
 * @param rawTextBytes UTF-8 bytes of the records' text, overlaps counted once
 * @param text stored texts, with what else a backend stores of a record in the same compressed
 *     blocks (LEANN: id and metadata)
 * @param vectors all that exists for vector search: codes, scales, coders, graphs, exact vectors
 * @param lexical terms, postings and norms of the text
 * @param idsMetadata the indexes that find records by id and metadata
 * @param other commit points, field lists, settings, locks
 */
public record StorageStats(
    long records,
    long rawTextBytes,
    long text,
    long vectors,
    long lexical,
    long idsMetadata,
    long other) {

  /** Sum of all kinds. */
  public long total() {
    return text + vectors + lexical + idsMetadata + other;
  }
}
