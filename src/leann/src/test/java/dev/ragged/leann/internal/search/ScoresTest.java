package dev.ragged.leann.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.Metric;
import dev.ragged.leann.internal.storage.Vectors;
import dev.ragged.testkit.Seeds;
import java.util.Random;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScoresTest {
  private final long seed = Seeds.seed();
  private final Random random = new Random(seed);

  private float[] normal(int dimension, double length) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    float[] unit = Vectors.unit(vector);
    for (int i = 0; i < dimension; i++) {
      unit[i] *= (float) length;
    }
    return unit;
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void should_score_compact_bytes_as_the_vector_that_they_stand_for(Metric metric) {
    for (int dimension : new int[] {1, 2, 3, 7, 384, 4_096}) {
      for (double length : new double[] {0, 0.5, 1, 20}) {
        Scores scores = new Scores(metric, normal(dimension, length));
        BytesRef bytes = Vectors.toCompactBytes(normal(dimension, 1));
        BytesRef within = new BytesRef(new byte[dimension + 9], 5, dimension);
        System.arraycopy(bytes.bytes, 0, within.bytes, 5, dimension);

        double expected = scores.score(scores.likeness(Vectors.fromBytes(bytes, dimension)));

        assertEquals(
            expected,
            scores.score(scores.likeness(within)),
            1e-6 * Math.max(1, length),
            Seeds.repeat(seed) + dimension + " values, length " + length);
      }
    }
  }
}
