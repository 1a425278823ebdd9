package dev.ragged.leann.internal.write;

import java.io.IOException;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy.OneMerge;

/** Merges one after the other in a thread of its own, so that whoever writes does not wait. */
final class BackgroundMerges extends ConcurrentMergeScheduler {
  /** Merges that may wait before a writer does; more than ever come together. */
  private static final int MAX_WAITING = 1_000;

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

  /** The writer has closed itself, and whoever writes next opens another one. */
  @Override
  protected void handleMergeException(Throwable e) {}
}
