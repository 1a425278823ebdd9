package dev.ragged.app;

/** Says when a search may begin, where many may be asked for at once. For several threads. */
@FunctionalInterface
public interface Admission {
  /** Every search may begin at once. */
  Admission ALL = () -> () -> {};

  /**
   * Waits until a search may begin, on the thread that will run it.
   *
   * @return to be run by the same thread when it has ended
   * @throws BusyException if it may not
   */
  Runnable enter();
}
