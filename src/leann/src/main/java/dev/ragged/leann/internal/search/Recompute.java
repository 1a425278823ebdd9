package dev.ragged.leann.internal.search;

import dev.ragged.OperationInterruptedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.lucene.util.IOSupplier;

/**
 * Replaces estimated scores with exact ones, as few as the recall target allows. A score here is a
 * likeness (see {@link Scores}) plus a bonus that is known from the start, such as that for words.
 *
 * <p>Candidates are re-embedded a few at a time, those with the highest expected scores first. Each
 * exact score updates the expectations of the others (see {@link ScoreModel}). It stops when so few
 * of the others are expected to beat the k-th best score that the recall target is met.
 */
final class Recompute {
  /** Candidates beyond this rank are unlike any other to the model, which bounds its work. */
  private static final int MODELLED = 1_024;

  /** Scores known from before that the model learns from. */
  private static final int LEARNED = 64;

  /**
   * Below a minimum score, a search gives up only if it expects this share of a hit to be missed.
   */
  private static final double NONE_FOUND = 0.02;

  /** Scores that differ less may be equal once they are those of hits. */
  private static final double ROUNDING = 1e-6;

  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble(scored -> -scored.score());

  /**
   * A document with its score.
   *
   * @param exact whether the likeness is that of its vector
   * @param vector null if it is not wanted or not known
   */
  record Scored(int doc, double likeness, double bonus, boolean exact, float[] vector) {
    double score() {
      return likeness + bonus;
    }
  }

  /**
   * @param ranking the candidates whose scores are as exact as they can be, best first; all of them
   *     if there was no time for that, and at least the best k in any case
   * @param recomputed the number of candidates embedded
   * @param expectedRecall the share of the best k that is expected among the first k of the ranking
   */
  record Outcome(List<Scored> ranking, int recomputed, double expectedRecall) {}

  /**
   * What is wanted.
   *
   * @param k how many of the best
   * @param recallTarget the expected share of the best k among those whose scores are exact
   * @param minScore lower scores are of no interest
   * @param most how many to embed at most, at least k
   * @param withVectors whether the vectors that are made are wanted too
   * @param nanos how long it may take, from the call; may be 0 or less
   */
  record Wanted(
      int k, double recallTarget, double minScore, int most, boolean withVectors, long nanos) {
    Scored exact(int doc, double likeness, double bonus, float[] vector) {
      return new Scored(doc, likeness, bonus, true, withVectors ? vector : null);
    }
  }

  /** Told of the ranking whenever candidates are about to be embedded. */
  @FunctionalInterface
  interface Progress {
    /**
     * @param ranking all candidates, in no order, with estimates for those that are not embedded
     * @param recomputed the number of candidates embedded by now
     */
    void at(List<Scored> ranking, int recomputed) throws IOException;
  }

  private final ExactVectors vectors;
  private final Scores scores;
  private final int batch;

  /**
   * @param batch number of texts to embed at a time
   */
  Recompute(ExactVectors vectors, Scores scores, int batch) {
    this.vectors = vectors;
    this.scores = scores;
    this.batch = batch;
  }

