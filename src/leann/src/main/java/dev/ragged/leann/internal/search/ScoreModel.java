package dev.ragged.leann.internal.search;

import dev.ragged.leann.internal.storage.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.util.IOFunction;

/**
 * A probabilistic model of candidates' exact scores while some are recomputed: a Gaussian process
 * (Rasmussen and Williams 2006, chapter 2) over the errors of their estimates.
 *
 * <p>Candidates with similar codes have similar errors: what the coder loses of one passage about a
 * subject, it also loses of the next. So every exact score corrects the estimates of all similar
 * candidates and reduces their uncertainty. And candidates that share more words with the question
 * are nearer than their codes say; the model starts from a measured effect and learns from the
 * scores. The constants are measured and hold for coders of all kinds and sizes; see
 * docs/decisions/early-stop.md.
 *
 * <p>Not safe for use by several threads.
 */
final class ScoreModel {
  /** Approximate standard deviation of the cosines of a question with unrelated passages. */
  private static final double SPREAD = 0.1;

  /** Variance that all errors of a search have in common, relative to an error's own. */
  private static final double COMMON = 0.5;

  /** Later scores are not learned from: they would change little and cost much. */
  private static final int MAX_OBSERVED = 256;

  /**
   * Weight of the coder's stated standard error, as a number of observed errors. On texts unlike
   * those the coder learned from, errors are larger than stated.
   */
  private static final int ERRORS_KNOWN = 32;

  /**
   * What a unit of shared words adds to the expected cosine, per share of the estimates' variance
   * that is error: with an exact code, words add nothing.
   */
  private static final double LIFT = 0.18;

  /** Relative standard deviation of that effect across questions. */
  private static final double LIFT_SPREAD = 0.65;

  private static final double MIN_ERROR = 1e-6;

  private final IOFunction<Integer, float[]> decode;

  /** What was decoded, as an entry of one; null for what was not needed yet. */
  private final float[][][] decoded;

  /** What each candidate's shared words add to its estimate, relative to the average. */
  private final double[] lift;

  private final double errorVariance;
  private final double[] mean;
  private final double[] variance;

  /** The candidates that scores are still expected of. */
  private int[] open;

  /** Columns of the Cholesky factor of the covariance matrix, one per observed score. */
  private final List<double[]> factor = new ArrayList<>();

  /** Sum of the squared observed errors, each in expected standard deviations. */
  private double squares;

  /**
   * @param estimates estimated cosines; those that are not numbers are never asked for
   * @param nearest how many of them, from the first, were selected as the highest
   * @param shared how much each shares with the question's text: its BM25, over the root of the
   *     most that this could be
   * @param decode a candidate's decoded code, of unit length; null for one that is unlike any
   *     other. Called once for each, and not before a score is observed
   * @param error the standard error of the estimates
   * @param scored the number of passages that the candidates were selected from
   */
  ScoreModel(
      float[] estimates,
      int nearest,
      float[] shared,
      IOFunction<Integer, float[]> decode,
      double error,
      long scored) {
    this.decode = decode;
    this.decoded = new float[estimates.length][][];
    this.open = IntStream.range(0, estimates.length).toArray();
    double deviation = Math.max(error, MIN_ERROR);
    this.errorVariance = deviation * deviation;
    this.mean = new double[estimates.length];
    this.variance = new double[estimates.length];
    this.lift = lift(shared, LIFT * errorShare(deviation));
    double above = above(scored / (double) Math.max(1, nearest)) * Math.hypot(deviation, SPREAD);
    double average = mean(estimates, nearest) - above;
    for (int i = 0; i < estimates.length; i++) {
      double luck = i < nearest ? above : estimates[i] - average;
      mean[i] = estimates[i] - errorShare(deviation) * luck + lift[i];
      variance[i] = errorVariance * (COMMON + 1) + wordsCovariance(i, i);
    }
  }

  private static double mean(float[] estimates, int first) {
    double sum = 0;
    for (int i = 0; i < first; i++) {
      sum += estimates[i];
    }
    return sum / Math.max(1, first);
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
  private static double errorShare(double deviation) {
    return deviation * deviation / (deviation * deviation + SPREAD * SPREAD);
  }

  /**
   * How far the best of many stand above the mean, in standard deviations. They are the best partly
   * by luck: the share of their variance that is error is the share of their lead that is luck.
   *
   * @param times number of passages for each of the best
   */
  private static double above(double times) {
    // 1.2 sqrt(ln t) approximates the mean of the highest 1/t of a normal distribution.
    return 1.2 * Math.sqrt(Math.log(Math.max(1, times)));
  }

  /** The expected exact score. */
  double mean(int i) {
    return mean[i];
  }

  /** The probability that the exact score is above a given one. */
  double above(int i, double score) {
    double scale = (ERRORS_KNOWN + squares) / (ERRORS_KNOWN + factor.size());
    return Normal.cumulative((mean[i] - score) / Math.sqrt(scale * variance[i]));
  }

  /** Leaves a candidate out: its score is known, and others need not learn from it. */
  void ignore(int candidate) {
    open = IntStream.of(open).filter(i -> i != candidate).toArray();
  }

  /** Learns an exact score; once per candidate. */
  void observe(int observed, double score) throws IOException {
    if (factor.size() == MAX_OBSERVED) {
      return;
    }
    double[] column = new double[mean.length];
    for (int i : open) {
      column[i] = covariance(i, observed);
    }
    for (double[] known : factor) {
      double weight = known[observed];
      for (int i : open) {
        column[i] -= weight * known[i];
      }
    }
    double pivot = Math.sqrt(column[observed]);
    double surprise = (score - mean[observed]) / pivot;
    squares += surprise * surprise;
    for (int i : open) {
      column[i] /= pivot;
      mean[i] += column[i] * surprise;
      variance[i] = Math.max(variance[i] - column[i] * column[i], MIN_ERROR * errorVariance);
    }
    factor.add(column);
    ignore(observed);
  }

  private double covariance(int i, int j) throws IOException {
    double alike = i == j ? 1 : similarity(decoded(i), decoded(j));
    return errorVariance * (COMMON + alike) + wordsCovariance(i, j);
  }

  private double wordsCovariance(int i, int j) {
    return LIFT_SPREAD * LIFT_SPREAD * lift[i] * lift[j];
  }

  private float[] decoded(int i) throws IOException {
    if (decoded[i] == null) {
      decoded[i] = new float[][] {decode.apply(i)};
    }
    return decoded[i][0];
  }

  /** The correlation of two errors; the rest of the variance is specific to the passage. */
  private static double similarity(float[] a, float[] b) {
    if (a == null || b == null) {
      return 0;
    }
    double cosine = Math.max(0, Vectors.dot(a, b));
    return cosine * (0.25 + 0.6 * cosine);
  }
}
