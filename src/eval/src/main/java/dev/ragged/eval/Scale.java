package dev.ragged.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An axis: values to places, between round values. */
record Scale(double low, double high, boolean logarithmic, double from, double to) {
  private static final int STEPS = 5;

  /**
   * One on which all values have a place.
   *
   * @param values at least one, above 0
   * @param from the place of the low end
   */
  static Scale of(double[] values, boolean logarithmic, double from, double to) {
    double least = Arrays.stream(values).min().orElseThrow();
    double most = Arrays.stream(values).max().orElseThrow();
    if (logarithmic) {
      double low = Math.pow(10, Math.floor(Math.log10(least)));
      double high = Math.pow(10, Math.ceil(Math.log10(most)));
      return new Scale(low, high > low ? high : low * 10, true, from, to);
    }
    double step = step(most);
    return new Scale(0, Math.ceil(most / step) * step, false, from, to);
  }

  /** 1, 2 or 5 times a power of ten. */
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(most / STEPS)));
    double rest = most / STEPS / power;
    return power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
  }

  double at(double value) {
    double share =
        logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return from + share * (to - from);
  }

  /** Values to mark. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      for (double tick = low; tick <= high * 1.001; tick *= 10) {
        ticks.add(tick);
      }
    } else {
      double step = step(high);
      for (int i = 0; i * step <= high * 1.001; i++) {
        ticks.add(i * step);
      }
    }
    return ticks;
  }
}
