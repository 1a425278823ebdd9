package dev.ragged;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an operation ended.
 *
 * @param duration from the call to its end
 * @param count what it gave: hits, passages read or counted, vectors, passages deleted besides
 *     those written, or problems found; 0 for others and for a failure
 * @param search what a search cost, otherwise null
 * @param failure what was thrown, or null
 */
public record OperationOutcome(
    Duration duration, long count, @Nullable SearchStats search, @Nullable Throwable failure) {

  /**
   * Whether nothing was thrown.
   *
   * @return false if it failed
   */
  public boolean succeeded() {
    return failure == null;
  }
}
