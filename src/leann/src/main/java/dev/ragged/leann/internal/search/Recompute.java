package dev.ragged.leann.internal.search;

import dev.ragged.leann.internal.storage.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Replaces estimated scores with exact ones, as few as the recall target allows.
 *
 * <p>Candidates are re-embedded a few at a time, those with the highest expected scores first. Each
 * exact score updates the expectations of the others (see {@link ScoreModel}). It stops when so few
 * of the others are expected to beat the k-th best score that the recall target is met.
 */
final class Recompute {
  /** Candidates beyond this rank are unlike any other to the model, which bounds its work. */
  private static final int MODELLED = 1_024;

  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble(scored -> -scored.score());

  /** A document and its score: exact if it was recomputed, otherwise expected. */
  record Scored(int doc, double score, boolean exact) {}

  /**
   * @param ranking all candidates: exact scores in descending order, then expected ones
   * @param recomputed the number of candidates embedded
   */
  record Outcome(List<Scored> ranking, int recomputed) {}

  private final ExactVectors vectors;
  private final float[] query;
  private final int batch;

  /**
   * @param batch number of texts to embed at a time
   */
  Recompute(ExactVectors vectors, float[] query, int batch) {
    this.vectors = vectors;
    this.query = query;
    this.batch = batch;
  }

  /**
   * @param shared how much each candidate shares with the question's text, see {@link
   *     LexicalSearch#shared}; zeros if there is no text
   */
  Outcome run(Candidates candidates, float[] shared, int k, double recallTarget)
      throws IOException {
    List<Scored> exact = new ArrayList<>();
    PriorityQueue<Double> best = new PriorityQueue<>();
    List<Integer> unknown = new ArrayList<>();
    Map<Integer, Double> known = new LinkedHashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      float[] kept = vectors.kept(candidates.docs()[i]);
      if (kept == null) {
        unknown.add(i);
      } else {
        known.put(i, Vectors.dot(query, kept));
        add(exact, best, k, candidates.docs()[i], known.get(i));
      }
    }
    if (unknown.isEmpty()) {
      exact.sort(BEST_FIRST);
      return new Outcome(exact, 0);
    }
    ScoreModel model = model(candidates, shared);
    known.forEach(model::observe);
    Comparator<Integer> expected = Comparator.comparingDouble(i -> -model.mean(i));
    double mayBeMissed = (1 - recallTarget) * k;
    int recomputed = 0;
    while (!unknown.isEmpty()) {
      if (best.size() == k && above(best.peek(), unknown, model) < mayBeMissed) {
        break;
      }
      unknown.sort(expected);
      List<Integer> next =
          unknown.subList(0, Math.min(unknown.size(), Math.max(batch, k - best.size())));
      List<float[]> embedded =
          vectors.recompute(next.stream().map(i -> candidates.docs()[i]).toList());
      for (int i = 0; i < next.size(); i++) {
        double score = Vectors.dot(query, embedded.get(i));
        model.observe(next.get(i), score);
        add(exact, best, k, candidates.docs()[next.get(i)], score);
      }
      recomputed += next.size();
      next.clear();
    }
    exact.sort(BEST_FIRST);
    List<Scored> ranking = new ArrayList<>(exact);
    unknown.sort(expected);
    for (int i : unknown) {
      ranking.add(new Scored(candidates.docs()[i], model.mean(i), false));
    }
    return new Outcome(ranking, recomputed);
  }

  private static ScoreModel model(Candidates candidates, float[] shared) throws IOException {
    float[][] decoded = new float[candidates.size()][];
    for (int i = 0; i < Math.min(candidates.size(), MODELLED); i++) {
      decoded[i] = candidates.decode(i);
    }
    return new ScoreModel(
        candidates.estimates(), shared, decoded, candidates.error(), candidates.scored());
  }

  /** The expected number of unknown scores above a given one. */
  private static double above(double score, List<Integer> unknown, ScoreModel model) {
    return unknown.stream().mapToDouble(i -> model.above(i, score)).sum();
  }

  private static void add(
      List<Scored> exact, PriorityQueue<Double> best, int k, int doc, double score) {
    exact.add(new Scored(doc, score, true));
    best.add(score);
    if (best.size() > k) {
      best.poll();
    }
  }
}
