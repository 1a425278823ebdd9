package dev.ragged.springai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Metric;
import dev.ragged.SearchMode;
import dev.ragged.VectorCollection;
import dev.ragged.leann.LeannVectorStore;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;

/** Collections of every metric, with vectors of a model of Spring AI's. */
class MetricsTest {
  private static final SearchRequest QUESTION =
      SearchRequest.builder().query("How hot should the water be?").topK(3).build();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void should_rank_and_cut_off_by_the_metric_of_the_collection(Metric metric) {
    CollectionSpec spec = new CollectionSpec("documents", metric, SetUp.MODEL.dimensions());
    TestObservationRegistry registry = TestObservationRegistry.create();
    try (VectorCollection collection = LeannVectorStore.open(folder, null).create(spec)) {
      RaggedVectorStore store =
          RaggedVectorStore.builder(collection, SetUp.MODEL).observationRegistry(registry).build();
      store.add(
          List.of(
              new Document("tea", "Green tea is steeped at eighty degrees.", Map.of()),
              new Document("moon", "The moon orbits the earth in a month.", Map.of()),
              new Document("bread", "Bread rises because of yeast.", Map.of())));
      List<Document> found = store.similaritySearch(QUESTION);
      assertEquals("tea", found.get(0).getId());
      double first = found.get(0).getScore();
      double second = found.get(1).getScore();
      assertTrue(first <= 1 && first > second && second >= -1, first + " " + second);
      if (metric != Metric.COSINE) {
        double raw = score(collection, "tea");
        assertEquals(collection.scale(SearchMode.VECTOR).toUnit(raw), first, 1e-12);
      }
      assertEquals(1 - first, (Double) found.get(0).getMetadata().get("distance"), 1e-12);
      SearchRequest above =
          SearchRequest.from(QUESTION).similarityThreshold((first + second) / 2).build();
      assertEquals(1, store.similaritySearch(above).size());
    }
    String name = metric == Metric.DOT_PRODUCT ? "dot" : metric.name().toLowerCase();
    TestObservationRegistryAssert.assertThat(registry)
        .hasAnObservation(
            one -> one.hasHighCardinalityKeyValue("db.search.similarity_metric", name));
  }

  private static double score(VectorCollection collection, String id) {
    float[] question = SetUp.MODEL.embed(QUESTION.getQuery());
    return collection.search(dev.ragged.SearchRequest.vector(question)).hits().stream()
        .filter(hit -> hit.id().equals(id))
        .findFirst()
        .orElseThrow()
        .score();
  }
}
