package dev.ragged.testkit;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small model for tests: a text's vector is the mean of its words' vectors, which depend only on
 * their letters. Like a real model it is a pure function of the text, but it is fast.
 */
public final class WordsEmbedder implements Embedder {
  /** A text that begins with this is one that the model cannot read. */
  public static final String UNREAD = "unread";

  private final ModelIdentity identity;
  private final boolean costly;
  private final AtomicInteger embedded = new AtomicInteger();

  public WordsEmbedder(int dimension) {
    this("words", dimension);
  }

  public WordsEmbedder(String name, int dimension) {
    this(new ModelIdentity(name, dimension, "seed-1"));
  }

  /** A model with another identity. */
  public WordsEmbedder(ModelIdentity identity) {
    this(identity, false);
  }

  /** A model that says of itself what it costs. */
  public WordsEmbedder(ModelIdentity identity, boolean costly) {
    this.identity = identity;
    this.costly = costly;
  }

  /** The number of texts embedded so far. */
  public AtomicInteger embedded() {
    return embedded;
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
  public double reading(String text) {
    return text.startsWith(UNREAD) ? 0 : 1;
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
          // Early components have more variance, like a real model's principal components.
          sum[i] += (float) (random.nextGaussian() / Math.sqrt(1 + i / 8.0));
        }
      }
      vectors.add(unit(sum));
    }
    return vectors;
  }

  private static float[] unit(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    double norm = Math.sqrt(square);
    for (int i = 0; norm > 0 && i < vector.length; i++) {
      vector[i] = (float) (vector[i] / norm);
    }
    return vector;
  }

  @Override
  public boolean costly() {
    return costly;
  }

  @Override
  public int parallelism() {
    return 2;
  }

  @Override
  public void close() {}

  /** A text about one of a few hundred topics: words of the topic and words of the language. */
  public static String text(Random random) {
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
