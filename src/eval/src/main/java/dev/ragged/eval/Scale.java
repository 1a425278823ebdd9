package dev.ragged.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A logarithmic axis between powers of ten, which maps values to positions. */
record Scale(double low, double high, double from, double to) {

  /**
   * A scale that covers all values.
   *
   * @param values at least one, above 0
   * @param from position of the low end
   */
  static Scale of(double[] values, double from, double to) {
    double low = Math.pow(10, Math.floor(Math.log10(Arrays.stream(values).min().orElseThrow())));
    double high = Math.pow(10, Math.ceil(Math.log10(Arrays.stream(values).max().orElseThrow())));
    return new Scale(low, high > low ? high : low * 10, from, to);
  }

  double at(double value) {
    return from + Math.log(value / low) / Math.log(high / low) * (to - from);
  }

  /** The values to mark. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (double tick = low; tick <= high * 1.001; tick *= 10) {
      ticks.add(tick);
    }
    return ticks;
  }
}
