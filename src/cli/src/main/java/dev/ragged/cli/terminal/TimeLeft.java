package dev.ragged.cli.terminal;

import java.util.OptionalDouble;

/**
 * Estimates how long work will take from how fast it went, without jumps: the rate is that of the
 * last part of the run, a longer one the longer it has run, and what is shown follows slowly.
 */
public final class TimeLeft {
  /** Before this, start-up makes every rate wrong. */
  private static final double SECONDS_UNTIL_KNOWN = 5;

  /** How far back the rate looks at least, and as a share of what was measured. */
  private static final double MIN_MEMORY_SECONDS = 60;

  private static final double MEMORY_SHARE = 0.5;

  /** How fast what is shown follows the estimate. */
  private static final double SETTLING_SECONDS = 15;

  private double lastSeconds = Double.NaN;
  private double lastDone;
  private double measured;
  private double recentSeconds;
  private double recentDone;
  private double shown = Double.NaN;

  /**
   * Measures.
   *
   * @param seconds what a clock says now
   * @param done work done by now, in any unit
   * @param left work still to do
   */
  public void measure(double seconds, double done, double left) {
    if (Double.isNaN(lastSeconds)) {
      lastSeconds = seconds;
      lastDone = done;
      return;
    }
    double passed = seconds - lastSeconds;
    if (passed <= 0) {
      return;
    }
    double memory = Math.max(MIN_MEMORY_SECONDS, MEMORY_SHARE * measured);
    double faded = Math.exp(-passed / memory);
    recentSeconds = recentSeconds * faded + passed;
    recentDone = recentDone * faded + done - lastDone;
    measured += passed;
    lastSeconds = seconds;
    lastDone = done;
    if (measured < SECONDS_UNTIL_KNOWN || recentDone <= 0) {
      return;
    }
    double estimate = left * recentSeconds / recentDone;
    if (Double.isNaN(shown)) {
      shown = estimate;
    } else {
      double expected = Math.max(0, shown - passed);
      shown = expected + (1 - Math.exp(-passed / SETTLING_SECONDS)) * (estimate - expected);
    }
  }

  /** The seconds that are left; empty while they cannot be told. */
  public OptionalDouble seconds() {
    return Double.isNaN(shown) ? OptionalDouble.empty() : OptionalDouble.of(shown);
  }

  /** As a person would say it: {@code 40 s}, {@code 4 min}, {@code 1 h 25 min}. */
  public static String text(double seconds) {
    if (seconds < 57.5) {
      return Math.max(5, Math.round(seconds / 5) * 5) + " s";
    }
    long minutes = Math.max(1, Math.round(seconds / 60));
    long hours = minutes / 60;
    return minutes < 60
        ? minutes + " min"
        : hours < 10 ? hours + " h " + minutes % 60 + " min" : Math.round(minutes / 60.0) + " h";
  }
}
