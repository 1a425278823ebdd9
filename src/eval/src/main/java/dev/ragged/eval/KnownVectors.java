package dev.ragged.eval;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.Tokenizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model whose answers are known beforehand, so that many settings of a search can be tried
 * without waiting for it. What a search recomputes is counted all the same.
 */
final class KnownVectors implements Embedder {
  private final Embedder model;
  private final Map<String, float[]> known = new HashMap<>();

  KnownVectors(Embedder model, List<String> texts, List<float[]> vectors) {
    this.model = model;
    for (int i = 0; i < texts.size(); i++) {
      known.put(texts.get(i), vectors.get(i));
    }
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
  public List<float[]> embed(List<String> texts) {
    return texts.stream().map(known::get).toList();
  }

  @Override
  public float[] embedQuery(String text) {
    return known.computeIfAbsent(text, model::embedQuery);
  }

  @Override
  public int parallelism() {
    return model.parallelism();
  }

  @Override
  public void close() {}
}
