package dev.ragged.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Whether one ranking is better than another on the same questions.
 *
 * @param first the name of the one
 * @param second the name of the other
 * @param questions that both have answered
 * @param difference mean nDCG@10 of the first less that of the second
 * @param p how probable a difference of this size or more, in either direction, would be if the two
 *     were equally good
 */
public record PairedTest(String first, String second, int questions, double difference, double p) {
  private static final int ROUNDS = 10_000;
  private static final long SEED = 1;

  /** Sums of the same numbers in another order differ by less. */
  private static final double SAME = 1e-9;

  /**
   * Compares two rankings by a paired randomisation test (Smucker et al., CIKM 2007): in each of
   * 10,000 rounds the two answers to each question are exchanged or not, by a coin; p is the share
   * of rounds that differ at least as much as was seen, counting what was seen as one of them. The
   * coin falls alike in every run.
   *
   * @return over no questions, if they have none in common
   */
  static PairedTest of(LabelledRanking first, LabelledRanking second) {
    Map<String, LabelledAnswer> others = new HashMap<>();
    second.answers().forEach(answer -> others.put(answer.question(), answer));
    List<Double> differences = new ArrayList<>();
    for (LabelledAnswer answer : first.answers()) {
      LabelledAnswer other = others.get(answer.question());
      if (other != null) {
        differences.add(answer.value(LabelMeasure.NDCG_10) - other.value(LabelMeasure.NDCG_10));
      }
    }
    double[] values = differences.stream().mapToDouble(Double::doubleValue).toArray();
    return new PairedTest(
        first.name(),
        second.name(),
        values.length,
        differences.stream().mapToDouble(Double::doubleValue).average().orElse(0),
        probability(values));
  }

  /**
   * The probability alone.
   *
   * @param differences one per question
   */
  static double probability(double... differences) {
    double seen = 0;
    for (double difference : differences) {
      seen += difference;
    }
    Random coin = new Random(SEED);
    int asExtreme = 1;
    for (int round = 0; round < ROUNDS; round++) {
      double sum = 0;
      for (double difference : differences) {
        sum += coin.nextBoolean() ? difference : -difference;
      }
      if (Math.abs(sum) >= Math.abs(seen) - SAME) {
        asExtreme++;
      }
    }
    return asExtreme / (ROUNDS + 1.0);
  }
}
