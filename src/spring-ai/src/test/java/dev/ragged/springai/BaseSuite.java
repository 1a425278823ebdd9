package dev.ragged.springai;

import dev.ragged.VectorCollection;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.test.vectorstore.BaseVectorStoreTests;
import org.springframework.ai.vectorstore.VectorStore;

/** Spring AI's own tests of vector stores. */
abstract class BaseSuite extends BaseVectorStoreTests {
  private final SetUp setUp;

  @TempDir Path folder;

  BaseSuite(SetUp setUp) {
    this.setUp = setUp;
  }

  @Override
  protected void executeTest(Consumer<VectorStore> test) {
    try (VectorCollection collection = setUp.collection(folder)) {
      test.accept(setUp.store(collection).build());
    }
  }
}
