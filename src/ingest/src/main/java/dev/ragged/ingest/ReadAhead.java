package dev.ragged.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads files on a separate thread, so that reading continues while the collection embeds. At most
 * three batches are in memory: one being written, one waiting, one being filled.
 */
final class ReadAhead implements AutoCloseable {
  /** Ends a batch of files with few passages, so that progress shows. */
  private static final int MAX_FILES = 1_024;

  private record Item(List<FileOutcome> batch, Throwable failure) {}

  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(1);
  private final Thread thread;
  private volatile boolean stopped;
  private volatile long nanos;

  ReadAhead(List<SourceFile> files, FileReading reading, int batchPassages) {
    thread = new Thread(() -> run(files, reading, batchPassages), "ragged-read");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(List<SourceFile> files, FileReading reading, int batchPassages) {
    try {
      List<FileOutcome> batch = new ArrayList<>();
      int passages = 0;
      for (SourceFile file : files) {
        if (stopped) {
          return;
        }
        long start = System.nanoTime();
        FileOutcome outcome = reading.read(file);
        nanos += System.nanoTime() - start;
        int more = outcome.passages().size();
        if (passages > 0 && passages + more > batchPassages && more > 0) {
          queue.put(new Item(batch, null));
          batch = new ArrayList<>();
          passages = 0;
        }
        batch.add(outcome);
        passages += more;
        if (passages >= batchPassages || batch.size() >= MAX_FILES) {
          queue.put(new Item(batch, null));
          batch = new ArrayList<>();
          passages = 0;
        }
      }
      if (!batch.isEmpty()) {
        queue.put(new Item(batch, null));
      }
      queue.put(new Item(List.of(), null));
    } catch (InterruptedException e) {
      // Closed: nobody waits for more.
    } catch (Throwable e) {
      offer(e);
    }
  }

  private void offer(Throwable failure) {
    try {
      queue.put(new Item(List.of(), failure));
    } catch (InterruptedException e) {
      // Closed: nobody waits for it.
    }
  }

  /** The next batch; an empty one is the end. */
  List<FileOutcome> next() throws InterruptedException {
    Item item = queue.take();
    if (item.failure() != null) {
      throw new IllegalStateException("Reading files failed.", item.failure());
    }
    return item.batch();
  }

  /** Time spent reading, excluding waits for the writer. */
  double seconds() {
    return nanos / 1e9;
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    try {
      // The caller may close the tokenizer next.
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
