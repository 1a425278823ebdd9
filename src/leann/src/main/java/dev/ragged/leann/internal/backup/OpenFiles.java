package dev.ragged.leann.internal.backup;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many files are held open at once. A process may open a few thousand; a commit has a few dozen
 * that are not small.
 */
public final class OpenFiles {
  /** Far below the limit that systems set by default, 4,096 or more for a JVM. */
  public static final int MAX = 1_000;

  private final AtomicInteger left;

  /** At most this many files. */
  public OpenFiles(int max) {
    left = new AtomicInteger(max);
  }

  /** Whether one more may be held open; if so, it counts. */
  boolean take() {
    return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  void giveBack() {
    left.incrementAndGet();
  }
}
