package dev.ragged.eval;

import dev.ragged.Embedder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A model that makes each vector only once, so that many collections and search settings can be
 * tried without waiting for it. Searches still count what they recompute.
 */
public final class KnownVectors extends WrappedModel {
  private final Map<String, float[]> passages = new ConcurrentHashMap<>();
  private final Map<String, float[]> questions = new ConcurrentHashMap<>();

  /**
   * Starts without vectors.
   *
   * @param model stays the caller's to close
   */
  public KnownVectors(Embedder model) {
    super(model);
  }

  /**
   * Starts with the vectors of some passages.
   *
   * @param model stays the caller's to close
   */
  public KnownVectors(Embedder model, List<String> texts, List<float[]> vectors) {
    this(model);
    learn(texts, vectors);
  }

  private void learn(List<String> texts, List<float[]> vectors) {
    for (int i = 0; i < texts.size(); i++) {
      passages.put(texts.get(i), vectors.get(i));
    }
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
}
