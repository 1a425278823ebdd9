package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.exactly;
import static dev.ragged.testkit.ContractTest.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Hit;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.ScoreScale;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.VectorCollection;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scores within their range, and thresholds on them. */
interface ThresholdContract extends ContractTest {
  int MANY = 200;

  private VectorCollection many(Random random) {
    VectorCollection many = store().create(CollectionSpec.of("many"));
    many.add(
        IntStream.range(0, MANY)
            .mapToObj(i -> Passage.of("p" + i, WordsEmbedder.text(random)))
            .toList());
    return many;
  }

  @Test
  default void should_score_no_cosine_beyond_one() {
    VectorCollection many = many(new Random(Seeds.seed()));
    List<String> ids = IntStream.range(0, 30).mapToObj(i -> "p" + i).toList();
    for (float[] vector : many.embeddings(ids)) {
      float[] opposite = new float[vector.length];
      float[] longer = new float[vector.length];
      for (int i = 0; i < vector.length; i++) {
        opposite[i] = -vector[i];
        longer[i] = 3.3f * vector[i];
      }
      for (float[] question : List.of(vector, opposite, longer)) {
        SearchRequest request = exactly(SearchRequest.vector(question)).withK(20);
        for (Hit hit : many.search(request).hits()) {
          assertTrue(hit.score() >= -1 && hit.score() <= 1, hit.toString());
        }
      }
    }
    for (SearchMode mode : offered()) {
      for (Hit hit : many.search(SearchRequest.text("t1x1 t2x2").withMode(mode)).hits()) {
        if (hit.parts() != null) {
          assertTrue(Math.abs(hit.parts().cosine()) <= 1, hit.toString());
        }
      }
    }
  }

  @Test
  default void should_find_the_best_hit_again_if_no_lower_score_is_wanted() {
    Random random = new Random(Seeds.seed());
    VectorCollection many = many(random);
    for (int question = 0; question < 20; question++) {
      SearchRequest asked = SearchRequest.text(WordsEmbedder.text(random));
      for (SearchMode mode : offered()) {
        SearchRequest request = asked.withMode(mode).withK(5);
        List<Hit> hits = many.search(request).hits();
        if (!hits.isEmpty()) {
          Hit best = hits.get(0);
          List<String> found = ids(many.search(request.withMinScore(best.score())));
          assertTrue(found.contains(best.id()), mode + ": " + best + " is lost");
        }
      }
    }
  }

  @Test
  default void should_put_scores_on_a_scale_that_thresholds_can_be_put_on() {
    Random random = new Random(Seeds.seed());
    VectorCollection many = many(random);
    for (SearchMode mode : offered()) {
      ScoreScale scale = many.scale(mode);
      for (int question = 0; question < 2; question++) {
        SearchRequest request =
            exactly(SearchRequest.text(WordsEmbedder.text(random)).withMode(mode)).withK(8);
        List<Hit> all = many.search(request).hits();
        double last = 1;
        for (Hit hit : all) {
          double unit = scale.toUnit(hit.score());
          assertTrue(unit >= 0 && unit <= last, mode + ": " + unit + " after " + last);
          last = unit;
          for (double threshold : List.of(unit, Math.nextUp(unit), Math.nextDown(unit))) {
            if (threshold >= 0 && threshold <= 1) {
              assertEquals(
                  all.stream().filter(h -> scale.toUnit(h.score()) >= threshold).toList(),
                  many.search(request.withMinScore(scale.fromUnit(threshold))).hits(),
                  mode + " at " + threshold);
            }
          }
        }
        assertEquals(
            all, many.search(request.withMinScore(scale.fromUnit(0))).hits(), "0 leaves out none");
      }
    }
  }

  @Test
  default void should_have_a_scale_for_what_it_offers_only() {
    VectorCollection animals = animals();
    SearchMode auto = SearchMode.AUTO.resolve(declared(), true);
    for (double score : new double[] {-1, -0.5, 0, 0.3, 1, 1.5, 3}) {
      assertEquals(animals.scale(auto).toUnit(score), animals.scale(SearchMode.AUTO).toUnit(score));
    }
    for (SearchMode mode : List.of(SearchMode.LEXICAL, SearchMode.HYBRID)) {
      if (!offered().contains(mode)) {
        assertThrows(IllegalArgumentException.class, () -> animals.scale(mode));
      }
    }
    for (Metric metric : metrics()) {
      VectorCollection some = store().create(new CollectionSpec("of-" + metric, metric, 2));
      ScoreScale scale = some.scale(SearchMode.VECTOR);
      assertEquals(ScoreScale.of(metric).toUnit(-0.25), scale.toUnit(-0.25), metric.name());
    }
  }
}
