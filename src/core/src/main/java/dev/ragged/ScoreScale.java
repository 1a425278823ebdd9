package dev.ragged;

import java.util.function.DoubleUnaryOperator;

/**
 * What a score means between 0 and 1, for callers that put thresholds on numbers of that range. A
 * higher score never has a lower number, so both order hits alike. Obtained by {@link
 * VectorCollection#scale}.
 *
 * <p>Thresholds are exact: a score has at least the number {@code unit} if and only if it is at
 * least {@code fromUnit(unit)}. A search with that {@linkplain SearchRequest#withMinScore minimum
 * score} therefore finds what a caller would keep who compared the numbers of all hits.
 */
public final class ScoreScale {
  private final double lowest;
  private final double highest;
  private final DoubleUnaryOperator unit;

  /**
   * @param unit of a score from lowest to highest; must not decrease in floating-point arithmetic
   *     either, which holds for whatever is made of correctly rounded operations
   */
  private ScoreScale(double lowest, double highest, DoubleUnaryOperator unit) {
    this.lowest = lowest;
    this.highest = highest;
    this.unit = unit;
  }

  /**
   * The scale of a search by vectors: (1 + c) / 2 for a cosine c; 1 / (1 + d) for a Euclidean
   * distance d, of which the score is the negative square; 1 / (1 + exp(-p)) for an inner product
   * p.
   *
   * @param metric the collection's
   * @return the scale
   */
  public static ScoreScale of(Metric metric) {
    return switch (Arguments.required(metric, "metric")) {
      case COSINE -> linear(-1, 1);
      case DOT_PRODUCT ->
          new ScoreScale(-Double.MAX_VALUE, Double.MAX_VALUE, p -> 1 / (1 + StrictMath.exp(-p)));
      case EUCLIDEAN -> new ScoreScale(-Double.MAX_VALUE, 0, score -> 1 / (1 + Math.sqrt(-score)));
    };
  }

  /**
   * A range of scores in equal parts.
   *
   * @param lowest the score of 0
   * @param highest the score of 1, higher than the lowest
   * @return the scale
   */
  public static ScoreScale linear(double lowest, double highest) {
    if (!(lowest < highest)) {
      throw new IllegalArgumentException(
          "The lowest score must be below the highest, got " + lowest + " and " + highest + ".");
    }
    double range = highest - lowest;
    return new ScoreScale(lowest, highest, score -> (score - lowest) / range);
  }

  /**
   * The scale of a lexical search: s / (s + 1) for a BM25 score s, which is 0 or more and has no
   * highest value. Such scores compare within one question only: one with rare words has higher
   * ones. Put thresholds on hybrid scores instead.
   *
   * @return the scale
   */
  public static ScoreScale lexical() {
    return new ScoreScale(0, Double.MAX_VALUE, score -> 1 - 1 / (1 + score));
  }

  /**
   * The number of a score.
   *
   * @param score of a hit; one beyond the range counts as the end of the range
   * @return 0 to 1
   */
  public double toUnit(double score) {
    double within = Math.min(Math.max(score, lowest), highest);
    return Math.min(Math.max(unit.applyAsDouble(within), 0), 1);
  }

  /**
   * The lowest score that has at least this number, so that {@code toUnit(fromUnit(unit))} is never
   * less than {@code unit}.
   *
   * @param unit 0 to 1
   * @return a score; negative infinity for 0, positive infinity if no score has this number
   * @throws IllegalArgumentException if the number is not from 0 to 1
   */
  public double fromUnit(double unit) {
    if (!(unit >= 0 && unit <= 1)) {
      throw new IllegalArgumentException(
          "A score on this scale must be between 0 and 1, got " + unit + ".");
    }
    if (toUnit(lowest) >= unit) {
      return Double.NEGATIVE_INFINITY;
    }
    if (toUnit(highest) < unit) {
      return Double.POSITIVE_INFINITY;
    }
    // Halves the doubles between the two, not the distance, so it ends at the very last one.
    long below = rank(lowest);
    long enough = rank(highest);
    while (enough - below > 1 || enough - below < 0) {
      long middle = (below & enough) + ((below ^ enough) >> 1);
      if (toUnit(score(middle)) >= unit) {
        enough = middle;
      } else {
        below = middle;
      }
    }
    return score(enough);
  }

  /** The place of a number among all doubles, in order. */
  private static long rank(double score) {
    long bits = Double.doubleToRawLongBits(score);
    return bits < 0 ? Long.MIN_VALUE - bits : bits;
  }

  private static double score(long rank) {
    return Double.longBitsToDouble(rank < 0 ? Long.MIN_VALUE - rank : rank);
  }
}
