package dev.ragged.leann.internal.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reciprocal rank fusion: a document's score is the sum over rankings of 1 / (60 + rank), rank from
 * 1 (Cormack, Clarke and Buettcher, SIGIR 2009, who found 60 to do well everywhere).
 */
final class RankFusion {
  private static final int K = 60;

  private RankFusion() {}

  /** The scores of all documents in the rankings, unordered. */
  static Map<Integer, Double> fuse(List<int[]> rankings) {
    Map<Integer, Double> scores = new HashMap<>();
    for (int[] ranking : rankings) {
      for (int i = 0; i < ranking.length; i++) {
        scores.merge(ranking[i], 1.0 / (K + i + 1), Double::sum);
      }
    }
    return scores;
  }
}
