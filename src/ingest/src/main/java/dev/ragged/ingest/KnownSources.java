package dev.ragged.ingest;

import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.HashMap;
import java.util.Map;

/** Finds out which files a collection holds. */
final class KnownSources {
  private KnownSources() {}

  /** The digests of its files by source. */
  static Map<String, String> of(VectorCollection collection) {
    Map<String, String> known = new HashMap<>();
    Selection firsts = Selection.where(new Filter.Exists(SlicedPassages.DIGEST));
    collection.stream(firsts)
        .forEach(
            passage -> {
              Object source = passage.metadata().get(Metadata.SOURCE).orElse(null);
              Object digest = passage.metadata().get(SlicedPassages.DIGEST).orElse(null);
              if (source instanceof String s && digest instanceof String d) {
                known.put(s, d);
              }
            });
    return known;
  }
}
