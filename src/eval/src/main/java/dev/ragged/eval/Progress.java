package dev.ragged.eval;

/** Receives the progress of a measurement. */
@FunctionalInterface
public interface Progress {
  /** Ignores progress. */
  Progress NONE = (what, done, total) -> {};

  /**
   * Reports progress.
   *
   * @param what the current step, in a few words
   * @param total 0 if unknown
   */
  void at(String what, long done, long total);
}
