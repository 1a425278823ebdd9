package dev.ragged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreScaleTest {
  private static final Map<String, ScoreScale> SCALES =
      Map.of(
          "cosine", ScoreScale.of(Metric.COSINE),
          "inner product", ScoreScale.of(Metric.DOT_PRODUCT),
          "euclidean", ScoreScale.of(Metric.EUCLIDEAN),
          "lexical", ScoreScale.lexical(),
          "hybrid", ScoreScale.linear(-1, 1.7));

  /** Scores of all sizes, and those next to them. */
  private static List<Double> scores() {
    Random random = new Random(7);
    List<Double> scores =
        new ArrayList<>(List.of(-1.0, -0.0, 0.0, 1.0, 1.7, 1e-300, -1e300, 1e300));
    for (int i = 0; i < 2_000; i++) {
      double score = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 8);
      scores.addAll(List.of(score, Math.nextUp(score), Math.nextDown(score)));
    }
    return scores;
  }

  @Test
  void should_mean_what_frameworks_mean_by_it() {
    ScoreScale cosine = ScoreScale.of(Metric.COSINE);
    assertEquals(0, cosine.toUnit(-1));
    assertEquals(0.5, cosine.toUnit(0));
    assertEquals(0.85, cosine.toUnit(0.7), 1e-15);
    assertEquals(1, cosine.toUnit(1));
    assertEquals(0.4, cosine.fromUnit(0.7), 1e-15);
    assertEquals(0.25, ScoreScale.of(Metric.EUCLIDEAN).toUnit(-9), "of a distance of 3");
    assertEquals(1, ScoreScale.of(Metric.EUCLIDEAN).toUnit(0));
    assertEquals(0.5, ScoreScale.of(Metric.DOT_PRODUCT).toUnit(0));
    assertEquals(0.75, ScoreScale.lexical().toUnit(3));
    assertEquals(0.5, ScoreScale.linear(-1, 2).toUnit(0.5));
  }

  @Test
  void should_never_fall_where_the_score_rises() {
    List<Double> scores = scores();
    scores.sort(null);
    SCALES.forEach(
        (name, scale) -> {
          double last = 0;
          for (double score : scores) {
            double unit = scale.toUnit(score);
            assertTrue(unit >= last && unit <= 1, name + ": " + score + " gives " + unit);
            last = unit;
          }
        });
  }

  @Test
  void should_put_a_threshold_exactly_where_it_belongs() {
    SCALES.forEach(
        (name, scale) -> {
          for (double score : scores()) {
            double unit = scale.toUnit(score);
            for (double threshold : List.of(unit, Math.nextUp(unit), Math.nextDown(unit))) {
              if (threshold >= 0 && threshold <= 1) {
                double least = scale.fromUnit(threshold);
                assertEquals(
                    unit >= threshold, score >= least, name + ": " + score + " at " + threshold);
                if (Double.isFinite(least)) {
                  assertTrue(scale.toUnit(least) >= threshold, name + " at " + threshold);
                  assertTrue(
                      scale.toUnit(Math.nextDown(least)) < threshold, name + " at " + threshold);
                }
              }
            }
          }
        });
  }

  @Test
  void should_leave_out_nothing_for_0_and_refuse_what_is_no_share() {
    SCALES.forEach(
        (name, scale) -> {
          assertEquals(Double.NEGATIVE_INFINITY, scale.fromUnit(0), name);
          for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> scale.fromUnit(wrong), name);
          }
        });
    assertThrows(IllegalArgumentException.class, () -> ScoreScale.linear(1, 1));
  }
}
