package dev.ragged.bench;

import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.List;

/** Reads the passages of a collection back. */
final class Texts {
  private Texts() {}

  /** All of them, in the collection's order. */
  static List<String> of(VectorCollection collection) {
    List<String> texts = new ArrayList<>();
    String cursor = null;
    do {
      var page = collection.get(Selection.all(), new PageRequest(cursor, 10_000));
      page.items().stream().map(Passage::text).forEach(texts::add);
      cursor = page.next();
    } while (cursor != null);
    return texts;
  }
}
