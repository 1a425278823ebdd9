package dev.ragged.springai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.SearchMode;
import dev.ragged.VectorCollection;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.content.Media;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.filter.FilterExpressionBuilder;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

/** What the documentation of Spring AI's vector stores, and their own tests, lead one to expect. */
@ParameterizedClass
@EnumSource
class RaggedVectorStoreTest {
  private static final Document TEA =
      new Document(
          "tea",
          "Green tea is steeped at eighty degrees.",
          Map.of("country", "JP", "year", 2020, "rating", 4.5, "fresh", true));
  private static final Document MOON =
      new Document(
          "moon", "The moon orbits the earth in a month.", Map.of("country", "US", "year", 1969));
  private static final Document BREAD =
      new Document(
          "bread",
          "Bread rises because of yeast.",
          Map.of("country", "FR", "year", 2023, "tags", List.of("food", "warm")));
  private static final String QUESTION = "How hot should the water be?";

  /** Filters, and the ids that they match. */
  private static final List<String> FILTERS =
      List.of(
          "country == 'JP' => tea",
          "'country' == 'JP' => tea",
          "\"country\" == 'JP' => tea",
          "country != 'JP' => moon bread",
          "year == 2020 => tea",
          "year > 2000 => tea bread",
          "year >= 2023 => bread",
          "year < 2000 => moon",
          "year <= 1969 => moon",
          "rating > 4 => tea",
          "rating == 4.5 => tea",
          "fresh == true => tea",
          "country in ['JP', 'FR'] => tea bread",
          "year in [1969, 2020] => tea moon",
          "country nin ['JP', 'FR'] => moon",
          "NOT(country == 'JP') => moon bread",
          "not (country in ['JP', 'FR']) => moon",
          "country == 'JP' && year == 2020 => tea",
          "country == 'JP' and year == 2021 => -",
          "country == 'JP' || year == 1969 => tea moon",
          "(country == 'JP' or country == 'US') and year > 2000 => tea",
          "country == 'JP' or country == 'US' and year > 2000 => tea",
          "fresh is null => moon bread",
          "fresh is not null => tea",
          "tags == 'food' => bread",
          "nothing == 'here' => -");

  @Parameter SetUp setUp;

  @TempDir Path folder;

  private VectorCollection collection;
  private RaggedVectorStore store;

  @BeforeEach
  void fill() {
    collection = setUp.collection(folder);
    store = setUp.store(collection).build();
    store.add(List.of(TEA, MOON, BREAD));
  }

  @AfterEach
  void close() {
    collection.close();
  }

  private static SearchRequest.Builder all() {
    return SearchRequest.builder().query(QUESTION).topK(10).similarityThresholdAll();
  }

  private Set<String> where(String filter) {
    return ids(store.similaritySearch(all().filterExpression(filter).build()));
  }

  private static Set<String> ids(List<Document> documents) {
    return documents.stream().map(Document::getId).collect(Collectors.toSet());
  }

  @Test
  void should_rank_by_meaning_with_score_and_distance() {
    List<Document> found = store.similaritySearch(QUESTION);
    assertEquals(3, found.size());
    assertEquals("tea", found.get(0).getId());
    assertEquals(TEA.getText(), found.get(0).getText());
    for (int i = 0; i < 3; i++) {
      double score = found.get(i).getScore();
      assertTrue(score >= -1 && score <= 1, "score " + score);
      assertTrue(i == 0 || score <= found.get(i - 1).getScore());
      assertEquals(1 - score, (Double) found.get(i).getMetadata().get("distance"), 1e-12);
    }
  }

  @Test
  void should_find_a_text_by_itself_with_a_score_of_at_most_1() {
    Document found = store.similaritySearch(MOON.getText()).get(0);
    assertEquals("moon", found.getId());
    assertEquals(1, found.getScore(), 1e-5);
    assertTrue(found.getScore() <= 1);
  }

