package dev.ragged.leann;

/** The standard normal distribution. */
final class Normal {
  private Normal() {}

  /**
   * The value below which a share p of the distribution lies, by bisection of {@link #cumulative}.
   *
   * @param p above 0 and below 1
   */
  static double quantile(double p) {
    double low = -9;
    double high = 9;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (cumulative(middle) < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Abramowitz and Stegun 26.2.17; absolute error below 7.5e-8. */
  static double cumulative(double x) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double poly =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double tail = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * poly;
    return x < 0 ? tail : 1 - tail;
  }
}
