package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.exactly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ragged.CacheStats;
import dev.ragged.Filter;
import dev.ragged.OperationInterruptedException;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Vectors that a store keeps in memory. */
interface CacheContract extends ContractTest {

  private void assumeCache() {
    assumeTrue(store().cache().budget() > 0, "keeps no vectors in memory");
    assumeTrue(animals().info().keptVectorBytes() == 0, "embeddings are kept");
  }

  @Test
  default void should_say_what_it_keeps_in_memory() {
    VectorCollection animals = animals();
    animals.search(exactly(SearchRequest.text("a cat")));
    CacheStats cache = store().cache();
    assertTrue(cache.bytes() <= cache.budget(), cache.toString());
    assertTrue(cache.entries() <= cache.bytes(), cache.toString());
    if (cache.budget() == 0) {
      assertEquals(CacheStats.NONE, cache);
      assertEquals(0, animals.warm(10), "there is no room");
    }
    List<String> told = new ArrayList<>();
    VectorStore observed =
        store()
            .observed(
                operation -> {
                  told.add(operation.name());
                  return outcome -> told.add("" + outcome.count());
                });
    assertEquals(cache, observed.cache());
    int embedded = observed.open("animals").warm(1);
    assertEquals(List.of("open", "0", "warm", "" + embedded), told);
  }

  @Test
  default void should_embed_no_passage_again_that_it_has_in_memory() {
    assumeCache();
    VectorCollection animals = store().open("animals");
    SearchRequest request = exactly(SearchRequest.text("a cat")).withK(4);
    SearchResult first = animals.search(request);
    assertEquals(4, first.stats().recomputed());
    assertEquals(4, store().cache().entries());
    embedder().embedded().set(0);
    SearchResult again = animals.search(request);
    assertEquals(0, again.stats().recomputed());
    assertEquals(1, embedder().embedded().get(), "the question");
    assertEquals(first.hits(), again.hits());
    assertEquals(4, store().cache().hits());
    assertEquals(4, store().cache().misses());
    animals.upsert(List.of(Passage.of("cat", "a lion roars")));
    assertEquals(1, animals.search(request).stats().recomputed(), "its text is another");
  }

  @Test
  default void should_embed_ahead_what_searches_will_need() {
    assumeCache();
    VectorCollection animals = store().open("animals");
    embedder().embedded().set(0);
    assertEquals(3, animals.warm(3));
    assertEquals(1, animals.warm(3));
    assertEquals(0, animals.warm(3), "all is done");
    assertEquals(4, embedder().embedded().get());
    assertEquals(4, store().cache().entries());
    SearchRequest request = exactly(SearchRequest.text("a cat")).withK(4);
    assertEquals(0, animals.search(request).stats().recomputed());
    Thread.currentThread().interrupt();
    try {
      assertThrows(OperationInterruptedException.class, () -> animals.warm(1));
    } finally {
      assertTrue(Thread.interrupted(), "the flag stays");
    }
    assertEquals(4, animals.count(Filter.all()), "the collection goes on");
    VectorCollection modelless = another(null).open("animals");
    assertEquals(0, modelless.warm(1), "nothing to embed with");
  }
}
