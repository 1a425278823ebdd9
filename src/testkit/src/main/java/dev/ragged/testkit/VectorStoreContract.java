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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of {@link VectorStore} and its related types as tests. To test a store, extend this
 * class and define how to open it and what it supports.
 */
@Tag("random")
@Timeout(120)
public abstract class VectorStoreContract
    implements StoreContract,
        WritingContract,
        BatchContract,
        ReuseContract,
        StoredValuesContract,
        ReadingContract,
        FilterContract,
        StringPartContract,
        TextContainsContract,
        SearchContract,
        SearchListenerContract,
        HitVectorsContract,
        ThresholdContract,
        CacheContract,
        RebuildContract,
        ConcurrencyContract,
        InterruptionContract,
        ViewsContract,
        ArgumentsContract,
        RandomOperationsContract {
  private final WordsEmbedder embedder = new WordsEmbedder(DIMENSION);
  private final List<VectorStore> opened = new ArrayList<>();
  private VectorStore store;

  /**
   * Opens the store at a place used by this test only, which is empty at first. Some tests call
   * this several times, even while earlier stores are still open; the place stays the same.
   *
   * @param embedder null for a store without one
   */
  protected abstract VectorStore open(Embedder embedder);

  /** The capabilities that the store's documentation states. */
  protected abstract Set<Capability> capabilities();

  /** More for a store that rounds the embeddings of texts. */
  @Override
  public double tolerance() {
    return 1e-5;
  }

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
