package dev.ragged.leann.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.leann.internal.storage.Vectors;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreModelTest {
  private static final float[] EAST = {1, 0};
  private static final float[] EAST_BY_NORTH = {0.96f, 0.28f};
  private static final float[] NORTH = {0, 1};

  /** Of a question that is not in words. */
  private static ScoreModel model(float[] estimates, float[][] vectors, double error, long scored) {
    return new ScoreModel(
        estimates, estimates.length, new float[estimates.length], i -> vectors[i], error, scored);
  }

  @Test
  void should_expect_more_of_what_is_like_a_passage_that_was_better_than_estimated()
      throws IOException {
    float[][] vectors = {EAST, EAST_BY_NORTH, NORTH, null};
    ScoreModel model = model(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, vectors, 0.05, 4);
    double before = model.mean(1);
    model.observe(0, 0.6);
    assertTrue(model.mean(1) > model.mean(2), "the like one learns more than the unlike one");
    assertEquals(model.mean(2), model.mean(3), 1e-12, "what is like no other counts as unlike");
    assertTrue(model.mean(3) > before, "and both learn what all errors have in common");
    assertEquals(0.6, model.mean(0), 1e-9, "what was observed is known");
    assertTrue(model.above(0, 0.599) > 0.99 && model.above(0, 0.601) < 0.01);
    assertTrue(model.above(1, 0.6) < 0.5 && model.above(1, 0.5) > 0.5);
  }

  @Test
  void should_expect_less_of_the_best_of_many() throws IOException {
    float[] estimates = {0.5f};
    float[][] vectors = {EAST};
    assertEquals(0.5, model(estimates, vectors, 0.05, 1).mean(0), 1e-6);
    double few = model(estimates, vectors, 0.05, 100).mean(0);
    double many = model(estimates, vectors, 0.05, 10_000).mean(0);
    assertTrue(many < few && few < 0.5);
    assertTrue(model(estimates, vectors, 0.005, 10_000).mean(0) > 0.49, "no luck needed");
  }

  @Test
  void should_expect_more_of_what_has_more_of_the_questions_words() throws IOException {
    float[] estimates = {0.5f, 0.5f, 0.5f, 0.5f};
    float[] shared = {2, 1, 1, 0};
    float[][] vectors = {null, null, null, null};
    ScoreModel model = new ScoreModel(estimates, 4, shared, i -> vectors[i], 0.05, 4);
    assertTrue(model.mean(0) > 0.5 && model.mean(3) < 0.5);
    assertEquals(0.5, model.mean(1), 1e-9, "as much as the others have on average adds nothing");
    double lift = model.mean(0) - 0.5;
    double little = new ScoreModel(estimates, 4, shared, i -> vectors[i], 0.005, 4).mean(0) - 0.5;
    assertTrue(little > 0 && little < lift / 20, "good estimates leave little to words");
  }

  @Test
  void should_learn_what_words_are_worth_for_a_question() throws IOException {
    float[] shared = {3, 2, 1, 0};
    double[] before = new double[4];
    double[] after = new double[4];
    ScoreModel model = new ScoreModel(new float[4], 4, shared, i -> null, 0.1, 4);
    for (int i = 0; i < 4; i++) {
      before[i] = model.mean(i);
    }
    model.observe(0, -0.3); // the most words, and far from the question
    for (int i = 0; i < 4; i++) {
      after[i] = model.mean(i);
    }
    assertTrue(after[1] - after[3] < before[1] - before[3]);
  }

  /** Against the textbook's formula, which solves for all observations at once. */
  @Test
  void should_agree_with_conditioning_on_all_scores_at_once() throws IOException {
    long seed = 11;
    Random random = new Random(seed);
    int n = 6;
    float[] estimates = new float[n];
    float[][] vectors = new float[n][];
    for (int i = 0; i < n; i++) {
      estimates[i] = random.nextFloat();
      vectors[i] =
          Vectors.unit(new float[] {random.nextFloat(), random.nextFloat(), random.nextFloat()});
    }
    double error = 0.1;
    ScoreModel model = model(estimates, vectors, error, n);
    double[] prior = new double[n];
    for (int i = 0; i < n; i++) {
      prior[i] = model.mean(i);
    }
    double a = 0.7;
    double b = 0.4;
    model.observe(4, a);
    model.observe(1, b);
    double kaa = error * error * 1.5;
    double kab = covariance(vectors[4], vectors[1], error);
    double determinant = kaa * kaa - kab * kab;
    double ra = a - prior[4];
    double rb = b - prior[1];
    double squares = (kaa * ra * ra - 2 * kab * ra * rb + kaa * rb * rb) / determinant;
    double scale = (32 + squares) / (32 + 2);
    for (int i : new int[] {0, 2, 3, 5}) {
      double ka = covariance(vectors[i], vectors[4], error);
      double kb = covariance(vectors[i], vectors[1], error);
      double weightA = (kaa * ka - kab * kb) / determinant;
      double weightB = (kaa * kb - kab * ka) / determinant;
      double mean = prior[i] + weightA * ra + weightB * rb;
      double deviation = Math.sqrt(scale * (kaa - weightA * ka - weightB * kb));
      assertEquals(mean, model.mean(i), 1e-9, "seed " + seed);
      assertEquals(Normal.cumulative(-1), model.above(i, mean + deviation), 1e-6, "seed " + seed);
    }
  }

  private static double covariance(float[] a, float[] b, double error) {
    double cosine = Math.max(0, Vectors.dot(a, b));
    return error * error * (0.5 + 0.25 * cosine + 0.6 * cosine * cosine);
  }

  @Test
  void should_be_less_sure_after_larger_errors_than_the_coder_foretold() throws IOException {
    assertTrue(chanceAfter(0.2, 0.3, 0.2, 0.3) > 1.2 * chanceAfter(0.01, 0.01, 0.01, 0.01));
    assertTrue(chanceAfter(0.01, 0.01, 0.01, 0.01) < chanceAfter());
  }

  /** The chance that a candidate like no other is far above its estimate, after others' errors. */
  private static double chanceAfter(double... errors) throws IOException {
    float[] estimates = new float[1 + errors.length];
    ScoreModel model = model(estimates, new float[estimates.length][], 0.1, 1);
    for (int i = 0; i < errors.length; i++) {
      // Of alternating sign, so that they have nothing in common.
      model.observe(1 + i, i % 2 == 0 ? errors[i] : -errors[i]);
    }
    return model.above(0, model.mean(0) + 0.2);
  }

  @Test
  void should_stay_finite_with_equal_codes_and_more_scores_than_it_learns_from()
      throws IOException {
    int n = 400;
    float[] estimates = new float[n];
    float[][] vectors = new float[n][];
    Arrays.fill(vectors, EAST);
    ScoreModel model = model(estimates, vectors, 0, n);
    for (int i = 0; i < n - 1; i++) {
      model.observe(i, 0.5);
    }
    assertTrue(Double.isFinite(model.mean(n - 1)));
    assertTrue(Double.isFinite(model.above(n - 1, 0.5)));
  }
}
