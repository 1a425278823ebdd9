package dev.ragged.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreAddAllContract;
import dev.langchain4j.store.embedding.EmbeddingStoreRemoveAllContract;
import dev.langchain4j.store.embedding.EmbeddingStoreWithFilteringIT;
import dev.ragged.VectorCollection;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** LangChain4j's suites on adding, finding and filtering, and two of its contracts. */
abstract class FilteringSuite extends EmbeddingStoreWithFilteringIT
    implements EmbeddingStoreAddAllContract, EmbeddingStoreRemoveAllContract {
  private final SetUp setUp;

  @TempDir Path folder;

  private VectorCollection collection;

  FilteringSuite(SetUp setUp) {
    this.setUp = setUp;
  }

  @AfterEach
  void close() {
    collection.close();
  }

  @BeforeEach
  void create() {
    // LangChain4j's own @BeforeEach has asked for the store before this.
    embeddingStore();
  }

  @Override
  public EmbeddingStore<TextSegment> embeddingStore() {
    if (collection == null) {
      collection = setUp.collection(folder);
    }
    return RaggedEmbeddingStore.of(collection);
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
