package dev.ragged.migrate;

import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads passages by id. */
final class Passages {
  private Passages() {}

  /** The passages with some ids, without those that do not exist. */
  static Map<String, Passage> byId(VectorCollection collection, List<String> ids) {
    Map<String, Passage> found = new HashMap<>();
    collection.stream(Selection.ids(ids)).forEach(passage -> found.put(passage.id(), passage));
    return found;
  }

  /** The vectors of some passages, without those that do not exist. */
  static Map<String, float[]> vectors(VectorCollection collection, List<String> ids) {
    Map<String, float[]> found = new HashMap<>();
    if (!ids.isEmpty()) {
      List<float[]> vectors = collection.embeddings(ids);
      for (int i = 0; i < ids.size(); i++) {
        if (vectors.get(i) != null) {
          found.put(ids.get(i), vectors.get(i));
        }
      }
    }
    return found;
  }
}
