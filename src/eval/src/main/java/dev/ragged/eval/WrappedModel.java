package dev.ragged.eval;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.Tokenizer;

/** A model that delegates to another one, except for embedding passages. */
public abstract class WrappedModel implements Embedder {
  /** The wrapped model. */
  protected final Embedder model;

  /**
   * Wraps a model.
   *
   * @param model stays the caller's to close
   */
  protected WrappedModel(Embedder model) {
    this.model = model;
  }

  @Override
  public ModelIdentity identity() {
    return model.identity();
  }

  @Override
  public int maxTokens() {
    return model.maxTokens();
  }

  @Override
  public Tokenizer tokenizer() {
    return model.tokenizer();
  }

  @Override
  public float[] embedQuery(String text) {
    return model.embedQuery(text);
  }

  @Override
  public double reading(String text) {
    return model.reading(text);
  }

  @Override
  public double spread() {
    return model.spread();
  }

  @Override
  public boolean costly() {
    return model.costly();
  }

  @Override
  public int parallelism() {
    return model.parallelism();
  }

  @Override
  public void close() {}
}
