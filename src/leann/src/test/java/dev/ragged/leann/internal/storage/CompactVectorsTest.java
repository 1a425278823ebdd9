package dev.ragged.leann.internal.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.testkit.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;

/** What is left of a vector that is kept in a byte per value, or in two. */
class CompactVectorsTest {
  private static final int[] DIMENSIONS = {1, 2, 3, 16, 384, 768, 1_536, 4_096};

  private final long seed = Seeds.seed();
  private final Random random = new Random(seed);

  private float[] normal(int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Vectors.unit(vector);
  }

  private static float[] kept(float[] vector) {
    BytesRef bytes = Vectors.toCompactBytes(vector);
    assertTrue(Vectors.areCompact(bytes, vector.length));
    BytesRef within = new BytesRef(new byte[bytes.length + 7], 5, bytes.length);
    System.arraycopy(bytes.bytes, 0, within.bytes, 5, bytes.length);
    return Vectors.fromBytes(within, vector.length);
  }

  /** Rounding moves each value by at most half a step, of which the largest value has so many. */
  private static double mostSine(float[] unit, int steps) {
    float largest = 0;
    for (float value : unit) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest / steps / 2 * Math.sqrt(unit.length);
  }

  private static double sine(float[] a, float[] b) {
    double[] difference = new double[a.length];
    double cosine = Vectors.dot(a, b);
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] * cosine - b[i];
    }
    return Math.sqrt(Arrays.stream(difference).map(d -> d * d).sum());
  }

  @Test
  void should_turn_a_vector_by_no_more_than_rounding_can() {
    for (int dimension : DIMENSIONS) {
      for (int i = 0; i < 50; i++) {
        float[] vector = normal(dimension);
        if (i % 3 == 1) { // some models have a few values that are far larger than the others
          vector[random.nextInt(dimension)] *= 20;
        } else if (i % 3 == 2) {
          vector[random.nextInt(dimension)] = 0;
        }
        float[] unit = Vectors.unit(vector);
        float[] kept = kept(unit);
        assertTrue(
            sine(unit, kept) <= mostSine(unit, 127) + 1e-6,
            Seeds.repeat(seed) + dimension + ", " + i);
        double length = Vectors.dot(kept, kept);
        assertEquals(Vectors.dot(unit, unit), length, 1e-5, Seeds.repeat(seed) + dimension);
      }
    }
  }

  @Test
  void should_change_cosines_by_millionths_in_two_bytes_a_value() {
    for (int dimension : DIMENSIONS) {
      double error = 0;
      for (int i = 0; i < 200; i++) {
        float[] vector = normal(dimension);
        if (i % 2 == 1) {
          vector[random.nextInt(dimension)] *= 20;
        }
        float[] unit = Vectors.unit(vector);
        float[] kept = Vectors.fromShorts(Vectors.toShorts(unit));
        String which = Seeds.repeat(seed) + dimension + ", " + i;
        assertTrue(sine(unit, kept) <= mostSine(unit, 32_767) + 1e-6, which);
        float[] question = normal(dimension);
        error =
            Math.max(error, Math.abs(Vectors.dot(question, unit) - Vectors.dot(question, kept)));
      }
      System.out.printf("%d values: cosines within %.7f%n", dimension, error);
      assertTrue(error < 4e-5, Seeds.repeat(seed) + dimension + ": " + error);
    }
    assertArrayEquals(new float[3], Vectors.fromShorts(Vectors.toShorts(new float[3])));
    float[] negative = {0, -1, 0};
    assertArrayEquals(negative, Vectors.fromShorts(Vectors.toShorts(negative)));
  }

  @Test
  void should_keep_the_cosines_of_usual_vectors() {
    for (int dimension : DIMENSIONS) {
      if (dimension < 16) {
        continue;
      }
      double worst = 1;
      double error = 0;
      for (int i = 0; i < 200; i++) {
        float[] vector = normal(dimension);
        float[] kept = kept(vector);
        float[] question = normal(dimension);
        worst = Math.min(worst, Vectors.dot(vector, kept));
        double off = Vectors.dot(question, vector) - Vectors.dot(question, kept);
        error = Math.max(error, Math.abs(off));
      }
      System.out.printf(
          "%d values: cosine with itself at least %.6f, with others within %.5f%n",
          dimension, worst, error);
      assertTrue(worst > 0.9999, Seeds.repeat(seed) + dimension + ": " + worst);
      assertTrue(error < 0.01, Seeds.repeat(seed) + dimension + ": " + error);
    }
  }

  @Test
  void should_not_change_what_is_kept_when_it_is_kept_again() {
    for (int dimension : DIMENSIONS) {
      BytesRef once = Vectors.toCompactBytes(normal(dimension));
      float[] vector = Vectors.fromBytes(once, dimension);
      assertEquals(once, Vectors.toCompactBytes(vector), Seeds.repeat(seed) + dimension);
    }
  }

  @Test
  void should_tell_compact_vectors_from_exact_ones() {
    for (int dimension : DIMENSIONS) {
      float[] vector = normal(dimension);
      BytesRef exact = Vectors.toBytes(vector);
      assertFalse(Vectors.areCompact(exact, dimension));
      assertArrayEquals(vector, Vectors.fromBytes(exact, dimension));
    }
  }

  @Test
  void should_keep_zeros_and_the_signs_of_the_largest() {
    assertArrayEquals(new float[3], kept(new float[3]));
    assertArrayEquals(new float[] {0, -1, 0}, kept(new float[] {0, -1, 0}));
    assertArrayEquals(new float[] {1, 0}, kept(new float[] {1, 1e-9f}));
  }
}
