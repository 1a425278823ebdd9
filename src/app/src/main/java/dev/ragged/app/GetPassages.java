package dev.ragged.app;

import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads passages by id or by condition. */
public final class GetPassages {
  private static final int PAGE = 500;

  /**
   * What to read.
   *
   * @param limit the most passages to read, at least 1
   */
  public record Request(String collection, Selection which, long limit) {
    /**
     * @throws InvalidRequestException if the limit is not positive
     */
    public Request {
      if (limit < 1) {
        throw new InvalidRequestException("The limit must be at least 1, got " + limit + ".");
      }
    }
  }

  private final StoreRouter stores;

  public GetPassages(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * Reads them.
   *
   * @param sink given each passage, in the collection's order
   * @return the requested ids that do not exist
   */
  public List<String> run(Request request, Consumer<Passage> sink) {
    List<String> missing = new ArrayList<>();
    long left = request.limit();
    try (VectorStore store = stores.openFor(request.collection(), null);
        VectorCollection open = store.open(request.collection())) {
      String cursor = null;
      do {
        Page<Passage> page =
            open.get(request.which(), new PageRequest(cursor, (int) Math.min(PAGE, left)));
        missing.addAll(page.missing());
        page.items().forEach(sink);
        left -= page.items().size();
        cursor = page.next();
      } while (cursor != null && left > 0);
    }
    return missing;
  }
}
