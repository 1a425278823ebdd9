package dev.ragged.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
  /** Passage 1 is highly relevant, 4 and 7 are slightly relevant. */
  private static final Map<Integer, Integer> RELEVANT = Map.of(1, 3, 4, 1, 7, 1);

  @Test
  void should_discount_gains_by_the_logarithm_of_the_rank() {
    // Gains 0, 3, 0, 1 at ranks 1 to 4: 3/log2(3) + 1/log2(5) = 1.8928 + 0.4307.
    // The best order gives 3/log2(2) + 1/log2(3) + 1/log2(4) = 3 + 0.6309 + 0.5.
    assertEquals(2.3235 / 4.1309, Metrics.ndcg(List.of(9, 1, 8, 4), RELEVANT, 10), 1e-4);
    assertEquals(1, Metrics.ndcg(List.of(1, 7, 4), RELEVANT, 10), 1e-9);
    assertEquals(0, Metrics.ndcg(List.of(2, 3), RELEVANT, 10), 1e-9);
  }

  @Test
  void should_cut_off_the_ideal_order_as_well() {
    // At rank 1 the ideal gain is 3, and the ranking has 1.
    assertEquals(1 / 3.0, Metrics.ndcg(List.of(4, 1), RELEVANT, 1), 1e-9);
  }

  @Test
  void should_use_the_rank_of_the_first_relevant_passage() {
    assertEquals(1 / 3.0, Metrics.reciprocalRank(List.of(9, 8, 4, 1), RELEVANT, 10), 1e-9);
    assertEquals(0, Metrics.reciprocalRank(List.of(9, 8, 4), RELEVANT, 2), 1e-9);
  }

  @Test
  void should_count_relevant_passages_among_the_top_k() {
    assertEquals(2 / 3.0, Metrics.precision(List.of(1, 9, 4, 7), RELEVANT, 3), 1e-9);
    // Two hits, though three were requested.
    assertEquals(1 / 3.0, Metrics.precision(List.of(1, 9), RELEVANT, 3), 1e-9);
  }

  @Test
  void should_count_relevant_passages_that_were_found() {
    assertEquals(2 / 3.0, Metrics.recall(List.of(1, 9, 4, 7), RELEVANT, 3), 1e-9);
    assertEquals(1, Metrics.recall(List.of(1, 9, 4, 7), RELEVANT, 10), 1e-9);
    assertEquals(0, Metrics.recall(List.of(), RELEVANT, 10), 1e-9);
    assertEquals(1, Metrics.hit(List.of(9, 8, 4), RELEVANT, 3), 1e-9);
    assertEquals(0, Metrics.hit(List.of(9, 8, 4), RELEVANT, 2), 1e-9);
  }

  @Test
  void should_compute_percentiles_by_nearest_rank() {
    double[] values = new double[100];
    for (int i = 0; i < 100; i++) {
      values[i] = 100 - i;
    }
    assertEquals(new Spread(50.5, 50, 95, 99), Spread.of(values));
    // Two of three values are less than 95 %.
    assertEquals(new Spread(2, 2, 3, 3), Spread.of(new double[] {3, 1, 2}));
    assertEquals(new Spread(7, 7, 7, 7), Spread.of(new double[] {7}));
  }
}
