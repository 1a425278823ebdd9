package dev.ragged.app;

import java.util.List;

/** Closes several things, each whatever becomes of the others. */
final class Closing {
  private Closing() {}

  /** Runs all in their order, and then throws what the first that failed has thrown. */
  static void all(List<Runnable> closings) {
    RuntimeException first = null;
    for (Runnable close : closings) {
      try {
        close.run();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
