package dev.ragged.langchain4j;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.listener.ContentRetrieverListener;
import dev.langchain4j.rag.content.retriever.listener.ContentRetrieverResponseContext;
import dev.langchain4j.rag.query.Query;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.VectorCollection;
import dev.ragged.embed.MeteredEmbedder;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.leann.LeannVectorStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaggedContentRetrieverTest {
  private static final Embedder MODEL = OnnxEmbedder.bundled();
  private static final Query QUESTION = Query.from("How hot should the water be?");

  @TempDir Path folder;

  private VectorCollection collection;

  @BeforeEach
  void fill() {
    collection = LeannVectorStore.open(folder, MODEL).create(CollectionSpec.of("notes"));
    collection.add(
        List.of(
            Passage.of(
                "tea",
                "Green tea is steeped at eighty degrees.",
                Metadata.of(
                    Map.of(
                        Metadata.SOURCE,
                        "tea.md",
                        Metadata.START_LINE,
                        3,
                        Metadata.END_LINE,
                        5,
                        Metadata.PAGE,
                        2,
                        "tags",
                        List.of("food", "hot"),
                        "draft",
                        true))),
            Passage.of(
                "moon",
                "The moon orbits the earth in a month.",
                Metadata.of(Metadata.SOURCE, "moon.md")),
            Passage.of("code", "Error RX-7731-B was seen.", Metadata.of("user", "ada"))));
  }

  @AfterEach
  void close() {
    collection.close();
  }

  private RaggedContentRetriever.Builder retriever() {
    return RaggedContentRetriever.builder().collection(collection);
  }

  private static List<String> ids(List<Content> contents) {
    return contents.stream()
        .map(content -> (String) content.metadata().get(ContentMetadata.EMBEDDING_ID))
        .toList();
  }

  private static double score(Content content) {
    return (Double) content.metadata().get(ContentMetadata.SCORE);
  }

  @Test
  void should_say_where_a_content_is_and_how_well_it_answers() {
    List<Content> contents = RaggedContentRetriever.of(collection).retrieve(QUESTION);
    assertEquals(3, contents.size());
    Content best = contents.get(0);
    assertEquals("tea", ids(contents).get(0));
    assertEquals("Green tea is steeped at eighty degrees.", best.textSegment().text());
    dev.langchain4j.data.document.Metadata place = best.textSegment().metadata();
    assertEquals("tea.md", place.getString(Metadata.SOURCE));
    assertEquals(3, place.getInteger(Metadata.START_LINE));
    assertEquals(5, place.getInteger(Metadata.END_LINE));
    assertEquals(2, place.getInteger(Metadata.PAGE));
    assertEquals("food, hot", place.getString("tags"));
    assertEquals("true", place.getString("draft"));
    for (int i = 0; i < contents.size(); i++) {
      assertTrue(score(contents.get(i)) >= 0 && score(contents.get(i)) <= 1);
      assertTrue(i == 0 || score(contents.get(i)) <= score(contents.get(i - 1)));
    }
  }

  @Test
  void should_find_by_words_what_has_no_meaning_to_a_model() {
    Query code = Query.from("RX-7731-B");
    double hybrid = score(retriever().build().retrieve(code).get(0));
    assertEquals(List.of("code"), ids(retriever().maxResults(1).build().retrieve(code)));
    assertEquals(
        List.of("code"), ids(retriever().searchMode(SearchMode.LEXICAL).build().retrieve(code)));
    double vector = score(retriever().searchMode(SearchMode.VECTOR).build().retrieve(code).get(0));
    assertTrue(hybrid != vector, "both are " + hybrid);
  }

  @Test
  void should_filter_for_all_and_for_each_query() {
    assertEquals(
        List.of("moon"),
        ids(
            retriever()
                .filter(metadataKey(Metadata.SOURCE).isEqualTo("moon.md"))
                .build()
                .retrieve(QUESTION)));
    RaggedContentRetriever personal =
        retriever()
            .dynamicFilter(
                query -> metadataKey("user").isEqualTo((String) query.metadata().chatMemoryId()))
            .build();
    Query ada =
        Query.from(
            QUESTION.text(),
            dev.langchain4j.rag.query.Metadata.from(UserMessage.from("?"), "ada", List.of()));
    assertEquals(List.of("code"), ids(personal.retrieve(ada)));
  }

  @Test
  void should_leave_out_what_scores_less() {
    List<Content> every = retriever().build().retrieve(QUESTION);
    double between = (score(every.get(0)) + score(every.get(1))) / 2;
    assertEquals(List.of("tea"), ids(retriever().minScore(between).build().retrieve(QUESTION)));
    assertEquals(
        List.of("tea"),
        ids(retriever().dynamicMinScore(query -> between).build().retrieve(QUESTION)));
    assertEquals(List.of(), retriever().minScore(1).build().retrieve(QUESTION));
  }

  @Test
  void should_give_as_many_as_asked_for() {
    assertEquals(1, retriever().maxResults(1).build().retrieve(QUESTION).size());
    assertEquals(2, retriever().dynamicMaxResults(q -> 2).build().retrieve(QUESTION).size());
    assertEquals(3, retriever().maxResults(1_000_000).build().retrieve(QUESTION).size());
  }

  @Test
  void should_refuse_what_it_cannot_do() {
    assertThrows(IllegalArgumentException.class, () -> retriever().maxResults(0));
    assertThrows(IllegalArgumentException.class, () -> retriever().minScore(1.1));
    assertThrows(IllegalStateException.class, () -> RaggedContentRetriever.builder().build());
    assertThrows(IllegalArgumentException.class, () -> retriever().collection(null));
  }

  @Test
  void should_retrieve_on_another_thread_if_it_is_given_one() {
    List<Thread> threads = new ArrayList<>();
    RaggedContentRetriever asynchronous =
        retriever()
            .executor(
                task -> {
                  Thread thread = new Thread(task);
                  threads.add(thread);
                  thread.start();
                })
            .build();
    assertEquals("tea", ids(asynchronous.retrieveAsync(QUESTION).join()).get(0));
    assertEquals(1, threads.size());
    Throwable refused =
        assertThrows(
                CompletionException.class, () -> retriever().build().retrieveAsync(QUESTION).join())
            .getCause();
    assertTrue(refused instanceof UnsupportedFeatureException, refused.toString());
  }

  @Test
  void should_tell_listeners() {
    List<Integer> heard = new ArrayList<>();
    retriever()
        .build()
        .addListener(
            new ContentRetrieverListener() {
              @Override
              public void onResponse(ContentRetrieverResponseContext context) {
                heard.add(context.contents().size());
              }
            })
        .retrieve(QUESTION);
    assertEquals(List.of(3), heard);
  }

  @Test
  void should_embed_fewer_texts_the_higher_the_minimum() {
    MeteredEmbedder metered = new MeteredEmbedder(MODEL);
    try (VectorCollection many =
        LeannVectorStore.open(folder.resolve("many"), metered).create(CollectionSpec.of("many"))) {
      List<Passage> passages = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        passages.add(Passage.of("id" + i, "Note number " + i + " is about nothing."));
      }
      many.add(passages);
      long before = metered.texts();
      RaggedContentRetriever.builder().collection(many).maxResults(20).build().retrieve(QUESTION);
      long without = metered.texts() - before;
      RaggedContentRetriever.builder()
          .collection(many)
          .maxResults(20)
          .minScore(0.95)
          .build()
          .retrieve(QUESTION);
      long with = metered.texts() - before - without;
      assertTrue(without >= 20 && with < without / 2, with + " instead of " + without);
    }
  }
}