  /**
   * @param shared how much each candidate shares with the question's text, see {@link ScoreModel};
   *     zeros if there is no text. Only asked for if a vector is unknown
   * @param bonus what to add to each candidate's likeness
   * @param progress null if nobody wants to know
   */
  Outcome run(
      Candidates candidates,
      IOSupplier<float[]> shared,
      float[] bonus,
      Wanted wanted,
      Progress progress)
      throws IOException {
    long begun = System.nanoTime();
    int k = wanted.k();
    List<Scored> exact = new ArrayList<>();
    PriorityQueue<Double> best = new PriorityQueue<>();
    List<Integer> unknown = new ArrayList<>();
    Map<Integer, Double> known = new LinkedHashMap<>();
    double[] likenesses = vectors.likenesses(candidates.docs(), scores);
    for (int i = 0; i < candidates.size(); i++) {
      double likeness = likenesses[i];
      if (!Double.isNaN(likeness)) {
        if (candidates.hasCode(i)) {
          known.put(i, likeness);
        }
        add(exact, best, k, new Scored(candidates.docs()[i], likeness, bonus[i], true, null));
      } else if (candidates.hasCode(i)) {
        unknown.add(i);
      } else { // the model cannot read it
        add(
            exact,
            best,
            k,
            new Scored(candidates.docs()[i], candidates.typical(), bonus[i], false, null));
      }
    }
    if (unknown.isEmpty()) {
      exact.removeIf(one -> one.score() < best.peek() - ROUNDING); // sorting all takes as long
      exact.sort(BEST_FIRST);
      return new Outcome(exact, 0, 1);
    }
    int recomputed = 0;
    boolean late = false;
    long batchNanos = 0;
    ScoreModel model = model(candidates, shared.get());
    Comparator<Integer> expected = Comparator.comparingDouble(i -> -model.mean(i) - bonus[i]);
    while (!unknown.isEmpty() && recomputed < wanted.most()) {
      double bar = best.size() < k ? wanted.minScore() : Math.max(best.peek(), wanted.minScore());
      double mayBeMissed = (1 - wanted.recallTarget()) * found(best, bar);
      if (bar > Double.NEGATIVE_INFINITY && above(bar, unknown, bonus, model) < mayBeMissed) {
        break;
      }
      if (!known.isEmpty()) { // only now, since it costs more than all else but embedding
        learn(model, known);
        known.clear();
        continue;
      }
      if (progress != null) {
        progress.at(all(exact, unknown, candidates, bonus, model), recomputed);
      }
      OperationInterruptedException.throwIfInterrupted("The search");
      long now = System.nanoTime();
      late = now - begun + batchNanos > wanted.nanos();
      if (late) {
        break;
      }
      unknown.sort(expected);
      List<Integer> next =
          unknown.subList(
              0,
              Math.min(
                  Math.min(unknown.size(), wanted.most() - recomputed),
                  Math.max(batch, k - best.size())));
      List<float[]> embedded =
          vectors.recompute(next.stream().map(i -> candidates.docs()[i]).toList());
      for (int j = 0; j < next.size(); j++) {
        int i = next.get(j);
        double likeness = scores.likeness(embedded.get(j));
        model.observe(i, likeness);
        add(
            exact,
            best,
            k,
            wanted.exact(candidates.docs()[i], likeness, bonus[i], embedded.get(j)));
      }
      recomputed += next.size();
      next.clear();
      batchNanos = System.nanoTime() - now; // about what the next one takes
    }
    List<Scored> ranking = late ? all(exact, unknown, candidates, bonus, model) : exact;
    ranking.sort(BEST_FIRST);
    return new Outcome(ranking, recomputed, expectedRecall(ranking, unknown, bonus, model, wanted));
  }

  /**
   * One that is expected to be better than the last of the ranking's first k takes its place, and
   * one of theirs is missing then.
   */
  private static double expectedRecall(
      List<Scored> ranking, List<Integer> unknown, float[] bonus, ScoreModel model, Wanted wanted) {
    if (ranking.size() < wanted.k()) {
      return 1;
    }
    double bar = Math.max(ranking.get(wanted.k() - 1).score(), wanted.minScore());
    double missed = 0;
    for (int i : unknown) {
      boolean found = model.mean(i) + bonus[i] >= bar;
      missed += found ? 0 : model.above(i, bar - bonus[i]);
    }
    return Math.max(0, 1 - missed / wanted.k());
  }

  private static ScoreModel model(Candidates candidates, float[] shared) {
    return new ScoreModel(
        candidates.estimates(),
        candidates.nearest(),
        shared,
        i -> i < MODELLED && candidates.hasCode(i) ? candidates.decode(i) : null,
        candidates.error(),
        candidates.scored());
  }

  /**
   * Tells the model of scores that are known from before. Those with the highest estimates say
   * enough of the others, and each costs as much as its comparison with all that are unknown.
   */
  private static void learn(ScoreModel model, Map<Integer, Double> known) throws IOException {
    int learned = 0;
    for (Map.Entry<Integer, Double> one : known.entrySet()) {
      if (learned < LEARNED) {
        model.observe(one.getKey(), one.getValue());
        learned++;
      } else {
        model.ignore(one.getKey());
      }
    }
  }

  /** Those with exact scores, and the others with the scores that are expected of them. */
  private static List<Scored> all(
      List<Scored> exact,
      List<Integer> unknown,
      Candidates candidates,
      float[] bonus,
      ScoreModel model) {
    List<Scored> all = new ArrayList<>(exact);
    for (int i : unknown) {
      double expected = Math.max(-1, Math.min(1, model.mean(i)));
      all.add(new Scored(candidates.docs()[i], expected, bonus[i], false, null));
    }
    return all;
  }

  /** The expected number of unknown scores above a given one. */
  private static double above(
      double score, List<Integer> unknown, float[] bonus, ScoreModel model) {
    return unknown.stream().mapToDouble(i -> model.above(i, score - bonus[i])).sum();
  }

  /**
   * How many of the best reach a score. To find none says little where one is all that there is, so
   * that counts as hardly any.
   */
  private static double found(PriorityQueue<Double> best, double bar) {
    return Math.max(NONE_FOUND, best.stream().filter(score -> score >= bar).count());
  }

  private static void add(List<Scored> exact, PriorityQueue<Double> best, int k, Scored scored) {
    exact.add(scored);
    best.add(scored.score());
    if (best.size() > k) {
      best.poll();
    }
  }
}
