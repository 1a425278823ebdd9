package dev.ragged.server.api;

import dev.ragged.app.Admission;
import dev.ragged.app.BusyException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a few searches run at once and some wait, since each keeps the model busy; more are refused
 * at once, rather than all getting slower without end. One that takes too long is interrupted.
 */
public final class SearchLimits implements Admission, AutoCloseable {
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
  public SearchLimits(int atOnce, int maxWaiting, int seconds, MeterRegistry metrics) {
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

  @Override
  public Runnable enter() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    take();
    Deadline deadline = new Deadline(end - System.nanoTime());
    return () -> {
      deadline.close();
      running.release();
    };
  }

  private void take() {
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

  private static BusyException busy() {
    return new BusyException("Too many searches are waiting; try again later.");
  }

  /** Interrupts this thread when time is up, and never after it is closed. */
  private final class Deadline {
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

    void close() {
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
