package dev.ragged.leann;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Turns estimates into exact scores, as few as the recall target allows.
 *
 * <p>Candidates are re-embedded in the order of their estimates, a few at a time. It stops when the
 * k-th best exact score beats the next estimate by z standard errors of the estimates, as seen so
 * far in this very search, where z is the recall target's quantile of the normal distribution.
 */
final class Recompute {
  /** Weight of the coder's own error against errors seen, in observations. */
  private static final double PRIOR_WEIGHT = 8;

  /** A document and its score: exact, or estimated where it was not recomputed. */
  record Scored(int doc, double score, boolean exact) {}

  /**
   * @param ranking all candidates: exact scores first, descending, then estimates
   * @param recomputed how many were embedded
   */
  record Outcome(List<Scored> ranking, int recomputed) {}

  private final ExactVectors vectors;
  private final float[] query;
  private final int batch;

  /**
   * @param batch how many texts to embed at a time
   */
  Recompute(ExactVectors vectors, float[] query, int batch) {
    this.vectors = vectors;
    this.query = query;
    this.batch = batch;
  }

  Outcome run(Candidates candidates, int k, double recallTarget) throws IOException {
    double z = recallTarget >= 1 ? Double.POSITIVE_INFINITY : Normal.quantile(recallTarget);
    List<Scored> exact = new ArrayList<>();
    PriorityQueue<Double> best = new PriorityQueue<>();
    List<Integer> toEmbed = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      float[] kept = vectors.kept(candidates.docs()[i]);
      if (kept == null) {
        toEmbed.add(i);
      } else {
        add(exact, best, k, candidates.docs()[i], Vectors.dot(query, kept));
      }
    }
    Errors errors = new Errors(candidates.error());
    int next = 0;
    while (next < toEmbed.size()) {
      float estimate = candidates.estimates()[toEmbed.get(next)];
      if (best.size() == k && best.peek() >= errors.highest(estimate, z)) {
        break;
      }
      int missing = k - best.size();
      int end = Math.min(toEmbed.size(), next + Math.max(batch, missing));
      List<Integer> docs = new ArrayList<>();
      for (int i = next; i < end; i++) {
        docs.add(candidates.docs()[toEmbed.get(i)]);
      }
      List<float[]> embedded = vectors.recompute(docs);
      for (int i = 0; i < docs.size(); i++) {
        double score = Vectors.dot(query, embedded.get(i));
        errors.add(score - candidates.estimates()[toEmbed.get(next + i)]);
        add(exact, best, k, docs.get(i), score);
      }
      next = end;
    }
    exact.sort(Comparator.comparingDouble((Scored s) -> -s.score()));
    List<Scored> ranking = new ArrayList<>(exact);
    for (int i = next; i < toEmbed.size(); i++) {
      int candidate = toEmbed.get(i);
      ranking.add(
          new Scored(candidates.docs()[candidate], candidates.estimates()[candidate], false));
    }
    return new Outcome(ranking, next);
  }

  private static void add(
      List<Scored> exact, PriorityQueue<Double> best, int k, int doc, double score) {
    exact.add(new Scored(doc, score, true));
    best.add(score);
    if (best.size() > k) {
      best.poll();
    }
  }

  /** Mean and spread of (exact - estimate), starting from what the coder expects. */
  private static final class Errors {
    private double weight = PRIOR_WEIGHT;
    private double sum;
    private double squares;

    Errors(double prior) {
      this.squares = PRIOR_WEIGHT * prior * prior;
    }

    void add(double error) {
      weight++;
      sum += error;
      squares += error * error;
    }

    /** The highest exact score to reckon with behind an estimate. */
    double highest(double estimate, double z) {
      double mean = sum / weight;
      double deviation = Math.sqrt(Math.max(0, squares / weight - mean * mean));
      return estimate + mean + z * deviation;
    }
  }
}
