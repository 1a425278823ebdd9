package dev.ragged.eval;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Metrics of a ranking against relevance labels; see {@link ExactSearch#recall} for recall. */
final class Metrics {
  private Metrics() {}

  /**
   * Normalised discounted cumulative gain with linear gains, as in trec_eval: 1 for the best
   * possible order.
   *
   * @param ranking best first
   * @param relevant grades above 0
   */
  static double ndcg(List<Integer> ranking, Map<Integer, Integer> relevant, int k) {
    double gain = 0;
    for (int i = 0; i < Math.min(k, ranking.size()); i++) {
      gain += relevant.getOrDefault(ranking.get(i), 0) / log2(i + 2);
    }
    List<Integer> grades =
        relevant.values().stream().sorted(Comparator.reverseOrder()).limit(k).toList();
    double best = 0;
    for (int i = 0; i < grades.size(); i++) {
      best += grades.get(i) / log2(i + 2);
    }
    return best == 0 ? 0 : gain / best;
  }

  /** The reciprocal rank of the first relevant passage among the first k; 0 if there is none. */
  static double reciprocalRank(List<Integer> ranking, Map<Integer, Integer> relevant, int k) {
    for (int i = 0; i < Math.min(k, ranking.size()); i++) {
      if (relevant.containsKey(ranking.get(i))) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
  }

  /**
   * The share of the first k places with a relevant passage; missing places count as irrelevant.
   */
  static double precision(List<Integer> ranking, Map<Integer, Integer> relevant, int k) {
    return (double) ranking.stream().limit(k).filter(relevant::containsKey).count() / k;
  }

  /** The share of the relevant passages among the first k. */
  static double recall(List<Integer> ranking, Map<Integer, Integer> relevant, int k) {
    return (double) ranking.stream().limit(k).filter(relevant::containsKey).count()
        / relevant.size();
  }

  /** 1 if there is a relevant passage among the first k, else 0. */
  static double hit(List<Integer> ranking, Map<Integer, Integer> relevant, int k) {
    return ranking.stream().limit(k).anyMatch(relevant::containsKey) ? 1 : 0;
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
