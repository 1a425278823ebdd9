package dev.ragged.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreWithRemovalIT;
import dev.ragged.VectorCollection;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** LangChain4j's suite on removing. */
abstract class RemovalSuite extends EmbeddingStoreWithRemovalIT {
  private final SetUp setUp;

  @TempDir Path folder;

  private VectorCollection collection;

  RemovalSuite(SetUp setUp) {
    this.setUp = setUp;
  }

  @BeforeEach
  void create() {
    collection = setUp.collection(folder);
  }

  @AfterEach
  void close() {
    collection.close();
  }

  @Override
  protected EmbeddingStore<TextSegment> embeddingStore() {
    return RaggedEmbeddingStore.of(collection);
  }

  @Override
  protected EmbeddingModel embeddingModel() {
    return setUp.model();
  }
}
