package dev.ragged.ingest;

/**
 * How many passages to write at once: as many as take some seconds, so that a slow machine loses
 * little when it is stopped, and a fast one commits seldom. Safe for use by several threads.
 */
final class BatchSize {
  /** The first batch, and the smallest: each is a commit. */
  private static final int MIN = 64;

  private static final double SECONDS = 10;

  private final int max;
  private volatile int passages;

  BatchSize(int max) {
    this.max = max;
    this.passages = Math.min(MIN, max);
  }

  int passages() {
    return passages;
  }

  /** So many passages were embedded and written in this time. */
  void wrote(int count, double seconds) {
    if (count > 0) {
      double fitting = SECONDS * count / Math.max(1e-3, seconds);
      passages = (int) Math.min(max, Math.max(MIN, fitting));
    }
  }
}
