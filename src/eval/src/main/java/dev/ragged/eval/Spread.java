package dev.ragged.eval;

import java.util.Arrays;

/**
 * Mean and percentiles. A percentile is the smallest value that at least that share of the values
 * does not exceed.
 *
 * @param mean NaN if there are no values, like the percentiles
 */
public record Spread(double mean, double p50, double p95, double p99) {

  static Spread of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Spread(
        Arrays.stream(values).average().orElse(Double.NaN),
        percentile(sorted, 50),
        percentile(sorted, 95),
        percentile(sorted, 99));
  }

  private static double percentile(double[] sorted, int percent) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(sorted.length * percent / 100.0);
    return sorted[Math.max(rank, 1) - 1];
  }
}
