package dev.ragged;

import org.jspecify.annotations.Nullable;

/**
 * What a collection holds and what it takes on disk.
 *
 * @param passages passages that exist; deleted ones whose space is not yet freed do not count
 * @param rawTextBytes UTF-8 bytes of the passages' text, overlaps counted once
 * @param bytes bytes on disk by kind; null unless the backend declares {@link
 *     Capability#BYTES_ON_DISK}
 */
public record StorageStats(long passages, long rawTextBytes, @Nullable Bytes bytes) {

  /**
   * Bytes a collection takes on disk.
   *
   * @param text stored texts, with what else a backend stores of a passage in the same compressed
   *     blocks (LEANN: none, but for segments of older versions)
   * @param vectors all that exists for vector search: codes, scales, coders, graphs, exact vectors
   * @param lexical terms, postings and norms of the text
   * @param idsMetadata stored ids and metadata, and the indexes that find passages by them
   * @param other commit points, field lists, settings, locks
   */
  public record Bytes(long text, long vectors, long lexical, long idsMetadata, long other) {

    /** Sum of all kinds. */
    public long total() {
      return text + vectors + lexical + idsMetadata + other;
    }
  }
}
