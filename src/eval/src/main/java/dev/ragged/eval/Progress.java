package dev.ragged.eval;

/** Hears how far a measurement has come. */
@FunctionalInterface
public interface Progress {
  /** Hears nothing. */
  Progress NONE = (what, done, total) -> {};

  /**
   * So much is done.
   *
   * @param what in a word or two
   * @param total 0 where it is not known
   */
  void at(String what, long done, long total);
}
