package dev.ragged;

/**
 * Bytes a collection takes on disk.
 *
 * @param records records that exist; deleted ones whose space is not yet freed do not count
 * @param rawTextBytes UTF-8 bytes of the records' text, overlaps counted once
 * @param text stored texts
 * @param vectors all that exists for vector search: codes, scales, coders, graphs, exact vectors
 * @param lexical terms, postings and norms of the text
 * @param idsMetadata ids, stored metadata and its indexes
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
