package dev.ragged.server.api;

import dev.ragged.server.http.Problem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets a few searches run at once and some wait, since each keeps the model busy; more are refused
 * at once, rather than all getting slower without end. One that takes too long is interrupted.
 */
public final class Admission implements AutoCloseable {
  private final Semaphore running;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int maxWaiting;
  private final long seconds;
  private final ScheduledExecutorService clock;

  /**
   * @param atOnce searches that run at the same time
   * @param maxWaiting those that wait for their turn
   * @param seconds that one may take, with its waiting
   */
  public Admission(int atOnce, int maxWaiting, int seconds, MeterRegistry metrics) {
    this.running = new Semaphore(atOnce, true);
    this.maxWaiting = maxWaiting;
    this.seconds = seconds;
    ScheduledThreadPoolExecutor one =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "ragged-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    one.setRemoveOnCancelPolicy(true);
    this.clock = one;
    Gauge.builder("ragged.searches.running", running, s -> atOnce - s.availablePermits())
        .register(metrics);
    Gauge.builder("ragged.searches.waiting", waiting, AtomicInteger::get).register(metrics);
  }

  /**
   * Runs a search once it is its turn.
   *
   * @throws Problem if too many wait, or its turn does not come in time
   */
  public <T> T run(Supplier<T> search) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    enter();
    try (Deadline deadline = new Deadline(end - System.nanoTime())) {
      return search.get();
    } finally {
      running.release();
    }
  }

  private void enter() {
    if (running.tryAcquire()) {
      return;
    }
    if (waiting.incrementAndGet() > maxWaiting) {
      waiting.decrementAndGet();
      throw busy();
    }
    try {
      if (!running.tryAcquire(seconds, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      waiting.decrementAndGet();
    }
  }

  private static Problem busy() {
    return new Problem(503, "Too many searches are waiting; try again later.").retryAfter(1);
  }

  /** Interrupts this thread when time is up, and never after it is closed. */
  private final class Deadline implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final ScheduledFuture<?> alarm;
    private boolean closed;

    Deadline(long nanos) {
      alarm = clock.schedule(this::ring, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    private synchronized void ring() {
      if (!closed) {
        thread.interrupt();
      }
    }

    @Override
    public void close() {
      alarm.cancel(false);
      synchronized (this) {
        closed = true;
        Thread.interrupted(); // one that rang just before is for nobody
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
