package dev.ragged.ingest;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the figures of a report. One thread changes it, holding its monitor; any thread may ask
 * for a report.
 */
final class Tally {
  int files;
  int added;
  int moved;
  int unchanged;
  int removed;
  final List<Skipped> skipped = new ArrayList<>();
  final List<Guarded> guarded = new ArrayList<>();
  long passages;
  long rawTextBytes;
  double secondsRead;
  long writeNanos;
  boolean cancelled;

  /** Runs a write and adds up its time. */
  void timed(Runnable write) {
    long start = System.nanoTime();
    try {
      write.run();
    } finally {
      synchronized (this) {
        writeNanos += System.nanoTime() - start;
      }
    }
  }

  synchronized IngestReport report() {
    return new IngestReport(
        files,
        added,
        moved,
        unchanged,
        removed,
        skipped,
        guarded,
        passages,
        rawTextBytes,
        secondsRead,
        writeNanos / 1e9,
        cancelled);
  }
}
