package dev.ragged.eval;

import dev.ragged.Embedder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A model that makes each vector once, so that many collections can be built and many settings of a
 * search tried without waiting for it. What a search recomputes is counted all the same.
 */
public final class KnownVectors extends WrappedModel {
  private final Map<String, float[]> passages = new ConcurrentHashMap<>();
  private final Map<String, float[]> questions = new ConcurrentHashMap<>();

  /**
   * Knows none yet.
   *
   * @param model stays the caller's to close
   */
  public KnownVectors(Embedder model) {
    super(model);
  }

  /**
   * Knows those of some passages.
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
