package dev.ragged.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.eval.Contender;
import dev.ragged.eval.ExactSearch;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Vectors and questions that are the same in every run, to compare contenders with exact search.
 */
final class RandomVectors {
  private static final int K = 3;
  private static final int QUESTIONS = 12;

  private final int dimension;
  private final Random random = new Random(1);
  private final List<String> passages;
  private final List<float[]> vectors;
  private final List<float[]> questions;

  RandomVectors(int count, int dimension) {
    this.dimension = dimension;
    this.passages = IntStream.range(0, count).mapToObj(i -> "passage " + i).toList();
    this.vectors = Stream.generate(this::vector).limit(count).toList();
    this.questions = Stream.generate(this::vector).limit(QUESTIONS).toList();
  }

  private float[] vector() {
    double[] values = random.doubles(dimension, -1, 1).toArray();
    double length =
        Math.sqrt(IntStream.range(0, dimension).mapToDouble(i -> values[i] * values[i]).sum());
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) (values[i] / length);
    }
    return vector;
  }

  /** Indexes, and gives the recall of its usual search. */
  double recall(Contender contender) throws IOException {
    assertTrue(contender.index(passages, vectors) > 0);
    assertEquals(1, contender.variants().size());
    return recall(contender.variants().get(0));
  }

  /** The recall of a search. */
  double recall(Contender.Variant variant) throws IOException {
    ExactSearch exact = new ExactSearch(vectors);
    double recall = 0;
    for (float[] question : questions) {
      List<Integer> ids = variant.search().run(new Contender.Query("?", question, 0), K).ids();
      double[] found = ids.stream().mapToDouble(id -> exact.score(question, id)).toArray();
      recall += ExactSearch.recall(exact.topScores(question, K), found) / QUESTIONS;
    }
    return recall;
  }
}
