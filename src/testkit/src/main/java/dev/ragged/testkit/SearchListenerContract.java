package dev.ragged.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ragged.Capability;
import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.OperationInterruptedException;
import dev.ragged.OperationOutcome;
import dev.ragged.Passage;
import dev.ragged.SearchListener;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Searches that are watched. */
interface SearchListenerContract extends ContractTest {

  private VectorCollection many(Random random) {
    VectorCollection many = store().create(CollectionSpec.of("many"));
    many.add(
        IntStream.range(0, 300)
            .mapToObj(
                i -> Passage.of("p" + i, WordsEmbedder.text(random), Metadata.of("odd", i % 2)))
            .toList());
    return many;
  }

  /** The same but for time. */
  private static List<Object> costs(SearchStats stats) {
    return List.of(stats.candidates(), stats.recomputed());
  }

  /** With vectors in memory, a search has less to do than the one before it. */
  private void assumeNoCache() {
    assumeTrue(store().cache().budget() == 0, "keeps vectors in memory");
  }

  /** Whether a search of a collection has scores to estimate. */
  private boolean estimates(VectorCollection collection, SearchRequest request) {
    return can(Capability.RECOMPUTE)
        && request.mode() != SearchMode.LEXICAL
        && collection.info().keptVectorBytes() == 0;
  }

  @Test
  default void should_tell_a_listener_of_hits_that_become_those_of_the_plain_search() {
    assumeNoCache();
    Random random = new Random(Seeds.seed());
    VectorCollection many = many(random);
    for (int question = 0; question < 8; question++) {
      SearchRequest asked = SearchRequest.text(WordsEmbedder.text(random)).withK(1 + question * 2);
      for (SearchMode mode : offered()) {
        SearchRequest request = asked.withMode(mode);
        if (question % 3 == 1) {
          request = request.withFilter(Filter.equal("odd", 1));
        } else if (question % 3 == 2) {
          List<Hit> hits = many.search(request).hits();
          request = request.withMinScore(hits.get(hits.size() / 2).score());
        }
        SearchResult plain = many.search(request);
        List<SearchResult> told = new ArrayList<>();
        SearchResult result = many.search(request, told::add);
        String which = Seeds.repeat(Seeds.seed()) + request;
        assertSame(result, told.get(told.size() - 1), which);
        assertEquals(plain.hits(), result.hits(), which);
        assertEquals(costs(plain.stats()), costs(result.stats()), which);
        assertEquals(estimates(many, request), told.size() > 1, which);
        assertTrue(result.hits().stream().allMatch(Hit::exact), which);
        requireProgress(request, told, which);
      }
    }
  }

  private static void requireProgress(
      SearchRequest request, List<SearchResult> told, String which) {
    Map<String, Hit> exact = new HashMap<>();
    SearchResult last = null;
    for (SearchResult soFar : told) {
      assertTrue(soFar.hits().size() <= request.k(), which);
      double above = Double.POSITIVE_INFINITY;
      for (Hit hit : soFar.hits()) {
        assertTrue(hit.score() <= above && hit.score() >= request.minScore(), which);
        above = hit.score();
        assertTrue(request.filter().matches(hit.text(), hit.metadata()), which);
        if (exact.containsKey(hit.id())) {
          assertEquals(exact.get(hit.id()), hit, "what is exact stays: " + which);
        } else if (hit.exact()) {
          exact.put(hit.id(), hit);
        }
      }
      if (last != null) {
        assertTrue(soFar.stats().recomputed() >= last.stats().recomputed(), which);
        assertTrue(soFar.stats().totalNanos() >= last.stats().totalNanos(), which);
        if (soFar != told.get(told.size() - 1)) {
          assertNotEquals(last.hits(), soFar.hits(), "nothing new: " + which);
        }
      }
      last = soFar;
    }
  }

  @Test
  default void should_show_the_first_hits_before_a_passage_is_embedded() {
    assumeNoCache();
    VectorCollection many = many(new Random(Seeds.seed()));
    for (SearchMode mode : offered()) {
      SearchRequest request = SearchRequest.text("t1x1 t2x2 t3x3").withMode(mode).withK(5);
      int question = mode == SearchMode.LEXICAL ? 0 : 1;
      List<Integer> embedded = new ArrayList<>();
      List<SearchResult> told = new ArrayList<>();
      embedder().embedded().set(0);
      many.search(
          request,
          soFar -> {
            embedded.add(embedder().embedded().get());
            told.add(soFar);
          });
      assertEquals(question, embedded.get(0), mode + ": nothing but the question");
      for (int i = 0; i < told.size(); i++) {
        assertEquals(question + told.get(i).stats().recomputed(), embedded.get(i), mode.name());
      }
      SearchResult first = told.get(0);
      assertEquals(many.search(request).hits().size(), first.hits().size(), mode.name());
      assertEquals(!estimates(many, request), first.hits().get(0).exact(), mode.name());
    }
  }

