package dev.ragged.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.Capability;
import dev.ragged.Embedder;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * The sentences of {@link VectorStore} and its friends as tests. A store passes them by a test
 * class that extends this one and says how to open it and what it can do.
 */
@Timeout(120)
public abstract class VectorStoreContract
    implements StoreContract,
        WritingContract,
        StoredValuesContract,
        ReadingContract,
        FilterContract,
        StringPartContract,
        TextContainsContract,
        SearchContract,
        ConcurrencyContract,
        RandomOperationsContract {
  private final WordsEmbedder embedder = new WordsEmbedder(DIMENSION);
  private final List<VectorStore> opened = new ArrayList<>();
  private VectorStore store;

  /**
   * Opens the store at a place of this test's own, empty at its start. Called several times in some
   * tests, also while stores opened before are still open; the place stays the same.
   *
   * @param embedder null for a store without one
   */
  protected abstract VectorStore open(Embedder embedder);

  /** What the store's documentation says that it can do. */
  protected abstract Set<Capability> capabilities();

  @Override
  public final WordsEmbedder embedder() {
    return embedder;
  }

  @Override
  public final VectorStore store() {
    if (store == null) {
      store = another(embedder);
    }
    return store;
  }

  @Override
  public final VectorStore another(Embedder embedder) {
    VectorStore another = open(embedder);
    opened.add(another);
    return another;
  }

  @Override
  public final void closeStore() {
    store().close();
    store = null;
  }

  @Override
  public final Set<Capability> declared() {
    return capabilities();
  }

  @AfterEach
  void closeStoresAndCheckWhatTheyLeft() {
    opened.forEach(VectorStore::close);
    try (VectorStore again = open(null)) {
      for (String name : again.names()) {
        try (VectorCollection collection = again.open(name)) {
          assertEquals(List.of(), collection.check().problems(), name);
        }
      }
    }
  }
}
