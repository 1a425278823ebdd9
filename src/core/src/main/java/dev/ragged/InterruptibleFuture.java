package dev.ragged;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The result of work that cancelling interrupts. To be run once. */
final class InterruptibleFuture<T> extends CompletableFuture<T> implements Runnable {
  private final Supplier<T> work;

  /** The thread that works; guarded by this. */
  private @Nullable Thread worker;

  /** Whether the worker's flag was set here and is to be cleared; guarded by this. */
  private boolean interrupted;

  InterruptibleFuture(Supplier<T> work) {
    this.work = work;
  }

  /** Stages made from this one have no work of their own. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  @Override
  public void run() {
    synchronized (this) {
      if (isDone()) {
        return;
      }
      worker = Thread.currentThread();
    }
    try {
      T result = work.get();
      finished();
      complete(result);
    } catch (RuntimeException | Error e) {
      finished();
      completeExceptionally(e);
    }
  }

  /** From here on nobody interrupts the thread, which is the executor's; its flag is as it was. */
  private synchronized void finished() {
    worker = null;
    if (interrupted) {
      interrupted = false;
      Thread.interrupted();
    }
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    boolean cancelled = super.cancel(mayInterrupt);
    if (cancelled) {
      synchronized (this) {
        if (worker != null) {
          interrupted = true;
          worker.interrupt();
        }
      }
    }
    return cancelled;
  }
}
