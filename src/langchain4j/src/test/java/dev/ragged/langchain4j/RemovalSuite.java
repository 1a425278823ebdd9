package dev.ragged.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreWithRemovalIT;
import org.junit.jupiter.api.BeforeEach;

/** LangChain4j's suite on removing. */
abstract class RemovalSuite extends EmbeddingStoreWithRemovalIT {
  private final SetUp setUp;

  private EmbeddingStore<TextSegment> store;

  RemovalSuite(SetUp setUp) {
    this.setUp = setUp;
  }

  @BeforeEach
  void create() {
    store = RaggedEmbeddingStore.of(setUp.collection());
  }

  @Override
  protected EmbeddingStore<TextSegment> embeddingStore() {
    return store;
  }

  @Override
  protected EmbeddingModel embeddingModel() {
    return setUp.model();
  }
}
