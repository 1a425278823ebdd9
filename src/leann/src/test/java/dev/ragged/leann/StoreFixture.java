package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.Hit;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A LEANN store in a folder, checked when a test ends. */
abstract class StoreFixture {
  @TempDir Path folder;
  final WordsEmbedder embedder = new WordsEmbedder(64);
  VectorStore store;

  @BeforeEach
  void open() {
    store = LeannVectorStore.open(folder, embedder);
  }

  @AfterEach
  void close() {
    store.close();
    // Whatever a test did, it must leave sound collections behind.
    try (VectorStore again = LeannVectorStore.open(folder, null)) {
      for (String name : again.names()) {
        try (VectorCollection collection = again.open(name)) {
          assertEquals(List.of(), collection.check().problems());
        }
      }
    }
  }

  static List<String> ids(SearchResult result) {
    return result.hits().stream().map(Hit::id).toList();
  }
}
