package dev.ragged.leann;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks after some time, in a thread of its own that ends when none is left: an application
 * server that unloads its applications must not be kept from it.
 */
final class IdleTimer {
  private final ScheduledThreadPoolExecutor executor;

  /**
   * @param name of the thread
   */
  IdleTimer(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setKeepAliveTime(1, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  void after(Duration delay, Runnable task) {
    if (!executor.isShutdown()) {
      executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Forgets the tasks that have not begun; does not wait. */
  void stop() {
    executor.shutdown();
  }
}
