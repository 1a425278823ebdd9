package dev.ragged.eval;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/** Brute-force search over the true vectors: what a search should find. */
public final class ExactSearch {
  /** Scores this close count as equal, since real documents repeat the same text. */
  private static final double SAME_SCORE = 1e-5;

  private final List<float[]> vectors;

  /**
   * @param vectors of unit length
   */
  public ExactSearch(List<float[]> vectors) {
    this.vectors = vectors;
  }

  /** The k highest inner products with a query, descending. */
  public double[] topScores(float[] query, int k) {
    PriorityQueue<Double> best = new PriorityQueue<>();
    for (int i = 0; i < vectors.size(); i++) {
      best.add(score(query, i));
      if (best.size() > k) {
        best.poll();
      }
    }
    double[] scores = best.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    for (int i = 0; i < scores.length / 2; i++) {
      double swap = scores[i];
      scores[i] = scores[scores.length - 1 - i];
      scores[scores.length - 1 - i] = swap;
    }
    return scores;
  }

  /** The inner product of a query with one of the vectors. */
  public double score(float[] query, int index) {
    float[] vector = vectors.get(index);
    double score = 0;
    for (int i = 0; i < query.length; i++) {
      score += (double) query[i] * vector[i];
    }
    return score;
  }

  /**
   * The share of the exact top k that was found. Passages of equal score are interchangeable.
   *
   * @param exact the k highest scores, descending
   * @param found the scores of the hits, at most k
   */
  public static double recall(double[] exact, double[] found) {
    double worst = exact[exact.length - 1] - SAME_SCORE;
    return (double) Arrays.stream(found).filter(score -> score >= worst).count() / exact.length;
  }
}
