package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.SearchResult;
import dev.ragged.spi.ForeignIndex;
import dev.ragged.spi.IndexFormat;
import java.nio.file.Path;

/** Searches an index of another program where it lies. */
public final class SearchIndex {

  /**
   * A question.
   *
   * @param limit the most hits, at least 1
   * @param complexity how many of the nearest passages the search keeps track of, at least 1
   */
  public record Request(Path index, String question, int limit, int complexity) {
    /**
     * @throws InvalidRequestException if a number is out of range or the question empty
     */
    public Request {
      if (question.isBlank()) {
        throw new InvalidRequestException("The question is empty; ask something.");
      }
      requirePositive("The limit", limit);
      requirePositive("The complexity", complexity);
    }

    private static void requirePositive(String what, int value) {
      if (value < 1) {
        throw new InvalidRequestException(what + " must be at least 1, got " + value + ".");
      }
    }
  }

  private final StoreRouter stores;
  private final IndexFormat format;

  public SearchIndex(StoreRouter stores, IndexFormat format) {
    this.stores = stores;
    this.format = format;
  }

  /** Answers it; needs the model that the index was built with. */
  public SearchResult run(Request request) {
    requireAvailable(format);
    try (ForeignIndex index = format.open(request.index());
        Embedder model = model(stores, format, request.index(), index)) {
      return index.search(model, request.question(), request.limit(), request.complexity());
    }
  }

  static void requireAvailable(IndexFormat format) {
    if (!format.availability().ok()) {
      throw new RaggedException(format.availability().detail());
    }
  }

  /** The index's model: the one that the settings name, else the bundled one if it is that. */
  static Embedder model(StoreRouter stores, IndexFormat format, Path path, ForeignIndex index) {
    if (!Models.isChosen(stores.settings()) && !format.isBundledModel(index.model())) {
      throw new RaggedException(
          path
              + " was built with the model '"
              + index.model()
              + "', which is not bundled; set 'model' to a folder that holds it.");
    }
    return stores.embedder();
  }
}
