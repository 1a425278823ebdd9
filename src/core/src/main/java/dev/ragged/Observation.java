package dev.ragged;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Runs operations and tells a listener of them. */
final class Observation {
  private final OperationListener listener;

  Observation(OperationListener listener) {
    this.listener = listener;
  }

  /** An operation that gives nothing to count. */
  void run(Operation operation, Runnable work) {
    of(
        operation,
        () -> {
          work.run();
          return 0L;
        },
        count -> count);
  }

  /** An operation with something to count. */
  <T> T of(Operation operation, Supplier<T> work, ToLongFunction<T> count) {
    return of(operation, work, count, result -> null);
  }

  <T> T of(
      Operation operation,
      Supplier<T> work,
      ToLongFunction<T> count,
      Function<T, @Nullable SearchStats> search) {
    OperationListener.Ending ending = started(operation);
    long start = System.nanoTime();
    T result;
    try {
      result = work.get();
    } catch (RuntimeException | Error failure) {
      end(ending, new OperationOutcome(since(start), 0, null, failure));
      throw failure;
    }
    end(
        ending,
        new OperationOutcome(since(start), count.applyAsLong(result), search.apply(result), null));
    return result;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private OperationListener.@Nullable Ending started(Operation operation) {
    try {
      return listener.started(operation);
    } catch (RuntimeException e) {
      return null; // a listener cannot make an operation fail
    }
  }

  private static void end(OperationListener.@Nullable Ending ending, OperationOutcome outcome) {
    try {
      if (ending != null) {
        ending.ended(outcome);
      }
    } catch (RuntimeException e) {
      // As above.
    }
  }
}
