package dev.ragged.eval;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A model that makes each vector once, so that many collections can be built and many settings of a
 * search tried without waiting for it. What a search recomputes is counted all the same.
 */
final class KnownVectors implements Embedder {
  private final Embedder model;
  private final Map<String, float[]> passages = new ConcurrentHashMap<>();
  private final Map<String, float[]> questions = new ConcurrentHashMap<>();

  KnownVectors(Embedder model) {
    this.model = model;
  }

  KnownVectors(Embedder model, List<String> texts, List<float[]> vectors) {
    this(model);
    learn(texts, vectors);
  }

  private void learn(List<String> texts, List<float[]> vectors) {
    for (int i = 0; i < texts.size(); i++) {
      passages.put(texts.get(i), vectors.get(i));
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
    List<String> unknown = texts.stream().distinct().filter(t -> !passages.containsKey(t)).toList();
    if (!unknown.isEmpty()) {
      learn(unknown, model.embed(unknown));
    }
    return texts.stream().map(passages::get).toList();
  }

  @Override
  public float[] embedQuery(String text) {
    return questions.computeIfAbsent(text, model::embedQuery);
  }

  @Override
  public int parallelism() {
    return model.parallelism();
  }

  @Override
  public void close() {}
}