  @Test
  default void should_give_vectors_with_the_result_only() {
    VectorCollection many = many(new Random(Seeds.seed()));
    SearchRequest request = SearchRequest.vector(ContractTest.axis(1)).withVectors(true);
    List<SearchResult> told = new ArrayList<>();
    SearchResult result = many.search(request, told::add);
    for (SearchResult soFar : told.subList(0, told.size() - 1)) {
      soFar.hits().forEach(hit -> assertNull(hit.vector()));
    }
    assertEquals(many.search(request).hits(), result.hits());
    assertTrue(result.hits().stream().allMatch(hit -> hit.vector() != null));
  }

  @Test
  default void should_tell_a_listener_of_an_answer_without_hits() {
    VectorCollection empty = store().create(CollectionSpec.of("empty"));
    for (SearchMode mode : offered()) {
      List<SearchResult> told = new ArrayList<>();
      empty.search(SearchRequest.text("x").withMode(mode), told::add);
      assertEquals(1, told.size(), mode.name());
      assertEquals(List.of(), told.get(0).hits(), mode.name());
    }
  }

  @Test
  default void should_end_a_search_of_which_the_listener_throws() {
    VectorCollection many = many(new Random(Seeds.seed()));
    SearchRequest request = SearchRequest.text("t1x1 t2x2 t3x3");
    embedder().embedded().set(0);
    for (Throwable failure : List.of(new IllegalStateException("gone"), new AssertionError())) {
      assertSame(
          failure,
          assertThrows(
              failure.getClass(),
              () ->
                  many.search(
                      request,
                      soFar -> {
                        if (failure instanceof Error error) {
                          throw error;
                        }
                        throw (RuntimeException) failure;
                      })));
    }
    assertEquals(2, embedder().embedded().get(), "the question, twice");
    many.delete(Selection.ids("p1"));
    assertEquals(299, many.count(Filter.all()), "the collection goes on");
  }

  @Test
  default void should_notice_an_interrupt_between_what_it_tells() {
    VectorCollection many = many(new Random(Seeds.seed()));
    SearchRequest request = SearchRequest.text("t1x1 t2x2 t3x3");
    assumeTrue(estimates(many, request), "tells of the result only");
    embedder().embedded().set(0);
    try {
      assertThrows(
          OperationInterruptedException.class,
          () -> many.search(request, soFar -> Thread.currentThread().interrupt()));
    } finally {
      assertTrue(Thread.interrupted(), "the flag stays");
    }
    assertEquals(1, embedder().embedded().get(), "the question");
  }

  @Test
  default void should_let_a_listener_read_the_collection() {
    VectorCollection many = many(new Random(Seeds.seed()));
    Thread caller = Thread.currentThread();
    many.search(
        SearchRequest.text("t1x1 t2x2 t3x3"),
        soFar -> {
          assertSame(caller, Thread.currentThread());
          for (Hit hit : soFar.hits()) {
            assertEquals(hit.text(), ContractTest.one(many, hit.id()).text());
          }
          assertEquals(300, many.count(Filter.all()));
        });
  }

  @Test
  default void should_tell_a_listener_of_a_search_through_a_view() throws Exception {
    assumeNoCache();
    VectorCollection many = many(new Random(Seeds.seed()));
    SearchRequest request = SearchRequest.text("t1x1 t2x2 t3x3");
    List<SearchResult> expected = new ArrayList<>();
    many.search(request, expected::add);
    List<OperationOutcome> outcomes = new ArrayList<>();
    VectorCollection observed = many.observed(operation -> outcomes::add);
    SearchListener failing =
        soFar -> {
          throw new IllegalStateException("gone");
        };
    List<SearchResult> told = new ArrayList<>();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      SearchResult result = observed.async(thread).search(request, told::add).get();
      assertEquals(
          expected.stream().map(SearchResult::hits).toList(),
          told.stream().map(SearchResult::hits).toList());
      assertSame(result, told.get(told.size() - 1));
      ExecutionException failure =
          assertThrows(
              ExecutionException.class,
              () -> observed.async(thread).search(request, failing).get());
      assertInstanceOf(IllegalStateException.class, failure.getCause());
      assertEquals(2, outcomes.size(), "each is one operation");
      assertSame(result.stats(), outcomes.get(0).search());
      assertFalse(outcomes.get(1).succeeded());
    } finally {
      thread.shutdownNow();
    }
  }
}
