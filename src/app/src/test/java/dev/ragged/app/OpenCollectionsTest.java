package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.config.Settings;
import dev.ragged.spi.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenCollectionsTest {
  private static final Consumer<RaggedException> THROW =
      e -> {
        throw e;
      };

  @TempDir Path dir;

  private StoreRouter stores;
  private OpenCollections open;

  @BeforeEach
  void openStores() {
    stores = router(Map.of());
    open = new OpenCollections(stores);
  }

  private StoreRouter router(Map<String, String> environment) {
    Settings settings = Settings.of(dir.resolve("data"), environment, BackendProvider.installed());
    return StoreRouter.of(settings, BackendProvider.installed());
  }

  @AfterEach
  void closeStores() {
    open.close();
    stores.close();
  }

  private void add(String collection, String name, String text) throws IOException {
    Path file = Files.writeString(dir.resolve(name), text);
    new AddFiles(stores)
        .run(
            new AddFiles.Request(collection, List.of(file), PassageSize.DEFAULT),
            AddFiles.Listener.NONE,
            new Cancellation());
  }

  private List<String> texts(String collection, String question, SearchMode mode) {
    try (SearchService service = open.search(List.of(collection), mode, THROW)) {
      return service.search(SearchRequest.text(question).withMode(mode)).hits().stream()
          .map(hit -> hit.text().strip())
          .toList();
    }
  }

  @Test
  void should_see_what_other_operations_write() throws IOException {
    add("notes", "tea.md", "Green tea takes two minutes.");
    assertEquals(List.of("Green tea takes two minutes."), texts("notes", "tea", SearchMode.HYBRID));
    add("notes", "boat.md", "The ferry leaves at seven.");
    assertEquals("The ferry leaves at seven.", texts("notes", "a ship", SearchMode.VECTOR).get(0));
    assertEquals(
        List.of("The ferry leaves at seven."), texts("notes", "ferry", SearchMode.LEXICAL));
    Conditions boat =
        new Conditions(
            null, List.of(dir.resolve("boat.md").toString()), List.of(), null, null, null);
    assertEquals(1, new DeletePassages(stores).run("notes", boat).deleted());
    assertEquals(List.of(), texts("notes", "ferry", SearchMode.LEXICAL));
  }

  @Test
  void should_open_a_collection_anew_that_was_replaced() throws IOException {
    add("notes", "tea.md", "Green tea takes two minutes.");
    assertEquals(1, texts("notes", "tea", SearchMode.HYBRID).size());
    new ClearCollection(stores).run("notes", report -> true);
    assertThrows(NoSuchCollectionException.class, () -> texts("notes", "tea", SearchMode.HYBRID));
    add("notes", "boat.md", "The ferry leaves at seven.");
    assertEquals(List.of("The ferry leaves at seven."), texts("notes", "tea", SearchMode.HYBRID));
  }

  @Test
  void should_give_up_what_is_gone_when_swept() throws IOException {
    add("notes", "tea.md", "Green tea takes two minutes.");
    assertEquals(1, texts("notes", "tea", SearchMode.HYBRID).size());
    new ClearCollection(stores).run("notes", report -> true);
    open.sweep();
    assertThrows(NoSuchCollectionException.class, () -> texts("notes", "tea", SearchMode.HYBRID));
    open.sweep();
  }

  @Test
  void should_keep_one_model_open() {
    assertSame(open.embedder(), open.embedder());
  }

  @Test
  void should_embed_what_is_searched_ahead_within_one_budget() throws IOException {
    add("notes", "tea.md", "Green tea takes two minutes.");
    add("notes", "boat.md", "The ferry leaves at seven.");
    add("papers", "star.md", "Stars are far away.");
    assertEquals(2, texts("notes", "boat", SearchMode.VECTOR).size());
    assertEquals(0, open.warm(10), "by default nothing is kept in memory");
    try (StoreRouter others = router(Map.of("RAGGED_CACHE_MEGABYTES", "1"));
        OpenCollections keeping = new OpenCollections(others)) {
      assertEquals(0, keeping.warm(10), "nobody has searched anything");
      SearchRequest boat = SearchRequest.text("boat").withMode(SearchMode.LEXICAL);
      try (SearchService words = keeping.search(List.of("notes"), SearchMode.LEXICAL, THROW)) {
        assertEquals(0, words.search(boat).hits().size());
      }
      assertEquals(0, keeping.warm(10), "words need no vectors");
      List<String> both = List.of("notes", "papers");
      keeping.search(both, SearchMode.VECTOR, THROW).close();
      assertEquals(1, keeping.warm(1));
      assertEquals(2, keeping.warm(10));
      assertEquals(0, keeping.warm(10));
      assertEquals(3, keeping.cache().entries());
      try (SearchService service = keeping.search(both, SearchMode.VECTOR, THROW)) {
        assertEquals(0, service.search(boat.withMode(SearchMode.VECTOR)).stats().recomputed());
      }
      assertTrue(keeping.idle().toNanos() > 0);
    }
  }

  @Test
  void should_search_by_words_without_a_model() throws IOException {
    add("notes", "tea.md", "Green tea takes two minutes.");
    try (StoreRouter others = router(Map.of("RAGGED_MODEL", dir + "/none"));
        OpenCollections without = new OpenCollections(others);
        SearchService service = without.search(List.of("notes"), SearchMode.LEXICAL, THROW)) {
      SearchRequest tea = SearchRequest.text("tea").withMode(SearchMode.LEXICAL);
      assertEquals(1, service.search(tea).hits().size());
      assertThrows(
          RaggedException.class, () -> without.search(List.of("notes"), SearchMode.HYBRID, THROW));
    }
  }

  @Test
  void should_serve_several_threads() throws Exception {
    add("notes", "tea.md", "Green tea takes two minutes.");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> searches = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        SearchMode mode = i % 2 == 0 ? SearchMode.HYBRID : SearchMode.LEXICAL;
        searches.add(() -> texts("notes", "tea", mode).size());
      }
      for (Future<Integer> found : threads.invokeAll(searches)) {
        assertEquals(1, found.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void should_refuse_searches_once_closed() throws IOException {
    add("notes", "tea.md", "Green tea takes two minutes.");
    open.close();
    assertThrows(IllegalStateException.class, () -> texts("notes", "tea", SearchMode.HYBRID));
  }
}
