package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.axis;
import static dev.ragged.testkit.ContractTest.bare;
import static dev.ragged.testkit.ContractTest.exactly;
import static dev.ragged.testkit.ContractTest.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ragged.Capability;
import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Search by every metric and in every mode. */
interface SearchContract extends ContractTest {

  @Test
  default void should_find_the_nearest_text_first_with_its_exact_score() {
    SearchResult result = animals().search(exactly(SearchRequest.text("a hen lays an egg")));
    Hit hen = result.hits().get(0);
    assertEquals("hen", hen.id());
    assertEquals(1.0, hen.score(), tolerance());
    assertEquals("a hen lays an egg", hen.text());
    assertEquals(Metadata.of(Map.of("legs", 2, "pet", false)), hen.metadata());
    assertEquals(3, result.hits().size());
    for (int i = 1; i < 3; i++) {
      assertTrue(result.hits().get(i - 1).score() >= result.hits().get(i).score());
    }
  }

  @Test
  default void should_take_a_text_for_the_embedding_of_it() {
    VectorCollection animals = animals();
    List<Hit> byText = animals.search(exactly(SearchRequest.text("who barks")).withK(4)).hits();
    List<Hit> byVector =
        animals
            .search(exactly(SearchRequest.vector(embedder().embedQuery("who barks"))).withK(4))
            .hits();
    assertEquals(byVector.stream().map(Hit::id).toList(), byText.stream().map(Hit::id).toList());
    for (int i = 0; i < 4; i++) {
      assertEquals(byVector.get(i).score(), byText.get(i).score(), tolerance());
    }
  }

  @Test
  default void should_score_by_each_metric_exactly() {
    long seed = Seeds.seed();
    for (Metric metric : metrics()) {
      Random random = new Random(seed);
      String name = "scored-" + metric.name().toLowerCase();
      VectorCollection scored = store().create(new CollectionSpec(name, metric, 5));
      Map<String, float[]> vectors = new TreeMap<>();
      for (int i = 0; i < 40; i++) {
        float length = (float) Math.pow(10, random.nextInt(3) - 1);
        vectors.put("r" + i, vector(random, length));
      }
      vectors.put("zero", new float[5]);
      scored.add(vectors.entrySet().stream().map(e -> bare(e.getKey(), e.getValue())).toList());
      for (float[] question :
          List.of(vector(random, 1), vector(random, 20), vectors.get("r3"), new float[5])) {
        List<Hit> hits = scored.search(exactly(SearchRequest.vector(question)).withK(10)).hits();
        List<Double> best =
            vectors.values().stream()
                .map(vector -> score(metric, question, vector))
                .sorted(Comparator.reverseOrder())
                .toList();
        assertEquals(10, hits.size());
        for (int i = 0; i < 10; i++) {
          Hit hit = hits.get(i);
          double expected = score(metric, question, vectors.get(hit.id()));
          double tolerance = 1e-5 * Math.max(1, Math.abs(expected));
          String message = Seeds.repeat(seed) + metric + ", rank " + i + ", " + hit;
          assertEquals(expected, hit.score(), tolerance, message);
          assertEquals(best.get(i), hit.score(), tolerance, message);
        }
      }
    }
  }

