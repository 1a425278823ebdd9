package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Hit;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import dev.ragged.testkit.Seeds;
import dev.ragged.testkit.WordsEmbedder;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a minimum score ends a search early. */
@Tag("random")
class MinScoreTest extends StoreFixture {
  private static final int QUESTIONS = 60;

  private VectorCollection many(Random random) {
    VectorCollection many = store.create(CollectionSpec.of("many"));
    many.add(
        IntStream.range(0, 3_000)
            .mapToObj(i -> Passage.of("p" + i, WordsEmbedder.text(random)))
            .toList());
    many.compact(); // small codes, the estimates of which are rough
    return many;
  }

  @Test
  void should_lose_no_hit_that_is_just_good_enough_and_save_the_rest() {
    Random random = new Random(Seeds.seed());
    VectorCollection many = many(random);
    for (SearchMode mode : List.of(SearchMode.VECTOR, SearchMode.HYBRID)) {
      int recomputed = 0;
      int complexity = 0;
      for (int question = 0; question < QUESTIONS; question++) {
        SearchRequest request =
            SearchRequest.text(WordsEmbedder.text(random)).withMode(mode).withK(10);
        List<Hit> hits = many.search(request).hits();
        for (int wanted : new int[] {1, 3, 10}) {
          double least = hits.get(wanted - 1).score();
          List<Hit> found = many.search(request.withMinScore(least)).hits();
          assertTrue(found.stream().allMatch(hit -> hit.score() >= least));
          assertEquals(hits.get(0), found.isEmpty() ? null : found.get(0), mode + " " + wanted);
        }
        SearchResult none = many.search(request.withMinScore(hits.get(0).score() + 0.2));
        assertEquals(List.of(), none.hits());
        recomputed += none.stats().recomputed();
        complexity += request.searchComplexity();
      }
      assertTrue(
          recomputed < complexity / 2,
          mode + ": " + recomputed + " of " + complexity + " recomputed for nothing");
    }
  }
}
