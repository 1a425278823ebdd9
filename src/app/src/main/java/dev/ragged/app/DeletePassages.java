package dev.ragged.app;

import dev.ragged.Filter;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.List;
import java.util.function.Function;

/** Removes passages by id or by condition. */
public final class DeletePassages {

  /**
   * What was removed.
   *
   * @param deleted the number of passages really removed
   * @param hints why nothing meets the conditions, a sentence each
   */
  public record Report(long deleted, List<String> hints) {}

  private final StoreRouter stores;

  public DeletePassages(StoreRouter stores) {
    this.stores = stores;
  }

  /** Removes the passages with these ids. */
  public Report run(String collection, List<String> ids) {
    return run(collection, Selection.ids(ids), open -> Hints.ofFiles(open, ids));
  }

  /**
   * Removes the passages that meet conditions.
   *
   * @throws InvalidRequestException if every passage does, which is rarely what a script meant
   */
  public Report run(String collection, Conditions conditions) {
    Filter filter = conditions.filter();
    if (filter.equals(Filter.all())) {
      throw new InvalidRequestException(
          "An empty condition would delete everything; clear the collection instead.");
    }
    return run(collection, Selection.where(filter), open -> Hints.of(List.of(open), conditions));
  }

  private Report run(
      String collection, Selection which, Function<VectorCollection, List<String>> hints) {
    try (VectorStore store = stores.openFor(collection, null);
        VectorCollection open = store.open(collection)) {
      long deleted =
          stores.turns().take(collection, "delete", () -> false, () -> open.delete(which));
      return new Report(deleted, deleted == 0 ? hints.apply(open) : List.of());
    }
  }
}
