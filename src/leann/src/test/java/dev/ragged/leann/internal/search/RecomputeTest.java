package dev.ragged.leann.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Hit;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecomputeTest {
  @TempDir Path folder;
  private final WordsEmbedder embedder = new WordsEmbedder(96);

  private static VectorCollection texts(VectorStore store, Random random) {
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < 800; i++) {
      passages.add(Passage.of("r" + i, WordsEmbedder.text(random)));
    }
    VectorCollection collection = store.create(CollectionSpec.of("texts"));
    collection.add(passages);
    return collection;
  }

  @Test
  void should_know_the_normal_distribution() {
    assertEquals(0.5, Normal.cumulative(0), 1e-6);
    assertEquals(0.975, Normal.cumulative(1.959964), 1e-6);
    assertEquals(0.01, Normal.cumulative(-2.326348), 1e-6);
  }

  @Test
  void should_embed_as_many_texts_as_it_says_and_no_more_than_allowed() {
    Random random = new Random(5);
    try (VectorStore store = LeannVectorStore.open(folder, embedder)) {
      VectorCollection collection = texts(store, random);
      SearchRequest request =
          SearchRequest.text(WordsEmbedder.text(random)).withMode(SearchMode.VECTOR);
      for (int k : new int[] {1, 3, 10, 50}) {
        for (int complexity : new int[] {1, 10, 64, 5_000}) {
          embedder.embedded().set(0);
          SearchRequest asked =
              request.withK(k).withSearchComplexity(complexity).withRecallTarget(1);
          SearchStats all = collection.search(asked).stats();
          int allowed = Math.min(800, Math.max(k, complexity));
          assertEquals(allowed, all.candidates());
          assertEquals(allowed, all.recomputed(), "a recall target of 1 leaves no candidate out");
          assertEquals(allowed + 1, embedder.embedded().get(), "and the question");
          SearchStats usual = collection.search(asked.withRecallTarget(0.95)).stats();
          assertTrue(usual.recomputed() >= k && usual.recomputed() <= allowed);
        }
      }
    }
  }

  @Test
  void should_find_the_few_that_reach_a_minimum_though_many_are_asked_for() {
    Random random = new Random(7);
    try (VectorStore store = LeannVectorStore.open(folder, embedder)) {
      VectorCollection collection = texts(store, random);
      int found = 0;
      int questions = 40;
      for (int i = 0; i < questions; i++) {
        SearchRequest asked =
            SearchRequest.text(WordsEmbedder.text(random)).withMode(SearchMode.VECTOR).withK(50);
        List<Hit> best = collection.search(asked.withRecallTarget(1)).hits();
        double least = (best.get(1).score() + best.get(2).score()) / 2;
        found += collection.search(asked.withMinScore(least)).hits().size();
      }
      assertTrue(found >= 0.9 * 2 * questions, found + " of " + 2 * questions);
    }
  }

  @Test
  void should_answer_in_time_with_estimates_and_say_so() {
    Random random = new Random(8);
    try (VectorStore store = LeannVectorStore.open(folder, embedder)) {
      VectorCollection collection = texts(store, random);
      SearchRequest asked =
          SearchRequest.text(WordsEmbedder.text(random)).withMode(SearchMode.VECTOR).withK(5);
      SearchResult exact = collection.search(asked);
      assertTrue(exact.hits().stream().allMatch(Hit::exact));
      List<SearchResult> shown = new ArrayList<>();
      SearchResult soon = collection.search(asked.withWithin(Duration.ofNanos(1)), shown::add);
      assertEquals(5, soon.hits().size());
      assertEquals(0, soon.stats().recomputed());
      assertTrue(soon.hits().stream().noneMatch(Hit::exact));
      assertEquals(soon, shown.get(shown.size() - 1));
      assertTrue(soon.stats().expectedRecall() < exact.stats().expectedRecall());
      assertEquals(exact.hits(), collection.search(asked.withWithin(Duration.ofHours(1))).hits());
    }
  }

  @Test
  void should_expect_the_recall_that_it_has() {
    long seed = 9;
    Random random = new Random(seed);
    try (VectorStore store = LeannVectorStore.open(folder, embedder)) {
      VectorCollection collection = texts(store, random);
      double expected = 0;
      double found = 0;
      int questions = 150;
      for (int i = 0; i < questions; i++) {
        SearchRequest asked =
            SearchRequest.text(WordsEmbedder.text(random)).withMode(SearchMode.VECTOR).withK(5);
        Set<String> best = ids(collection.search(asked.withRecallTarget(1)));
        SearchResult some = collection.search(asked.withSearchComplexity(10));
        expected += some.stats().expectedRecall() / questions;
        Set<String> right = ids(some);
        right.retainAll(best);
        found += right.size() / 5.0 / questions;
      }
      assertTrue(found < 0.99, "with so few embedded, some are missed: " + found);
      assertEquals(found, expected, 0.05, "seed " + seed);
    }
  }

  private static Set<String> ids(SearchResult result) {
    return result.hits().stream().map(Hit::id).collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void should_not_embed_again_what_the_cache_has() {
    Random random = new Random(6);
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      passages.add(Passage.of("r" + i, WordsEmbedder.text(random)));
    }
    SearchRequest asked =
        SearchRequest.text(WordsEmbedder.text(random))
            .withMode(SearchMode.VECTOR)
            .withRecallTarget(1);
    SearchRequest some = asked.withSearchComplexity(200);
    SearchRequest all = asked.withSearchComplexity(300);
    LeannOptions options = LeannOptions.defaults().withCacheBytes(250 * VectorCache.entryBytes(96));
    try (VectorStore store = LeannVectorStore.open(folder, embedder, options)) {
      VectorCollection collection = store.create(CollectionSpec.of("texts"));
      collection.add(passages);
      SearchResult first = collection.search(some);
      assertEquals(200, first.stats().recomputed());
      embedder.embedded().set(0);
      SearchResult again = collection.search(some);
      assertEquals(0, again.stats().recomputed());
      assertEquals(1, embedder.embedded().get(), "the question");
      assertEquals(first.hits(), again.hits());

      String best = first.hits().get(0).id();
      collection.upsert(List.of(Passage.of(best, WordsEmbedder.text(random))));
      assertEquals(101, collection.search(all).stats().recomputed(), "the new text is not known");
      assertEquals(50, collection.search(all).stats().recomputed(), "250 are held");
    }
  }
}
