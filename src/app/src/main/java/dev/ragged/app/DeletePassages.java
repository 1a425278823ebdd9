package dev.ragged.app;

import dev.ragged.Filter;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;

/** Removes passages by id or by condition. */
public final class DeletePassages {
  private final StoreRouter stores;

  public DeletePassages(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * Refuses a condition that everything meets, which is rarely what a script meant.
   *
   * @throws InvalidRequestException if it is one
   */
  public static Selection where(Filter filter) {
    if (filter.equals(Filter.all())) {
      throw new InvalidRequestException(
          "An empty condition would delete everything; clear the collection instead.");
    }
    return Selection.where(filter);
  }

  /**
   * Removes them.
   *
   * @return the number of passages really removed
   */
  public long run(String collection, Selection which) {
    try (VectorStore store = stores.openFor(collection, null);
        VectorCollection open = store.open(collection)) {
      return open.delete(which);
    }
  }
}
