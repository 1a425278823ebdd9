package dev.ragged.embed;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.Tokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps the first values of another embedder's vectors, scaled to unit length again. A model that
 * was trained for it (Matryoshka representation learning, arXiv 2205.13147) puts what matters most
 * first.
 */
public final class ShortenedEmbedder implements Embedder {
  private final Embedder delegate;
  private final int dimensions;
  private final Lazy<ModelIdentity> identity = new Lazy<>(this::computeIdentity);

  /**
   * Shortens vectors.
   *
   * @param delegate closed with this
   * @param dimensions how many values to keep, at least 1
   */
  public ShortenedEmbedder(Embedder delegate, int dimensions) {
    if (dimensions < 1) {
      throw new IllegalArgumentException(
          "A vector must keep at least 1 value, got " + dimensions + ".");
    }
    this.delegate = delegate;
    this.dimensions = dimensions;
  }

  private ModelIdentity computeIdentity() {
    ModelIdentity whole = delegate.identity();
    return dimensions >= whole.dimension()
        ? whole
        : new ModelIdentity(whole.name(), dimensions, whole.fingerprint() + "/" + dimensions);
  }

  private float[] shorten(float[] vector) {
    return dimensions >= vector.length
        ? vector
        : UnitVectors.normalise(Arrays.copyOf(vector, dimensions));
  }

  @Override
  public ModelIdentity identity() {
    return identity.get();
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return delegate.embed(texts).stream().map(this::shorten).toList();
  }

  @Override
  public float[] embedQuery(String text) {
    return shorten(delegate.embedQuery(text));
  }

  @Override
  public int maxTokens() {
    return delegate.maxTokens();
  }

  @Override
  public Tokenizer tokenizer() {
    return delegate.tokenizer();
  }

  @Override
  public double reading(String text) {
    return delegate.reading(text);
  }

  @Override
  public double spread() {
    return delegate.spread();
  }

  @Override
  public boolean costly() {
    return delegate.costly();
  }

  @Override
  public int parallelism() {
    return delegate.parallelism();
  }

  @Override
  public void close() {
    delegate.close();
  }
}
