package dev.ragged.server.job;

import dev.ragged.app.Cancellation;
import dev.ragged.app.json.Json;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * Long work that a client has asked for, from the queue to its report. Safe for several threads.
 */
public final class Job {

  /** How far a job has come. */
  public enum State {
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    /** Whether it will not change any more. */
    public boolean isEnd() {
      return this != QUEUED && this != RUNNING;
    }

    String json() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The work itself. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it.
     *
     * @return its report as JSON
     */
    Map<String, Object> run(Job job);
  }

  private final String id;
  private final String kind;
  private final String collection;
  private final Work work;
  private final Cancellation cancellation = new Cancellation();
  private final Instant created = Instant.now();

  // Guarded by this.
  private State state = State.QUEUED;
  private Instant started;
  private Instant ended;
  private Map<String, Object> progress = Map.of();
  private Map<String, Object> report;
  private String error;
  private long version;

  Job(String id, String kind, String collection, Work work) {
    this.id = id;
    this.kind = kind;
    this.collection = collection;
    this.work = work;
  }

  /** Names it in paths. */
  public String id() {
    return id;
  }

  /** What the work looks at to be stopped. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /** How far it has come. */
  public synchronized State state() {
    return state;
  }

  /** Tells how far the work has come. */
  public synchronized void progress(Map<String, Object> progress) {
    this.progress = progress;
    changed();
  }

  /** Asks it to stop; what it has finished stays. */
  public void cancel() {
    synchronized (this) {
      if (state == State.QUEUED) {
        end(State.CANCELLED);
      }
    }
    cancellation.cancel();
  }

  /** Runs it, unless it was cancelled before its turn. */
  void run() {
    synchronized (this) {
      if (state != State.QUEUED) {
        return;
      }
      state = State.RUNNING;
      started = Instant.now();
      changed();
    }
    Map<String, Object> result = null;
    String failure = null;
    try {
      result = work.run(this);
    } catch (RuntimeException e) {
      failure = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    } catch (Error e) {
      failure = e.toString();
      throw e;
    } finally {
      synchronized (this) {
        report = result;
        error = failure;
        end(
            cancellation.isCancelled()
                ? State.CANCELLED
                : failure == null ? State.DONE : State.FAILED);
      }
    }
  }

  private void end(State end) {
    state = end;
    ended = Instant.now();
    changed();
  }

  private void changed() {
    version++;
    notifyAll();
  }

  /** Grows with each change. */
  public synchronized long version() {
    return version;
  }

  /**
   * Waits until it is no longer at a version, or some time has passed.
   *
   * @return its version then
   */
  public synchronized long await(long seen, long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; version == seen && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return version;
  }

  /** All that is known of it. */
  public synchronized Map<String, Object> json() {
    return Json.object(
        "id",
        id,
        "kind",
        kind,
        "collection",
        collection,
        "state",
        state.json(),
        "created",
        created.toString(),
        "started",
        started == null ? null : started.toString(),
        "ended",
        ended == null ? null : ended.toString(),
        "progress",
        progress,
        "report",
        report,
        "error",
        error);
  }
}
