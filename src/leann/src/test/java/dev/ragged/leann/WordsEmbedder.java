package dev.ragged.leann;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small model for tests: a text's vector is the mean of its words' vectors, and a word's vector
 * follows from its letters. Like a real one it is a pure function of the text; unlike one it is
 * fast.
 */
final class WordsEmbedder implements Embedder {
  private final ModelIdentity identity;
  final AtomicInteger embedded = new AtomicInteger();

  WordsEmbedder(int dimension) {
    this("words", dimension);
  }

  WordsEmbedder(String name, int dimension) {
    this.identity = new ModelIdentity(name, dimension, "seed-1");
  }

  @Override
  public ModelIdentity identity() {
    return identity;
  }

  @Override
  public int maxTokens() {
    return 512;
  }

  @Override
  public Tokenizer tokenizer() {
    return text -> {
      throw new UnsupportedOperationException();
    };
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    embedded.addAndGet(texts.size());
    List<float[]> vectors = new ArrayList<>();
    for (String text : texts) {
      float[] sum = new float[identity.dimension()];
      for (String word : text.split("\\s+")) {
        Random random = new Random(word.hashCode() * 0x9E3779B97F4A7C15L);
        for (int i = 0; i < sum.length; i++) {
          // Early components carry more, as a real model's principal components do.
          sum[i] += (float) (random.nextGaussian() / Math.sqrt(1 + i / 8.0));
        }
      }
      vectors.add(Vectors.unit(sum));
    }
    return vectors;
  }

  @Override
  public int parallelism() {
    return 2;
  }

  @Override
  public void close() {}

  /** A text about one of a few hundred topics: words of the topic and words of the language. */
  static String text(Random random) {
    int topic = random.nextInt(300);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      text.append(i == 0 ? "" : " ");
      text.append(
          random.nextInt(3) == 0
              ? "w" + random.nextInt(2_000)
              : "t" + topic + "x" + random.nextInt(40));
    }
    return text.toString();
  }
}
