package dev.ragged.leann.internal.write;

import java.io.IOException;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy.OneMerge;

/** Merges one after the other in a thread of its own, so that whoever writes does not wait. */
final class BackgroundMerges extends ConcurrentMergeScheduler {
  /** Merges that may wait before a writer does; more than ever come together. */
  private static final int MAX_WAITING = 1_000;

  private static final int POLL_MILLIS = 5;

  BackgroundMerges() {
    setMaxMergesAndThreads(MAX_WAITING, 1);
    disableAutoIOThrottle();
  }

  @Override
  protected synchronized MergeThread getMergeThread(MergeSource source, OneMerge merge)
      throws IOException {
    MergeThread thread = super.getMergeThread(source, merge);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /**
   * Waits until nothing is merged, or only what is being given up.
   *
   * @return false if the thread is interrupted, which stays so
   */
  boolean await() {
    try {
      while (mergeThreadCount() > 0) {
        Thread.sleep(POLL_MILLIS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The writer has closed itself, and whoever writes next opens another one. */
  @Override
  protected void handleMergeException(Throwable e) {}
}