  private static float[] vector(Random random, float length) {
    float[] vector = new float[5];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian() * length;
    }
    return vector;
  }

  /** The score as {@link Metric} defines it. */
  private static double score(Metric metric, float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return switch (metric) {
      case COSINE -> aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
      case DOT_PRODUCT -> ab;
      case EUCLIDEAN -> -(aa - 2 * ab + bb);
    };
  }

  @Test
  default void should_give_as_many_hits_as_asked_for_or_there_are() {
    VectorCollection animals = animals();
    for (SearchMode mode : offered()) {
      SearchRequest request = SearchRequest.text("a cat purrs on the sofa").withMode(mode);
      assertEquals(List.of("cat"), ids(animals.search(request.withK(1))), mode.name());
      assertEquals(2, animals.search(request.withK(2)).hits().size(), mode.name());
      SearchResult all = animals.search(request.withK(SearchRequest.MAX_K));
      assertEquals(4, Set.copyOf(ids(all)).size(), mode.name());
      assertEquals(4, all.hits().size(), mode.name());
    }
  }

  @Test
  default void should_find_nothing_in_an_empty_collection_by_any_mode() {
    VectorCollection empty = store().create(CollectionSpec.of("empty"));
    for (SearchMode mode : offered()) {
      assertEquals(List.of(), empty.search(SearchRequest.text("x").withMode(mode)).hits());
    }
    empty.add(List.of(Passage.of("x", "x")));
    empty.delete(Selection.all());
    for (SearchMode mode : offered()) {
      assertEquals(List.of(), empty.search(SearchRequest.text("x").withMode(mode)).hits());
    }
  }

  @Test
  default void should_refuse_a_mode_it_lacks() {
    VectorCollection animals = animals();
    for (SearchMode mode : SearchMode.values()) {
      if (!offered().contains(mode) && mode != SearchMode.AUTO) {
        SearchRequest request = SearchRequest.text("a cat").withMode(mode);
        IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> animals.search(request));
        assertFalse(e.getMessage().isBlank());
      }
    }
  }

  @Test
  default void should_filter_before_it_searches() {
    VectorCollection many = store().create(CollectionSpec.of("many"));
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      passages.add(Passage.of("near" + i, "red apple " + i, Metadata.of("kind", "near")));
    }
    for (int i = 0; i < 5; i++) {
      passages.add(Passage.of("far" + i, "red blue whale " + i, Metadata.of("kind", "far")));
    }
    many.add(passages);
    for (SearchMode mode : offered()) {
      SearchRequest request = SearchRequest.text("red apple").withK(5).withMode(mode);
      for (Filter far :
          List.of(
              Filter.equal("kind", "far"),
              new Filter.TextContains("blue"),
              new Filter.Not(new Filter.In("kind", List.of("near"))))) {
        SearchResult result = many.search(request.withFilter(far).withSearchComplexity(5));
        assertEquals(5, result.hits().size(), mode + " " + far);
        assertTrue(ids(result).stream().allMatch(id -> id.startsWith("far")), mode + " " + far);
      }
      assertEquals(List.of(), many.search(request.withFilter(Filter.equal("kind", "none"))).hits());
    }
  }

  @Test
  default void should_order_equal_scores_by_id() {
    VectorCollection ties = vectors(2);
    for (String id : List.of("d", "b", "e", "a", "c")) {
      ties.add(List.of(bare(id, 3, 4)));
    }
    ties.add(List.of(bare("best", 0, 2), bare("worst", -1, -1)));
    SearchResult result = ties.search(exactly(SearchRequest.vector(new float[] {0, 1})).withK(7));
    // Dot product and distance rank these five elsewhere, but in the same order.
    assertEquals(
        List.of("a", "b", "c", "d", "e"),
        ids(result).stream().filter(id -> id.length() == 1).toList());
    assertEquals(7, result.hits().size());
  }

  @Test
  default void should_refuse_bad_question_vectors() {
    VectorCollection animals = animals();
    for (float[] bad :
        List.of(
            new float[0],
            new float[DIMENSION - 1],
            new float[DIMENSION + 1],
            with(Float.NaN),
            with(Float.POSITIVE_INFINITY))) {
      assertThrows(IllegalArgumentException.class, () -> animals.search(SearchRequest.vector(bad)));
    }
    VectorCollection empty = store().create(CollectionSpec.of("empty"));
    assertThrows(
        IllegalArgumentException.class,
        () -> empty.search(SearchRequest.vector(new float[DIMENSION - 1])));
  }

  private static float[] with(float value) {
    float[] vector = axis(0);
    vector[3] = value;
    return vector;
  }

  @Test
  default void should_refuse_words_without_an_embedder() {
    VectorStore modelless = another(null);
    VectorCollection vectors = modelless.create(CollectionSpec.of("vectors", 2));
    vectors.add(List.of(bare("one", 1, 0)));
    assertThrows(IllegalStateException.class, () -> vectors.search(SearchRequest.text("one")));
    assertEquals(List.of("one"), ids(vectors.search(SearchRequest.vector(new float[] {0, 1}))));
  }

  @Test
  default void should_return_passages_without_text_as_they_are() {
    VectorCollection mixed = store().create(CollectionSpec.of("mixed"));
    mixed.add(
        List.of(
            bare("bare", Metadata.of("k", 1), axis(2)),
            bare("plain", axis(3)),
            new Passage("empty", "", null, axis(4))));
    Map<String, Hit> hits = new TreeMap<>();
    mixed.search(SearchRequest.vector(axis(2))).hits().forEach(hit -> hits.put(hit.id(), hit));
    assertEquals(3, hits.size());
    assertNull(hits.get("bare").text());
    assertEquals(Metadata.of("k", 1), hits.get("bare").metadata());
    assertEquals(1, hits.get("bare").score(), 1e-5);
    assertNull(hits.get("plain").text());
    assertEquals(Metadata.EMPTY, hits.get("plain").metadata());
    assertEquals("", hits.get("empty").text());
  }

  @Test
  default void should_forget_what_was_deleted_and_find_what_replaced_it() {
    VectorCollection changing = vectors(3);
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      passages.add(bare("r" + i, 1, i, i * i));
    }
    changing.add(passages);
    changing.delete(Selection.ids(passages.stream().map(Passage::id).limit(25).toList()));
    float[] question = {1, 2, 4};
    assertEquals(
        Set.of("r25", "r26", "r27", "r28", "r29"),
        Set.copyOf(ids(changing.search(exactly(SearchRequest.vector(question)).withK(10)))));
    changing.upsert(List.of(bare("r27", 2, 4, 8)));
    assertEquals(
        "r27",
        changing.search(exactly(SearchRequest.vector(new float[] {2, 4, 8}))).hits().get(0).id());
    changing.add(List.of(bare("r3", 5, -5, 5)));
    assertTrue(
        ids(changing.search(exactly(SearchRequest.vector(question)).withK(10))).contains("r3"));
  }

  @Test
  default void should_tell_what_a_search_cost() {
    VectorCollection animals = animals();
    SearchResult result = animals.search(SearchRequest.text("a cat").withRecallTarget(1));
    SearchStats stats = result.stats();
    assertTrue(stats.candidates() >= result.hits().size(), stats.toString());
    int expected = animals.info().keptVectorBytes() == 0 ? 4 : 0;
    assertEquals(expected, stats.recomputed(), stats.toString());
    for (long nanos :
        List.of(
            stats.embedQueryNanos(),
            stats.scanNanos(),
            stats.recomputeNanos(),
            stats.totalNanos())) {
      assertTrue(nanos >= 0, stats.toString());
    }
    assertTrue(
        stats.totalNanos() >= stats.embedQueryNanos() + stats.scanNanos() + stats.recomputeNanos(),
        stats.toString());
  }

  @Test
  default void should_answer_in_time_with_as_many_hits() {
    SearchRequest request = SearchRequest.text("who barks");
    SearchResult hurried = animals().search(request.withWithin(Duration.ofNanos(1)));
    assertEquals(3, hurried.hits().size());
    double recall = hurried.stats().expectedRecall();
    assertTrue(Double.isNaN(recall) || (recall >= 0 && recall <= 1), "expected " + recall);
    assertThrows(IllegalArgumentException.class, () -> request.withWithin(Duration.ZERO));
  }

  @Test
  default void should_need_the_embedder_for_what_it_recomputes() {
    assumeTrue(animals().info().keptVectorBytes() == 0, "embeddings are kept");
    closeStore();
    VectorCollection animals = another(null).open("animals");
    assertThrows(IllegalStateException.class, () -> animals.search(SearchRequest.vector(axis(0))));
  }

  @Test
  default void should_rank_by_words() {
    assumeTrue(can(Capability.LEXICAL_SEARCH), "no lexical search");
    VectorCollection animals = animals();
    animals.add(List.of(bare("bare", axis(1))));
    SearchResult result =
        animals.search(SearchRequest.text("honey, or the DOOR?").withMode(SearchMode.LEXICAL));
    assertEquals(Set.of("bee", "dog", "cat"), Set.copyOf(ids(result)));
    assertEquals("dog", result.hits().get(0).id(), "it has two of the words");
    assertEquals(0, result.stats().recomputed());
    double last = Double.MAX_VALUE;
    for (Hit hit : result.hits()) {
      assertTrue(hit.score() >= 0 && hit.score() <= last);
      last = hit.score();
    }
    SearchRequest absent = SearchRequest.text("zebra").withMode(SearchMode.LEXICAL);
    assertEquals(List.of(), animals.search(absent).hits());
    SearchRequest signs = SearchRequest.text("?! +- \"* (").withMode(SearchMode.LEXICAL);
    assertEquals(List.of(), animals.search(signs).hits());
  }

  @Test
  default void should_order_equal_word_scores_by_id() {
    assumeTrue(can(Capability.LEXICAL_SEARCH), "no lexical search");
    VectorCollection ties = store().create(CollectionSpec.of("ties"));
    for (String id : List.of("d", "b", "e", "a", "c")) {
      ties.add(List.of(Passage.of(id, "the same words")));
    }
    SearchRequest request = SearchRequest.text("same").withMode(SearchMode.LEXICAL);
    assertEquals(List.of("a", "b", "c", "d", "e"), ids(ties.search(request.withK(5))));
    // Which of equal hits are among the best two is unspecified, but their order is not.
    List<String> two = ids(ties.search(request.withK(2)));
    assertEquals(two.stream().sorted().toList(), two);
  }

  @Test
  default void should_add_what_words_and_meaning_say() {
    assumeTrue(can(Capability.HYBRID_SEARCH), "no hybrid search");
    VectorCollection animals = animals();
    animals.add(List.of(bare("bare", axis(1))));
    SearchRequest question =
        exactly(SearchRequest.text("a bee makes honey")).withMode(SearchMode.HYBRID).withK(10);
    List<Hit> hits = animals.search(question).hits();
    assertEquals("bee", hits.get(0).id());
    assertEquals(1, hits.get(0).parts().cosine(), tolerance());
    assertTrue(hits.get(0).parts().coverage() > 0.3, hits.get(0).toString());
    assertEquals(5, hits.size(), "all are near somehow");
    double lambda =
        (hits.get(0).score() - hits.get(0).parts().cosine()) / hits.get(0).parts().coverage();
    assertTrue(lambda > 0, "" + lambda);
    for (Hit hit : hits) {
      Hit.Parts parts = hit.parts();
      assertTrue(parts.coverage() >= 0 && parts.coverage() <= 1, hit.toString());
      assertEquals(parts.cosine() + lambda * parts.coverage(), hit.score(), 1e-5, hit.toString());
    }
    Hit bare = hits.stream().filter(hit -> hit.id().equals("bare")).findFirst().orElseThrow();
    assertEquals(0, bare.parts().coverage(), "it has no words");
    assertEquals(hits, animals.search(question.withMode(SearchMode.AUTO)).hits());
  }

  @Test
  default void should_leave_out_what_scores_too_low() {
    VectorCollection animals = animals();
    for (SearchMode mode : offered()) {
      SearchRequest request =
          exactly(SearchRequest.text("a cat purrs on the sofa")).withMode(mode).withK(4);
      List<Hit> all = animals.search(request).hits();
      for (Hit least : all) {
        List<Hit> some = animals.search(request.withMinScore(least.score())).hits();
        assertEquals(
            all.stream().filter(hit -> hit.score() >= least.score()).toList(), some, mode.name());
      }
      double more = all.get(0).score() + 0.01;
      assertEquals(List.of(), animals.search(request.withMinScore(more)).hits(), mode.name());
    }
  }
}
