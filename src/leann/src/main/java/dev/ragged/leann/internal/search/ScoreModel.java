package dev.ragged.leann.internal.search;

import dev.ragged.leann.internal.storage.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * What is believed of candidates' exact scores while some are recomputed: a Gaussian process
 * (Rasmussen and Williams 2006, chapter 2) over the errors of their estimates.
 *
 * <p>Candidates with like codes have like errors: what the coder leaves out of one passage about a
 * subject it leaves out of the next. So every exact score that becomes known corrects the estimates
 * of all like candidates, and narrows what is still uncertain. And candidates that have more of the
 * question's words than others are nearer than their codes say: how much nearer is expected to be
 * as measured, and learned from the scores. Constants are measured, and hold for coders of all
 * kinds and sizes; see docs/decisions/early-stop.md.
 *
 * <p>Not safe for use by several threads.
 */
final class ScoreModel {
  /** How far the cosines of a question and unrelated passages spread, about. */
  private static final double SPREAD = 0.1;

  /** Variance of what all errors of a search have in common, beside one error's own. */
  private static final double COMMON = 0.5;

  /** Scores after this many are not learned from; they would change little and cost much. */
  private static final int MOST_OBSERVED = 256;

  /**
   * How many errors the estimates' standard error counts for, beside those that a search sees: on
   * texts unlike what a coder has learned from they are larger.
   */
  private static final int ERRORS_KNOWN = 32;

  /**
   * What a unit of shared words adds to the expected cosine, times the share of the estimates'
   * variance that is error: a code that tells all leaves nothing to words.
   */
  private static final double LIFT = 0.18;

  /** The standard deviation of that from question to question, beside itself. */
  private static final double LIFT_SPREAD = 0.65;

  private static final double SMALLEST_ERROR = 1e-6;

  private final float[][] vectors;

  /** What each candidate's words add to its estimate, beside the others'. */
  private final double[] lift;

  private final double errorVariance;
  private final double[] mean;
  private final double[] variance;

  /** Columns of the covariances' Cholesky factor, one for each score observed. */
  private final List<double[]> factor = new ArrayList<>();

  /** Squares of the errors observed, each in standard deviations of what was expected of it. */
  private double squares;

  /**
   * @param estimates estimated cosines
   * @param shared how much of the question's words each has, see {@link LexicalSearch#shared}
   * @param vectors what the candidates' codes stand for, of unit length; null where it is not to be
   *     used, such a candidate is like no other
   * @param error the estimates' standard error
   * @param scored how many passages these are the best of
   */
  ScoreModel(float[] estimates, float[] shared, float[][] vectors, double error, long scored) {
    this.vectors = vectors;
    double deviation = Math.max(error, SMALLEST_ERROR);
    this.errorVariance = deviation * deviation;
    this.mean = new double[estimates.length];
    this.variance = new double[estimates.length];
    this.lift = lift(shared, LIFT * ofError(deviation));
    double luck = luck(deviation, scored / (double) Math.max(1, estimates.length));
    for (int i = 0; i < estimates.length; i++) {
      mean[i] = estimates[i] - luck + lift[i];
      variance[i] = covariance(i, i);
    }
  }

  private static double[] lift(float[] shared, double unit) {
    double[] lift = new double[shared.length];
    double sum = 0;
    for (float words : shared) {
      sum += words;
    }
    for (int i = 0; i < lift.length; i++) {
      lift[i] = unit * (shared[i] - sum / shared.length);
    }
    return lift;
  }

  /** The share of the estimates' variance that is error. */
  private static double ofError(double deviation) {
    return deviation * deviation / (deviation * deviation + SPREAD * SPREAD);
  }

  /**
   * The few best of many are best partly by luck, so their estimates are too high: by the share of
   * the estimates' variance that is error, of how far above all estimates' mean the best stand.
   *
   * @param times how many times as many they were chosen from
   */
  private static double luck(double deviation, double times) {
    // 1.2 sqrt(ln t) is near the mean of the t-th part of a normal distribution that is highest.
    double above = 1.2 * Math.sqrt(Math.log(Math.max(1, times)));
    return above * ofError(deviation) * Math.hypot(deviation, SPREAD);
  }

  /** The expected exact score. */
  double mean(int i) {
    return mean[i];
  }

  /** The chance that the exact score is above another. */
  double above(int i, double score) {
    double scale = (ERRORS_KNOWN + squares) / (ERRORS_KNOWN + factor.size());
    return Normal.cumulative((mean[i] - score) / Math.sqrt(scale * variance[i]));
  }

  /** Learns an exact score; each candidate's once. */
  void observe(int observed, double score) {
    if (factor.size() == MOST_OBSERVED) {
      return;
    }
    double[] column = new double[mean.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = covariance(i, observed);
    }
    for (double[] known : factor) {
      double weight = known[observed];
      for (int i = 0; i < column.length; i++) {
        column[i] -= weight * known[i];
      }
    }
    double pivot = Math.sqrt(column[observed]);
    double surprise = (score - mean[observed]) / pivot;
    squares += surprise * surprise;
    for (int i = 0; i < column.length; i++) {
      column[i] /= pivot;
      mean[i] += column[i] * surprise;
      variance[i] = Math.max(variance[i] - column[i] * column[i], SMALLEST_ERROR * errorVariance);
    }
    factor.add(column);
  }

  private double covariance(int i, int j) {
    return errorVariance * (COMMON + (i == j ? 1 : likeness(vectors[i], vectors[j])))
        + LIFT_SPREAD * LIFT_SPREAD * lift[i] * lift[j];
  }

  /** Correlation of two errors; the rest of a variance is a passage's own, whatever its code. */
  private static double likeness(float[] a, float[] b) {
    if (a == null || b == null) {
      return 0;
    }
    double cosine = Math.max(0, Vectors.dot(a, b));
    return cosine * (0.25 + 0.6 * cosine);
  }
}
