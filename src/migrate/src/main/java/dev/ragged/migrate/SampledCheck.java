package dev.ragged.migrate;

import dev.ragged.Embedder;
import dev.ragged.Passage;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a model makes the vectors that a collection holds. */
final class SampledCheck {
  private SampledCheck() {}

  /**
   * Embeds the texts of some passages again and compares.
   *
   * @return null if there was nothing to compare
   */
  static Agreement run(VectorCollection collection, List<String> ids, Embedder embedder) {
    Map<String, Passage> passages = Passages.byId(collection, ids);
    Map<String, float[]> vectors = Passages.vectors(collection, ids);
    List<String> texts = new ArrayList<>();
    List<float[]> held = new ArrayList<>();
    for (String id : ids) {
      Passage passage = passages.get(id);
      if (passage != null && passage.text() != null && vectors.containsKey(id)) {
        texts.add(passage.text());
        held.add(vectors.get(id));
      }
    }
    if (texts.isEmpty()) {
      return null;
    }
    embedder.embed(texts.subList(0, 1)); // loads the model, which is not to count as embedding
    long start = System.nanoTime();
    List<float[]> embedded = embedder.embed(texts);
    double seconds = (System.nanoTime() - start) / 1e9;
    int agreeing = 0;
    double lowest = 1;
    double sum = 0;
    for (int i = 0; i < texts.size(); i++) {
      double cosine = Geometry.cosine(embedded.get(i), held.get(i));
      agreeing += cosine >= Agreement.SAME ? 1 : 0;
      lowest = Math.min(lowest, cosine);
      sum += cosine;
    }
    return new Agreement(
        texts.size(), agreeing, lowest, sum / texts.size(), texts.size() / Math.max(1e-9, seconds));
  }
}
