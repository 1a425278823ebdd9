package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;

/**
 * Answers questions from one collection, which stays open between them. Safe for use by several
 * threads; {@link dev.ragged.app.json.ResultJson} gives the answers' JSON.
 */
public final class SearchService implements AutoCloseable {
  private final Embedder embedder;
  private final VectorStore store;
  private final VectorCollection collection;

  private SearchService(Embedder embedder, VectorStore store, VectorCollection collection) {
    this.embedder = embedder;
    this.store = store;
    this.collection = collection;
  }

  /**
   * Opens a collection.
   *
   * @param mode of the questions to come; {@link SearchMode#LEXICAL} ones need no model
   * @throws dev.ragged.NoSuchCollectionException if there is none of that name
   */
  public static SearchService open(StoreRouter stores, String collection, SearchMode mode) {
    Embedder embedder = mode == SearchMode.LEXICAL ? null : stores.embedder();
    VectorStore store = null;
    boolean success = false;
    try {
      store = stores.openFor(collection, embedder);
      SearchService service = new SearchService(embedder, store, store.open(collection));
      success = true;
      return service;
    } finally {
      if (!success) {
        close(store, embedder);
      }
    }
  }

  /** Answers a question; see {@link VectorCollection#search}. */
  public SearchResult search(SearchRequest request) {
    return collection.search(request);
  }

  private static void close(VectorStore store, Embedder embedder) {
    try {
      if (store != null) {
        store.close();
      }
    } finally {
      if (embedder != null) {
        embedder.close();
      }
    }
  }

  @Override
  public void close() {
    close(store, embedder);
  }
}