  @Test
  void should_keep_what_reaches_the_threshold() {
    List<Document> every = store.similaritySearch(all().build());
    double between = (every.get(0).getScore() + every.get(1).getScore()) / 2;
    assertTrue(between > 0 && between < 1, "threshold " + between);
    SearchRequest request = all().similarityThreshold(between).build();
    assertEquals(Set.of("tea"), ids(store.similaritySearch(request)));
    assertEquals(List.of(), store.similaritySearch(all().similarityThreshold(0.999).build()));
  }

  @Test
  void should_find_at_most_as_many_as_asked_for() {
    assertEquals(1, store.similaritySearch(all().topK(1).build()).size());
    assertEquals(3, store.similaritySearch(all().topK(1_000_000).build()).size());
    assertEquals(List.of(), store.similaritySearch(all().topK(0).build()));
  }

  @Test
  void should_find_all_for_an_empty_question() {
    assertEquals(3, store.similaritySearch("").size());
    assertEquals(
        Set.of("moon"),
        ids(
            store.similaritySearch(
                SearchRequest.builder().query(" ").filterExpression("country == 'US'").build())));
  }

  @Test
  void should_filter_before_it_searches() {
    FILTERS.forEach(
        filter -> {
          String[] parts = filter.split(" => ");
          Set<String> ids = parts[1].equals("-") ? Set.of() : Set.of(parts[1].split(" "));
          assertEquals(ids, where(parts[0]), filter);
        });
  }

  @Test
  void should_take_filters_that_are_built() {
    FilterExpressionBuilder b = new FilterExpressionBuilder();
    SearchRequest request =
        all().filterExpression(b.and(b.gte("year", 2020), b.nin("country", "FR")).build()).build();
    assertEquals(Set.of("tea"), ids(store.similaritySearch(request)));
    SearchRequest quoted = all().filterExpression(b.eq("'country'", "JP").build()).build();
    assertEquals(Set.of("tea"), ids(store.similaritySearch(quoted)));
  }

  @Test
  void should_delete_by_ids() {
    store.delete(List.of("tea", "nothing"));
    assertEquals(Set.of("moon", "bread"), ids(store.similaritySearch(all().build())));
  }

  @Test
  void should_delete_by_filter() {
    store.delete("year > 2000 && country != 'JP'");
    assertEquals(Set.of("tea", "moon"), ids(store.similaritySearch(all().build())));
    store.delete(new FilterExpressionBuilder().in("country", "JP", "US").build());
    assertEquals(List.of(), store.similaritySearch(all().build()));
  }

  @Test
  void should_replace_a_document_with_the_same_id() {
    store.add(List.of(new Document("tea", "Coffee is ground just before.", Map.of("year", 2026))));
    Document found = store.similaritySearch("coffee").get(0);
    assertEquals("tea", found.getId());
    assertEquals(2026, found.getMetadata().get("year"));
    assertFalse(found.getMetadata().containsKey("country"));
    assertEquals(3, collection.info().passages());
  }

  @Test
  void should_give_metadata_back_in_its_types() {
    UUID uuid = UUID.randomUUID();
    Instant instant = Instant.parse("2026-11-27T10:00:00Z");
    store.add(
        List.of(
            Document.builder()
                .id("types")
                .text("Types of values.")
                .metadata("integer", 42)
                .metadata("long", 1L << 40)
                .metadata("double", 0.1)
                .metadata("float", 1.5f)
                .metadata("boolean", false)
                .metadata("string", "a 'quoted' \"word\"")
                .metadata("strings", List.of("a", "b"))
                .metadata("numbers", List.of(1, 2))
                .metadata("uuid", uuid)
                .metadata("instant", instant)
                .metadata("date", Date.from(instant))
                .metadata("day", LocalDate.of(2026, 11, 27))
                .metadata("enum", SearchMode.HYBRID)
                .build()));
    Map<String, Object> found =
        store
            .similaritySearch(all().filterExpression("integer == 42").build())
            .get(0)
            .getMetadata();
    assertEquals(42, found.get("integer"));
    assertEquals(1L << 40, found.get("long"));
    assertEquals(0.1, found.get("double"));
    assertEquals(1.5, found.get("float"));
    assertEquals(false, found.get("boolean"));
    assertEquals("a 'quoted' \"word\"", found.get("string"));
    assertEquals(List.of("a", "b"), found.get("strings"));
    assertEquals(List.of(1, 2), found.get("numbers"));
    assertEquals(uuid.toString(), found.get("uuid"));
    assertEquals("2026-11-27T10:00:00.000000000Z", found.get("instant"));
    assertEquals("2026-11-27T10:00:00.000000000Z", found.get("date"));
    assertEquals("2026-11-27", found.get("day"));
    assertEquals("HYBRID", found.get("enum"));
    FilterExpressionBuilder b = new FilterExpressionBuilder();
    assertEquals(
        Set.of("types"),
        ids(store.similaritySearch(all().filterExpression(b.eq("uuid", uuid).build()).build())));
  }

