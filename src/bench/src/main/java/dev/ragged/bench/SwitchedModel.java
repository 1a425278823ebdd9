package dev.ragged.bench;

import dev.ragged.Embedder;
import dev.ragged.eval.EmbeddedSet;
import dev.ragged.eval.KnownVectors;
import dev.ragged.eval.WrappedModel;
import java.util.List;

/**
 * A model that knows the vectors of passages until it is told to make them, so that what a search
 * finds can be tried out without waiting for it. It always knows those of questions, which every
 * contender is given.
 */
final class SwitchedModel extends WrappedModel {
  private final KnownVectors known;
  private volatile boolean making;

  /**
   * @param model stays the caller's to close
   */
  SwitchedModel(Embedder model, EmbeddedSet set) {
    super(model);
    this.known = new KnownVectors(model, set.data().passages(), set.vectors());
  }

  /** From now on the vectors of passages are made. */
  void make() {
    making = true;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return making ? model.embed(texts) : known.embed(texts);
  }

  @Override
  public float[] embedQuery(String text) {
    return known.embedQuery(text);
  }
}
