package dev.ragged;

/**
 * Vectors that a store keeps in memory, so that searches need not embed texts again.
 *
 * @param hits how often a search looked for a vector and found it, since the store was opened
 * @param misses how often it did not
 * @param entries vectors that are kept now
 * @param bytes an estimate of the memory that they take, with all that belongs to them
 * @param budget what {@code bytes} never exceeds; 0 if no vectors are kept
 */
public record CacheStats(long hits, long misses, long entries, long bytes, long budget) {
  /** Of a store that keeps no vectors. */
  public static final CacheStats NONE = new CacheStats(0, 0, 0, 0, 0);
}
