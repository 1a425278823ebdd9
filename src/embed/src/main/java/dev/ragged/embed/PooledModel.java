package dev.ragged.embed;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.util.Arrays;

/** A loaded model that makes one vector of unit length of a text's tokens. */
final class PooledModel implements AutoCloseable {
  private final ForwardPass model;
  private final Pooling pooling;
  private final int dimension;

  private PooledModel(ForwardPass model, Pooling pooling) {
    this.model = model;
    this.pooling = pooling;
    this.dimension = run(new long[] {0}).length;
  }

  static PooledModel load(ModelFiles files, Pooling pooling) {
    ForwardPass model = null;
    try {
      model = files.load();
      return new PooledModel(model, pooling);
    } catch (IOException | RuntimeException e) {
      if (model != null) {
        try {
          model.close();
        } catch (RuntimeException closing) {
          e.addSuppressed(closing);
        }
      }
      if (e instanceof RaggedException ragged) {
        throw ragged;
      }
      throw new RaggedException("The model cannot be loaded: " + e.getMessage() + ".", e);
    }
  }

  /** The number of values per vector. */
  int dimension() {
    return dimension;
  }

  /** Embeds a sequence of tokens, including special tokens. */
  float[] embed(long[] tokens) {
    return UnitVectors.normalise(run(tokens));
  }

  private float[] run(long[] tokens) {
    ForwardPass.Output output = model.run(tokens);
    return output.perToken() ? pooled(output.values(), tokens.length) : output.values();
  }

  /** Texts are not batched or padded, so the attention mask covers every token. */
  private float[] pooled(float[] values, int tokens) {
    int size = values.length / tokens;
    if (pooling == Pooling.CLS) {
      return Arrays.copyOf(values, size);
    }
    float[] mean = new float[size];
    for (int t = 0; t < tokens; t++) {
      for (int i = 0; i < size; i++) {
        mean[i] += values[t * size + i];
      }
    }
    for (int i = 0; i < size; i++) {
      mean[i] /= tokens;
    }
    return mean;
  }

  @Override
  public void close() {
    model.close();
  }
}