  @Test
  void should_refuse_documents_without_text() {
    Media picture = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] {1, 2, 3}));
    Document document = new Document(picture, Map.of());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> store.add(List.of(document)));
    assertTrue(refused.getMessage().contains("text"), refused.getMessage());
  }

  @Test
  void should_refuse_what_no_metadata_can_hold() {
    Document nested = new Document("Nested.", Map.of("author", Map.of("name", "Ada")));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> store.add(List.of(nested)));
    assertTrue(refused.getMessage().contains("'author'"), refused.getMessage());
    assertEquals(3, collection.info().passages());
  }

  @Test
  void should_add_more_documents_than_a_batch_has() {
    List<Document> many = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> many.add(new Document("id" + i, "Number " + i, Map.of())));
    store.add(many);
    store.add(List.of());
    assertEquals(103, collection.info().passages());
    assertEquals("id42", store.similaritySearch("Number 42").get(0).getId());
  }

  @Test
  void should_count_shared_words_if_asked_to() {
    RaggedVectorStore hybrid = setUp.store(collection).searchMode(SearchMode.HYBRID).build();
    store.add(List.of(new Document("code", "Error RX-7731-B was seen.", Map.of())));
    Document found = hybrid.similaritySearch("RX-7731-B").get(0);
    assertEquals("code", found.getId());
    assertTrue(found.getScore() > 0 && found.getScore() <= 1, "score " + found.getScore());
    assertEquals(4, hybrid.similaritySearch("").size());
  }

  @Test
  void should_be_observed() {
    TestObservationRegistry registry = TestObservationRegistry.create();
    RaggedVectorStore observed = setUp.store(collection).observationRegistry(registry).build();
    observed.similaritySearch(all().topK(2).build());
    TestObservationRegistryAssert.assertThat(registry)
        .hasObservationWithNameEqualTo("db.vector.client.operation")
        .that()
        .hasContextualNameEqualTo("ragged query")
        .hasLowCardinalityKeyValue("db.system", "ragged")
        .hasLowCardinalityKeyValue("db.operation.name", "query")
        .hasHighCardinalityKeyValue("db.collection.name", "documents")
        .hasHighCardinalityKeyValue("db.vector.dimension_count", "384")
        .hasHighCardinalityKeyValue("db.search.similarity_metric", "cosine")
        .hasHighCardinalityKeyValue("db.vector.query.top_k", "2")
        .hasBeenStarted()
        .hasBeenStopped();
    registry.clear();
    observed.add(List.of(new Document("one", "One more.", Map.of())));
    observed.delete(List.of("one"));
    observed.delete("country == 'JP'");
    TestObservationRegistryAssert.assertThat(registry)
        .hasNumberOfObservationsWithNameEqualTo("db.vector.client.operation", 3);
  }

  @Test
  void should_give_the_collection() {
    assertSame(collection, store.getNativeClient().orElseThrow());
    assertEquals("RaggedVectorStore", store.getName());
  }
}
