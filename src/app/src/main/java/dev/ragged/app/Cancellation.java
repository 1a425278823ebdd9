package dev.ragged.app;

import java.util.ArrayList;
import java.util.List;

/**
 * Asks a running operation to stop in good order: what it has finished stays, what it has begun is
 * undone or resumed by the next run. Safe for use by several threads.
 */
public final class Cancellation {
  private final List<Runnable> actions = new ArrayList<>();
  private boolean cancelled;

  /** Asks to stop; asking again does nothing. Never blocks for long. */
  public void cancel() {
    List<Runnable> now;
    synchronized (this) {
      cancelled = true;
      now = List.copyOf(actions);
      actions.clear();
    }
    now.forEach(Runnable::run);
  }

  /** Whether somebody has asked. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /**
   * Runs an action once when somebody asks, on their thread; at once if somebody has.
   *
   * @return to close once the action is pointless
   */
  Registration onCancel(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        actions.add(action);
        return () -> remove(action);
      }
    }
    action.run();
    return () -> {};
  }

  private synchronized void remove(Runnable action) {
    actions.remove(action);
  }

  /** Keeps an action registered until it is closed. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
