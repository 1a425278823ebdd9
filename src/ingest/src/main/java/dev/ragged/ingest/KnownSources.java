package dev.ragged.ingest;

import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.HashMap;
import java.util.Map;

/** Reads from a collection which files it holds. */
final class KnownSources {
  private static final int PAGE = 1_000;

  private KnownSources() {}

  /** Digests by source. */
  static Map<String, String> of(VectorCollection collection) {
    Map<String, String> known = new HashMap<>();
    Selection firsts = Selection.where(new Filter.Exists(SlicedPassages.DIGEST));
    PageRequest request = PageRequest.first(PAGE);
    while (true) {
      Page<Passage> page = collection.get(firsts, request);
      for (Passage passage : page.items()) {
        Object source = passage.metadata().get(Metadata.SOURCE).orElse(null);
        Object digest = passage.metadata().get(SlicedPassages.DIGEST).orElse(null);
        if (source instanceof String s && digest instanceof String d) {
          known.put(s, d);
        }
      }
      if (page.next() == null) {
        return known;
      }
      request = new PageRequest(page.next(), PAGE);
    }
  }
}
