package dev.ragged.eval;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.Tokenizer;
import java.util.List;
import java.util.Random;

/** A model of random vectors, always the same for the same text. */
final class FakeModel implements Embedder {
  private final String name;
  int embedded;

  FakeModel(String name) {
    this.name = name;
  }

  @Override
  public ModelIdentity identity() {
    return new ModelIdentity(name, 8, name);
  }

  @Override
  public int maxTokens() {
    return 256;
  }

  @Override
  public Tokenizer tokenizer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    embedded += texts.size();
    return texts.stream().map(this::vector).toList();
  }

  private float[] vector(String text) {
    Random random = new Random(text.hashCode() * 31L + name.hashCode());
    float[] vector = new float[8];
    double length = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
      length += vector[i] * vector[i];
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(length);
    }
    return vector;
  }

  @Override
  public int parallelism() {
    return 1;
  }

  @Override
  public void close() {}
}
