package dev.ragged;

/**
 * Told of every operation on a store or collection, see {@link VectorStore#observed}: for metrics,
 * traces and logs.
 *
 * <p>A listener is called by the thread that works, at once before and after; operations may run at
 * the same time. What it throws is dropped, so that it cannot make an operation fail.
 */
@FunctionalInterface
public interface OperationListener {

  /**
   * An operation begins.
   *
   * @param operation what is about to be done
   * @return who is told when it has ended; called once, by the same thread
   */
  Ending started(Operation operation);

  /** Told when an operation has ended. */
  @FunctionalInterface
  interface Ending {

    /**
     * The operation has ended.
     *
     * @param outcome how long it took, and what came of it
     */
    void ended(OperationOutcome outcome);
  }
}
