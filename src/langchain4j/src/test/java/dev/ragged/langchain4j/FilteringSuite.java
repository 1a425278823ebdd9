package dev.ragged.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreAddAllContract;
import dev.langchain4j.store.embedding.EmbeddingStoreRemoveAllContract;
import dev.langchain4j.store.embedding.EmbeddingStoreWithFilteringIT;
import org.jspecify.annotations.Nullable;

/** LangChain4j's suites on adding, finding and filtering, and two of its contracts. */
abstract class FilteringSuite extends EmbeddingStoreWithFilteringIT
    implements EmbeddingStoreAddAllContract, EmbeddingStoreRemoveAllContract {
  private final SetUp setUp;

  /** Null until LangChain4j's own preparations ask for it. */
  private @Nullable EmbeddingStore<TextSegment> store;

  FilteringSuite(SetUp setUp) {
    this.setUp = setUp;
  }

  @Override
  public EmbeddingStore<TextSegment> embeddingStore() {
    if (store == null) {
      store = RaggedEmbeddingStore.of(setUp.collection());
    }
    return store;
  }

  @Override
  protected EmbeddingModel embeddingModel() {
    return setUp.model();
  }

  @Override
  protected boolean supportsContains() {
    return true;
  }
}
