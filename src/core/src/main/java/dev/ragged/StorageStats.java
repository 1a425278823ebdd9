package dev.ragged;

import org.jspecify.annotations.Nullable;

/**
 * What a collection holds and how much space it takes on disk.
 *
 * @param passages passages that exist, without deleted ones whose space is not yet freed
 * @param rawTextBytes UTF-8 bytes of the passages' text, overlaps counted once
 * @param wordsOnly passages that have no vector because the model cannot read their text
 * @param bytes bytes on disk by kind; null unless the backend declares {@link
 *     Capability#BYTES_ON_DISK}
 */
public record StorageStats(
    long passages, long rawTextBytes, long wordsOnly, @Nullable Bytes bytes) {

  /**
   * Bytes a collection takes on disk.
   *
   * @param text stored texts, and whatever else a backend keeps in the same compressed blocks
   * @param vectors everything for vector search: codes, scales, coders, graphs, exact vectors
   * @param lexical terms, postings and norms of the text
   * @param idsMetadata stored ids and metadata, and the indexes over them
   * @param other commit points, field lists, settings, locks
   */
  public record Bytes(long text, long vectors, long lexical, long idsMetadata, long other) {

    /**
     * The sum of all kinds.
     *
     * @return bytes
     */
    public long total() {
      return text + vectors + lexical + idsMetadata + other;
    }
  }
}
