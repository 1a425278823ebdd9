package dev.ragged.eval;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.Tokenizer;

/** A model that is another, which stays its owner's to close, but for how it embeds. */
public abstract class WrappedModel implements Embedder {
  /** What it wraps. */
  protected final Embedder model;

  /**
   * Wraps one.
   *
   * @param model stays its owner's to close
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
  public int parallelism() {
    return model.parallelism();
  }

  @Override
  public void close() {}
}
