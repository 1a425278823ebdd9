package dev.ragged.langchain4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreListener;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreResponseContext;
import dev.ragged.CollectionSpec;
import dev.ragged.GivenVectors;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.VectorCollection;
import dev.ragged.embed.MeteredEmbedder;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What LangChain4j's suites do not ask. */
class RaggedEmbeddingStoreTest {
  private final Random random = new Random(3);

  @TempDir Path folder;

  private VectorCollection collection;
  private RaggedEmbeddingStore store;

  @BeforeEach
  void open() {
    collection = LeannVectorStore.open(folder, null).create(CollectionSpec.of("vectors", 8));
    store = RaggedEmbeddingStore.of(collection);
  }

  @AfterEach
  void close() {
    collection.close();
  }

  private Embedding embedding() {
    float[] vector = new float[8];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    Embedding embedding = Embedding.from(vector);
    embedding.normalize();
    return embedding;
  }

  private static EmbeddingSearchRequest.EmbeddingSearchRequestBuilder near(Embedding embedding) {
    return EmbeddingSearchRequest.builder().queryEmbedding(embedding).maxResults(10);
  }

  @Test
  void should_give_back_what_was_given_with_a_score_of_at_most_1() {
    List<Embedding> given = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      given.add(embedding());
    }
    List<String> ids = store.addAll(given);
    for (int i = 0; i < given.size(); i++) {
      EmbeddingMatch<TextSegment> match = store.search(near(given.get(i)).build()).matches().get(0);
      assertEquals(ids.get(i), match.embeddingId());
      assertArrayEquals(given.get(i).vector(), match.embedding().vector());
      assertTrue(match.score() <= 1 && match.score() > 1 - 1e-6, "score " + match.score());
    }
  }

  @ParameterizedTest
  @EnumSource
  void should_keep_what_reaches_the_minimum_exactly(Metric metric) {
    String name = metric.name().toLowerCase(Locale.ROOT);
    try (VectorCollection of =
        LeannVectorStore.open(folder, null).create(new CollectionSpec(name, metric, 8))) {
      keepsWhatReachesTheMinimum(RaggedEmbeddingStore.of(of));
    }
  }

  private void keepsWhatReachesTheMinimum(RaggedEmbeddingStore store) {
    List<Embedding> given = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      given.add(embedding());
    }
    store.addAll(given);
    Embedding question = embedding();
    List<EmbeddingMatch<TextSegment>> every = store.search(near(question).build()).matches();
    for (int i = 0; i < every.size(); i++) {
      EmbeddingSearchRequest request = near(question).minScore(every.get(i).score()).build();
      assertEquals(every.subList(0, i + 1), store.search(request).matches());
    }
  }

  @Test
  void should_take_any_number_of_results() {
    store.addAll(List.of(embedding(), embedding()));
    assertEquals(
        2, store.search(near(embedding()).maxResults(Integer.MAX_VALUE).build()).matches().size());
  }

  @Test
  void should_replace_what_has_the_same_id() {
    store.addAll(
        List.of("a"),
        List.of(embedding()),
        List.of(TextSegment.from("old", Metadata.from("key", "value"))));
    store.addAll(List.of("a"), List.of(embedding()), List.of(TextSegment.from("new")));
    EmbeddingMatch<TextSegment> match = store.search(near(embedding()).build()).matches().get(0);
    assertEquals("new", match.embedded().text());
    assertFalse(match.embedded().metadata().containsKey("key"));
    assertEquals(1, collection.info().passages());
  }

  @Test
  void should_give_nothing_for_a_passage_without_text() {
    collection.add(
        List.of(new Passage("blank", " ", dev.ragged.Metadata.EMPTY, embedding().vector())));
    store.add("none", embedding());
    store
        .search(near(embedding()).build())
        .matches()
        .forEach(match -> assertEquals(null, match.embedded(), match.embeddingId()));
  }

  @Test
  void should_refuse_filters_of_others() {
    Filter other = object -> true;
    UnsupportedOperationException refused =
        assertThrows(
            UnsupportedOperationException.class,
            () -> store.search(near(embedding()).filter(other).build()));
    assertTrue(refused.getMessage().contains("LangChain4j's own"), refused.getMessage());
    assertThrows(IllegalStateException.class, () -> RaggedEmbeddingStore.builder().build());
  }

  @Test
  void should_tell_listeners() {
    List<String> heard = new ArrayList<>();
    store
        .addListener(
            new EmbeddingStoreListener() {
              @Override
              public void onResponse(EmbeddingStoreResponseContext<?> context) {
                heard.add(context.getClass().getSimpleName());
              }
            })
        .add(embedding());
    assertEquals(1, heard.size());
  }

  @Test
  void should_embed_nothing_again_that_it_can_trust() {
    MeteredEmbedder metered = new MeteredEmbedder(OnnxEmbedder.bundled());
    LeannOptions trusting = LeannOptions.defaults().withGivenVectors(GivenVectors.TRUST);
    try (VectorCollection texts =
        LeannVectorStore.open(folder.resolve("texts"), metered, trusting)
            .create(CollectionSpec.of("texts"))) {
      RaggedEmbeddingModel model = new RaggedEmbeddingModel(metered);
      List<TextSegment> segments =
          List.of(TextSegment.from("Green tea."), TextSegment.from("The moon."));
      RaggedEmbeddingStore trusted = RaggedEmbeddingStore.of(texts);
      trusted.addAll(model.embedAll(segments).content(), segments);
      assertEquals(2, metered.texts(), "each once, by the caller");
      Embedding question = model.embed("tea").content();
      List<EmbeddingMatch<TextSegment>> matches = trusted.search(near(question).build()).matches();
      assertEquals("Green tea.", matches.get(0).embedded().text());
      assertEquals(5, metered.texts(), "the question, and both texts once for score and vector");
      assertEquals(384, model.dimension());
      assertEquals(metered.identity().name(), model.modelName());
    }
  }
}
