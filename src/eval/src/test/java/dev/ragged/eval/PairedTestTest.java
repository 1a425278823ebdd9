package dev.ragged.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedTestTest {
  /** Within some three standard deviations of ten thousand rounds. */
  private static final double CHANCE = 0.015;

  private static LabelledRanking ranking(String name, double... ndcg) {
    return new LabelledRanking(
        name,
        false,
        IntStream.range(0, ndcg.length)
            .mapToObj(
                i -> new LabelledAnswer("q" + i, List.of(), Map.of(LabelMeasure.NDCG_10, ndcg[i])))
            .toList());
  }

  /** Tries all ways to exchange answers. */
  private static double exact(double... differences) {
    double seen = Math.abs(Arrays.stream(differences).sum());
    int ways = 1 << differences.length;
    int asExtreme = 0;
    for (int way = 0; way < ways; way++) {
      double sum = 0;
      for (int i = 0; i < differences.length; i++) {
        sum += (way >> i & 1) == 0 ? differences[i] : -differences[i];
      }
      asExtreme += Math.abs(sum) >= seen - 1e-12 ? 1 : 0;
    }
    return (double) asExtreme / ways;
  }

  @Test
  void should_find_nothing_where_nothing_differs() {
    assertEquals(1, PairedTest.probability(), 1e-12);
    assertEquals(1, PairedTest.probability(0, 0, 0, 0), 1e-12);
    assertEquals(1, PairedTest.probability(0.4), 1e-12, "one question proves nothing");
    assertEquals(1, PairedTest.probability(0.3, -0.3, 0.1, -0.1), 1e-12);
  }

  @Test
  void should_come_near_to_all_exchanges() {
    // Only two of 1,024 exchanges differ as much: none and all.
    double[] always = new double[10];
    Arrays.fill(always, 0.2);
    assertEquals(2 / 1024.0, PairedTest.probability(always), 0.0015);
    double[] mixed = {0.5, 0.1, -0.2, 0.37, 0, 0.63, -0.05, 0.11, 0.4, -0.3};
    assertEquals(exact(mixed), PairedTest.probability(mixed), CHANCE);
    double[] even = {0.5, -0.6, 0.2, -0.1, 0.3, -0.25, 0.05, 0.1};
    assertEquals(exact(even), PairedTest.probability(even), CHANCE);
    assertTrue(exact(mixed) < 0.2 && exact(even) > 0.5, "the cases are of both kinds");
  }

  @Test
  void should_look_at_both_directions() {
    double[] differences = {0.5, 0.1, -0.2, 0.37, 0.63};
    double[] opposite = Arrays.stream(differences).map(d -> -d).toArray();
    assertEquals(PairedTest.probability(differences), PairedTest.probability(opposite), 1e-12);
  }

  @Test
  void should_never_be_sure() {
    double[] many = new double[200];
    Arrays.fill(many, 1);
    assertEquals(1 / 10_001.0, PairedTest.probability(many), 1e-12);
  }

  @Test
  void should_pair_answers_by_their_question() {
    LabelledRanking first = ranking("new", 1, 0.5, 0.25);
    LabelledRanking second =
        new LabelledRanking(
            "old",
            false,
            List.of(
                new LabelledAnswer("q2", List.of(), Map.of(LabelMeasure.NDCG_10, 0.0)),
                new LabelledAnswer("q0", List.of(), Map.of(LabelMeasure.NDCG_10, 0.5)),
                new LabelledAnswer("other", List.of(), Map.of(LabelMeasure.NDCG_10, 1.0))));
    PairedTest test = PairedTest.of(first, second);
    assertEquals(2, test.questions());
    assertEquals((0.5 + 0.25) / 2, test.difference(), 1e-12);
    assertEquals("new", test.first());
    assertEquals("old", test.second());
    assertEquals(0.5, test.p(), CHANCE, "two of four exchanges");
    assertEquals(0, PairedTest.of(first, ranking("none")).questions());
  }
}
