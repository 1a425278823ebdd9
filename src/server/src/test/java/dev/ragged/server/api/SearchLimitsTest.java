package dev.ragged.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.OperationInterruptedException;
import dev.ragged.app.BusyException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchLimitsTest {
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static <T> T run(SearchLimits limits, Supplier<T> search) {
    Runnable leave = limits.enter();
    try {
      return search.get();
    } finally {
      leave.run();
    }
  }

  private double gauge(String name) {
    return metrics.get(name).gauge().value();
  }

  private void await(String name, int value) throws InterruptedException {
    while (gauge(name) != value) {
      Thread.sleep(5);
    }
  }

  @Test
  void should_let_some_wait_and_refuse_the_others() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (SearchLimits limits = new SearchLimits(1, 1, 600, metrics)) {
      Future<String> running = threads.submit(() -> run(limits, () -> await(go, "first")));
      await("ragged.searches.running", 1);
      Future<String> waiting = threads.submit(() -> run(limits, () -> "second"));
      await("ragged.searches.waiting", 1);
      BusyException refused = assertThrows(BusyException.class, () -> run(limits, () -> "third"));
      assertTrue(refused.getMessage().startsWith("Too many searches"), refused.getMessage());
      assertFalse(waiting.isDone());
      go.countDown();
      assertEquals("first", running.get());
      assertEquals("second", waiting.get());
      assertEquals("fourth", run(limits, () -> "fourth"));
    }
  }

  private static String await(CountDownLatch go, String result) {
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new OperationInterruptedException("The search", e);
    }
    return result;
  }

  @Test
  void should_interrupt_what_takes_too_long() {
    try (SearchLimits limits = new SearchLimits(1, 1, 1, metrics)) {
      assertThrows(
          OperationInterruptedException.class,
          () -> run(limits, () -> await(new CountDownLatch(1), "never")));
      assertFalse(Thread.interrupted(), "the next request of this thread would be stopped");
      assertEquals("next", run(limits, () -> "next"));
    }
  }

  @Test
  void should_free_the_place_of_one_that_fails() {
    try (SearchLimits limits = new SearchLimits(1, 0, 600, metrics)) {
      for (int i = 0; i < 3; i++) {
        assertThrows(
            IllegalArgumentException.class,
            () ->
                run(
                    limits,
                    () -> {
                      throw new IllegalArgumentException();
                    }));
      }
      assertEquals(0, gauge("ragged.searches.running"));
    }
  }
}
