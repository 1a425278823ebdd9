package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.answer.Answer;
import dev.ragged.app.answer.Found;
import dev.ragged.app.answer.QuestionWords;
import dev.ragged.config.Settings;
import dev.ragged.spi.BackendProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are shown while they are being made. */
class SearchServiceTest {
  private static final List<String> THINGS =
      List.of("kettle", "ferry", "puncture", "bread", "moon", "drawer", "lamp", "river");
  private static final List<String> QUESTIONS =
      List.of("How do I mend a tyre?", "When does the boat leave?", "What gives light at night?");

  @TempDir Path dir;
  private StoreRouter stores;

  @BeforeEach
  void fill() {
    stores =
        StoreRouter.of(
            Settings.of(dir, Map.of(), BackendProvider.installed()), BackendProvider.installed());
    try (Embedder embedder = stores.embedder()) {
      for (String collection : List.of("one", "two")) {
        List<Passage> passages = new ArrayList<>();
        for (String thing : THINGS) {
          for (int i = 0; i < 4; i++) {
            String place = collection.equals("one") ? "kitchen" : "harbour";
            String id = thing + ".md#" + i;
            String text =
                ("The " + thing + " of the " + place + ", which was painted in spring and is ")
                    + ("looked after by people who live near it, was seen for time " + i + ".");
            passages.add(Passage.of(id, text));
          }
        }
        try (VectorStore store = stores.openFor(collection, embedder);
            VectorCollection filled = store.create(CollectionSpec.of(collection))) {
          filled.add(passages);
        }
      }
    }
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private SearchService open(List<String> collections, SearchMode mode) {
    return SearchService.open(
        stores,
        collections,
        mode,
        e -> {
          throw e;
        });
  }

  private static List<Object> costs(SearchStats stats) {
    return List.of(stats.candidates(), stats.recomputed());
  }

  @Test
  void should_show_an_answer_that_becomes_the_plain_one() {
    for (List<String> collections : List.of(List.of("one"), List.of("one", "two"))) {
      for (SearchMode mode : SearchMode.values()) {
        try (SearchService search = open(collections, mode)) {
          for (String question : QUESTIONS) {
            SearchRequest request = SearchRequest.text(question).withMode(mode).withK(6);
            List<Answer> told = new ArrayList<>();
            Answer answer = search.answer(request, Floor.MEASURED, told::add);
            String which = collections + " " + request;
            assertEquals(answer, told.get(told.size() - 1), which);
            Answer plain = search.answer(request, Floor.MEASURED);
            assertEquals(plain.hits(), answer.hits(), which);
            assertEquals(costs(plain.stats()), costs(answer.stats()), which);
            assertEquals(search.search(request).hits(), hits(answer), which);
            requireProgress(told, mode, which);
          }
        }
      }
    }
  }

  private static List<Object> hits(Answer answer) {
    return answer.hits().stream().<Object>map(Found::hit).toList();
  }

  private static void requireProgress(List<Answer> told, SearchMode mode, String which) {
    Set<Object> exact = new HashSet<>();
    for (Answer soFar : told) {
      Map<Object, Boolean> now = new HashMap<>();
      for (Found found : soFar.hits()) {
        now.put(List.of(found.collection(), found.hit().id()), found.hit().exact());
        assertEquals(now.size(), found.rank(), which);
      }
      exact.forEach(hit -> assertTrue(now.getOrDefault(hit, true), "exact before: " + which));
      now.forEach((hit, isExact) -> exact.addAll(isExact ? Set.of(hit) : Set.of()));
    }
    Answer first = told.get(0);
    assertEquals(0, first.stats().recomputed(), which);
    boolean estimated = mode != SearchMode.LEXICAL;
    assertEquals(estimated, first.hits().stream().anyMatch(found -> !found.hit().exact()), which);
    assertEquals(estimated, told.size() > 2, which);
    Answer last = told.get(told.size() - 1);
    assertTrue(last.hits().stream().allMatch(found -> found.hit().exact()), which);
    for (Found found : first.hits()) {
      Object said = found.json(QuestionWords.of("night")).get("exact");
      assertEquals(found.hit().exact(), said, which);
    }
  }

  @Test
  void should_show_the_hits_of_one_collection_before_another_is_searched() {
    try (SearchService search = open(List.of("one", "two"), SearchMode.VECTOR)) {
      List<Answer> told = new ArrayList<>();
      SearchRequest request =
          SearchRequest.text("Which ship is in the harbour?").withMode(SearchMode.VECTOR).withK(4);
      search.answer(request, Floor.NONE, told::add);
      assertEquals(Set.of("one"), collections(told.get(0)));
      assertEquals(Set.of("two"), collections(told.get(told.size() - 1)));
    }
  }

  private static Set<String> collections(Answer answer) {
    Set<String> names = new HashSet<>();
    answer.hits().forEach(found -> names.add(found.collection()));
    return names;
  }

  @Test
  void should_fold_what_it_shows() {
    try (SearchService search = open(List.of("two"), SearchMode.HYBRID)) {
      SearchRequest request = SearchRequest.text("Where is the ferry?").withK(3);
      List<Answer> told = new ArrayList<>();
      Answer answer = search.answerFolded(request, Floor.NONE, told::add);
      assertEquals(search.answerFolded(request, Floor.NONE).hits(), answer.hits());
      assertEquals(answer, told.get(told.size() - 1));
      assertEquals(3, answer.hits().size());
      assertFalse(answer.hits().get(0).copies().isEmpty(), "the same but for a number");
      assertTrue(told.size() > 2, told.size() + " answers");
      for (Answer soFar : told) {
        for (Found found : soFar.hits()) {
          assertEquals(
              1,
              soFar.hits().stream().filter(other -> thing(other).equals(thing(found))).count(),
              "not folded");
        }
      }
    }
  }

  private static String thing(Found found) {
    return found.hit().id().split("\\.")[0];
  }

  @Test
  void should_end_the_search_when_the_listener_throws() {
    try (SearchService search = open(List.of("one", "two"), SearchMode.HYBRID)) {
      List<Answer> told = new ArrayList<>();
      SearchRequest request = SearchRequest.text(QUESTIONS.get(0));
      IllegalStateException gone = new IllegalStateException("gone");
      assertSame(
          gone,
          assertThrows(
              IllegalStateException.class,
              () ->
                  search.answer(
                      request,
                      Floor.NONE,
                      soFar -> {
                        told.add(soFar);
                        throw gone;
                      })));
      assertEquals(1, told.size());
      assertEquals(3, search.answer(request, Floor.NONE).hits().size());
    }
  }
}
