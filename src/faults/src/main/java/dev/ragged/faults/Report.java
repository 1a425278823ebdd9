package dev.ragged.faults;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** Counts faults by kind, subject and outcome, and keeps the counter-examples. Thread-safe. */
final class Report {
  private static final int SHOWN = Integer.getInteger("dev.ragged.faults.shown", 20);

  private final PrintStream out;
  private final long seed;
  private final Map<String, Map<String, Map<String, Integer>>> counts = new TreeMap<>();
  private final boolean endsAtFirst;
  private int bad;

  /** The first counter-example was found, which was all that was wanted. */
  static final class FoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param endsAtFirst whether to look for one counter-example only
   */
  Report(PrintStream out, long seed, boolean endsAtFirst) {
    this.out = out;
    this.seed = seed;
    this.endsAtFirst = endsAtFirst;
  }

  /** Whether nothing more is to be tried. */
  synchronized boolean hasEnded() {
    return endsAtFirst && bad > 0;
  }

  /**
   * A fault that ended as it may.
   *
   * @param subject what it was done to: a command or a kind of file
   * @param outcome what became of it, in a few words that repeat
   */
  void ended(FaultKind kind, String subject, String outcome) {
    ended(kind, subject, outcome, 1);
  }

  /** Several faults that ended alike. */
  synchronized void ended(FaultKind kind, String subject, String outcome, int times) {
    counts
        .computeIfAbsent(kind.name(), k -> new TreeMap<>())
        .computeIfAbsent(subject, s -> new TreeMap<>())
        .merge(outcome, times, Integer::sum);
  }

  /**
   * A fault that ended as none may.
   *
   * @param name names the case so that {@link Plan#only} finds it again; has no blanks
   * @param what what was wrong, with the values that show it
   */
  synchronized void counterExample(FaultKind kind, String subject, String name, String what) {
    ended(kind, subject, "WRONG");
    bad++;
    if (bad <= SHOWN) {
      out.printf("WRONG %s %s: %s%n", kind.name(), name, what.strip().replace("\n", "\n    "));
      out.printf("    again: ci/faults.sh --seed %d --only %s %s%n", seed, kind.name(), name);
    }
    if (hasEnded()) {
      throw new FoundException();
    }
  }

  synchronized int faults(FaultKind kind) {
    return counts.getOrDefault(kind.name(), Map.of()).values().stream()
        .flatMap(outcomes -> outcomes.values().stream())
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** Prints the counts of a kind. */
  synchronized void print(FaultKind kind, double seconds) {
    out.printf("%s: %,d faults in %.0f s%n", kind.name(), faults(kind), seconds);
    counts
        .getOrDefault(kind.name(), Map.of())
        .forEach(
            (subject, outcomes) -> {
              out.printf("  %s%n", subject);
              outcomes.forEach((outcome, n) -> out.printf("    %,9d  %s%n", n, outcome));
            });
    out.flush();
  }

  /** Prints the last line and says whether all ended well. */
  synchronized boolean close() {
    if (bad > SHOWN) {
      out.printf("... and %,d more%n", bad - SHOWN);
    }
    int all =
        counts.values().stream()
            .flatMap(subjects -> subjects.values().stream())
            .flatMap(outcomes -> outcomes.values().stream())
            .mapToInt(Integer::intValue)
            .sum();
    out.printf("%,d faults, %,d wrong (seed %d)%n", all, bad, seed);
    out.flush();
    return bad == 0 && all > 0;
  }
}
