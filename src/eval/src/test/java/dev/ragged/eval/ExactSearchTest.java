package dev.ragged.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExactSearchTest {
  private static final List<float[]> VECTORS =
      List.of(new float[] {1, 0}, new float[] {0, 1}, new float[] {0.6f, 0.8f});

  @Test
  void should_return_the_highest_scores_in_descending_order() {
    double[] scores = new ExactSearch(VECTORS).topScores(new float[] {1, 0}, 2);
    assertArrayEquals(new double[] {1, 0.6}, scores, 1e-6);
  }

  @Test
  void should_count_hits_with_equal_scores_as_interchangeable() {
    double[] exact = {0.9, 0.8, 0.7};
    assertEquals(1, ExactSearch.recall(exact, new double[] {0.9, 0.8, 0.7000001}), 1e-9);
    assertEquals(2 / 3.0, ExactSearch.recall(exact, new double[] {0.9, 0.8, 0.6}), 1e-9);
    assertEquals(0, ExactSearch.recall(exact, new double[] {}), 1e-9);
  }
}
