package dev.ragged.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads files on a separate thread, so that reading continues while the collection embeds. At most
 * three batches are in memory: one being written, one waiting, one being filled.
 */
final class ReadAhead implements AutoCloseable {
  /** Ends a batch of files with few passages, so that progress shows. */
  private static final int MAX_FILES = 1_024;

  /** What is being read is tokenised in small blocks, and an interrupt is noticed between two. */
  private static final int MILLIS_TO_END = 500;

  private final FileReading reading;
  private final Consumer<SourceFile> starting;
  private final Thread thread;

  /** The batch that waits, or null. Guarded by this, like all below. */
  private List<FileOutcome> ready;

  private Throwable failure;
  private boolean ended;
  private boolean stopped;
  private volatile long nanos;

  /**
   * @param starting told of each file before it is read, on the thread that reads
   */
  ReadAhead(
      List<SourceFile> files, FileReading reading, BatchSize size, Consumer<SourceFile> starting) {
    this.reading = reading;
    this.starting = starting;
    thread = new Thread(() -> run(files, size), "ragged-read");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(List<SourceFile> files, BatchSize size) {
    Throwable thrown = null;
    try {
      read(files, size);
    } catch (InterruptedException e) {
      // Stopped: nobody waits for more.
    } catch (Throwable e) {
      thrown = e;
    } finally {
      // Allocates nothing, so that whoever waits hears of it even if memory has run out.
      synchronized (this) {
        failure = thrown;
        ended = true;
        notifyAll();
      }
    }
  }

  private void read(List<SourceFile> files, BatchSize size) throws InterruptedException {
    List<FileOutcome> batch = new ArrayList<>();
    int passages = 0;
    for (SourceFile file : files) {
      starting.accept(file);
      long start = System.nanoTime();
      FileOutcome outcome = reading.read(file);
      nanos += System.nanoTime() - start;
      int more = outcome.passages().size();
      if (passages > 0 && passages + more > size.passages() && more > 0) {
        put(batch);
        batch = new ArrayList<>();
        passages = 0;
      }
      batch.add(outcome);
      passages += more;
      if (passages >= size.passages() || batch.size() >= MAX_FILES) {
        put(batch);
        batch = new ArrayList<>();
        passages = 0;
      }
    }
    if (!batch.isEmpty()) {
      put(batch);
    }
  }

  private synchronized void put(List<FileOutcome> batch) throws InterruptedException {
    while (ready != null && !stopped) {
      wait();
    }
    if (stopped) {
      throw new InterruptedException();
    }
    ready = batch;
    notifyAll();
  }

  /** The next batch; an empty one is the end, or comes after {@link #stop}. */
  synchronized List<FileOutcome> next() throws InterruptedException {
    while (ready == null && !ended && !stopped) {
      wait();
    }
    if (stopped) {
      return List.of();
    }
    if (ready != null) {
      List<FileOutcome> batch = ready;
      ready = null;
      notifyAll();
      return batch;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new IllegalStateException("Reading files failed.", failure);
    }
    return List.of();
  }

  /** Time spent reading, excluding waits for the writer. */
  double seconds() {
    return nanos / 1e9;
  }

  /** Gives up what is being read, and lets {@link #next} return at once. Any thread may call it. */
  void stop() {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    thread.interrupt();
    reading.close();
  }

  @Override
  public void close() {
    stop();
    try {
      // The caller may close the tokenizer next.
      thread.join(MILLIS_TO_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
