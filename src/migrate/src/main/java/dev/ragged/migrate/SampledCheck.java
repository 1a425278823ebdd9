package dev.ragged.migrate;

import dev.ragged.Embedder;
import dev.ragged.Passage;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks whether a model makes the vectors that a collection holds. */
final class SampledCheck {
  private SampledCheck() {}

  /**
   * Re-embeds the texts of some passages and compares the vectors.
   *
   * @return null if there is nothing to compare
   */
  static Agreement run(VectorCollection collection, List<String> ids, Embedder embedder) {
    Map<String, Passage> passages = Passages.byId(collection, ids);
    Map<String, float[]> vectors = Passages.vectors(collection, ids);
    List<String> texts = new ArrayList<>();
    List<float[]> stored = new ArrayList<>();
    for (String id : ids) {
      Passage passage = passages.get(id);
      if (passage != null && passage.text() != null && vectors.containsKey(id)) {
        texts.add(passage.text());
        stored.add(vectors.get(id));
      }
    }
    if (texts.isEmpty()) {
      return null;
    }
    embedder.embed(texts.subList(0, 1)); // loads the model before the clock starts
    long start = System.nanoTime();
    List<float[]> embedded = embedder.embed(texts);
    double seconds = (System.nanoTime() - start) / 1e9;
    int agreeing = 0;
    double lowest = 1;
    double sum = 0;
    for (int i = 0; i < texts.size(); i++) {
      double cosine = Geometry.cosine(embedded.get(i), stored.get(i));
      agreeing += cosine >= Agreement.SAME ? 1 : 0;
      lowest = Math.min(lowest, cosine);
      sum += cosine;
    }
    return new Agreement(
        texts.size(), agreeing, lowest, sum / texts.size(), texts.size() / Math.max(1e-9, seconds));
  }
}
