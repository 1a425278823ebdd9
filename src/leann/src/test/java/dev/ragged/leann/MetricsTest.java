package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.GivenVectors;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.Seeds;
import dev.ragged.testkit.WordsEmbedder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Distance and inner product beside cosine, for vectors of any length. */
class MetricsTest extends StoreFixture {
  private static final int DIMENSION = 64;

  private final Random random = new Random(Seeds.seed());

  private float[] vector(double length) {
    float[] vector = new float[DIMENSION];
    double squares = 0;
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
      squares += vector[i] * vector[i];
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] *= (float) (length / Math.sqrt(squares));
    }
    return vector;
  }

  private static double score(Metric metric, float[] a, float[] b) {
    double dot = 0;
    double squares = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squares += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return switch (metric) {
      case COSINE -> aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
      case DOT_PRODUCT -> dot;
      case EUCLIDEAN -> -squares;
    };
  }

  /** Some of length 1, which have codes, some of other lengths, and one of zeros. */
  private List<Passage> given() {
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      double length = i % 3 == 0 ? 1 : Math.exp(random.nextGaussian() * 2);
      passages.add(new Passage("p" + i, null, Metadata.of(Map.of("tens", i % 10)), vector(length)));
    }
    passages.add(new Passage("zero", null, Metadata.of(Map.of("tens", 0)), new float[DIMENSION]));
    return passages;
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void should_find_the_nearest_of_given_vectors(Metric metric) {
    List<Passage> passages = given();
    try (VectorCollection collection =
        store.create(new CollectionSpec("given", metric, DIMENSION))) {
      collection.add(passages.subList(0, 200));
      collection.add(passages.subList(200, passages.size()));
      collection.delete(Selection.ids("p7", "p8"));
      passages.removeIf(p -> p.id().equals("p7") || p.id().equals("p8"));
      assertNearest(collection, metric, passages);
      collection.compact();
      assertNearest(collection, metric, passages);
    }
    store.close();
    store = LeannVectorStore.open(folder, null);
    try (VectorCollection again = store.open("given")) {
      assertEquals(metric, again.info().metric());
      assertNearest(again, metric, passages);
    }
  }

  private void assertNearest(VectorCollection collection, Metric metric, List<Passage> passages) {
    for (double length : new double[] {0, 1e-6, 1, 1, 1000}) {
      float[] query = length == 0 ? new float[DIMENSION] : vector(length);
      for (Filter filter : List.of(Filter.all(), Filter.equal("tens", 3))) {
        List<Hit> hits =
            collection
                .search(
                    SearchRequest.vector(query)
                        .withK(10)
                        .withFilter(filter)
                        .withRecallTarget(1)
                        .withSearchComplexity(400))
                .hits();
        List<Double> expected =
            passages.stream()
                .filter(
                    p -> filter.equals(Filter.all()) || p.metadata().asMap().get("tens").equals(3L))
                .map(p -> score(metric, query, p.vector()))
                .sorted(Comparator.reverseOrder())
                .limit(10)
                .toList();
        assertEquals(expected.size(), hits.size());
        for (int i = 0; i < hits.size(); i++) {
          double tolerance = 1e-6 * Math.max(1, Math.abs(expected.get(i)));
          assertEquals(expected.get(i), hits.get(i).score(), tolerance, metric + " " + length);
        }
        double third = hits.get(2).score();
        List<Hit> above =
            collection
                .search(
                    SearchRequest.vector(query)
                        .withK(10)
                        .withFilter(filter)
                        .withRecallTarget(1)
                        .withSearchComplexity(400)
                        .withMinScore(third))
                .hits();
        assertTrue(above.size() >= 3, "a hit with the least score counts");
        assertTrue(above.stream().allMatch(hit -> hit.score() >= third));
      }
    }
    Passage some = passages.get(5);
    assertArrayEquals(some.vector(), collection.embeddings(List.of(some.id())).get(0));
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void should_keep_no_vectors_of_texts(Metric metric) {
    try (VectorCollection notes = store.create(new CollectionSpec("notes", metric, DIMENSION))) {
      notes.add(
          List.of(
              Passage.of("tea", "the kettle boils water for tea"),
              Passage.of("boat", "the ferry leaves for the island")));
      SearchResult found =
          notes.search(SearchRequest.text("ferry island").withMode(SearchMode.VECTOR));
      assertEquals("boat", found.hits().get(0).id());
      assertTrue(found.stats().recomputed() > 0);
      double expected =
          score(
              metric,
              embedder.embedQuery("ferry island"),
              embedder.embed(List.of("the ferry leaves for the island")).get(0));
      assertEquals(expected, found.hits().get(0).score(), 1e-6);
      int before = embedder.embedded().get();
      notes.upsert(List.of(Passage.of("boat", "the ferry leaves for the island")));
      assertEquals(before, embedder.embedded().get(), "a text that is there already");
    }
  }

  /** The direction of a text's embedding with another length is another vector. */
  @ParameterizedTest
  @EnumSource(GivenVectors.class)
  void should_keep_the_length_of_a_vector_given_with_its_text(GivenVectors given) {
    store.close();
    store =
        LeannVectorStore.open(folder, embedder, LeannOptions.defaults().withGivenVectors(given));
    String text = "the ferry leaves for the island";
    float[] twice = embedder.embed(List.of(text)).get(0);
    for (int i = 0; i < twice.length; i++) {
      twice[i] *= 2;
    }
    try (VectorCollection notes =
        store.create(new CollectionSpec("notes", Metric.DOT_PRODUCT, DIMENSION))) {
      notes.add(List.of(new Passage("boat", text, null, twice), Passage.of("other", text)));
      SearchRequest question = SearchRequest.text(text).withMode(SearchMode.VECTOR);
      List<Hit> hits = notes.search(question).hits();
      assertEquals(List.of("boat", "other"), hits.stream().map(Hit::id).toList());
      assertEquals(2 * hits.get(1).score(), hits.get(0).score(), 1e-6);
      assertArrayEquals(twice, notes.embeddings(List.of("boat")).get(0));
      List<Hit> hybrid = notes.search(question.withMode(SearchMode.HYBRID)).hits();
      hybrid.forEach(hit -> assertEquals(1, hit.parts().cosine(), 1e-6, "of any length"));
    }
  }

  @Test
  void should_take_all_given_vectors_for_new_ones_though_texts_are_the_same() {
    String text = "the ferry leaves for the island";
    try (VectorStore wide = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION));
        VectorCollection notes =
            wide.create(new CollectionSpec("notes", Metric.EUCLIDEAN, DIMENSION))) {
      float[] far = vector(7);
      notes.add(List.of(new Passage("boat", text, null, far)));
      notes.upsert(List.of(Passage.of("boat", text)));
      SearchRequest question = SearchRequest.text(text).withMode(SearchMode.VECTOR);
      assertEquals(0, notes.search(question).hits().get(0).score(), 1e-6, "embedded again");
    }
  }
}
