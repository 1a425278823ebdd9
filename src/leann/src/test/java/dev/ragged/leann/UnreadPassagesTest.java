package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Hit;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passages that the model cannot read have no codes, and their words find them. */
class UnreadPassagesTest {
  @TempDir Path folder;

  private final WordsEmbedder embedder = new WordsEmbedder(16);
  private VectorStore store;
  private VectorCollection notes;

  @BeforeEach
  void open() {
    store = LeannVectorStore.open(folder, embedder);
    notes = store.create(CollectionSpec.of("notes"));
    notes.add(
        List.of(
            Passage.of("thai", "unread ferry for the far island"),
            Passage.of("khmer", "unread kettle tea"),
            Passage.of("tea", "the kettle boils water for tea"),
            Passage.of("boat", "the ferry leaves for the island")));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<String> ids(SearchRequest request) {
    return notes.search(request.withK(10)).hits().stream().map(Hit::id).toList();
  }

  @Test
  void should_embed_nothing_for_them() {
    assertEquals(2, embedder.embedded().get());
    notes.upsert(List.of(Passage.of("thai", "unread ferry island")));
    assertEquals(2, embedder.embedded().get());
    assertEquals(List.of(), notes.check().problems());
    notes.compact();
    assertEquals(List.of(), notes.check().problems());
    assertEquals(4, notes.info().passages());
  }

  @Test
  void should_find_them_by_their_words_alone() {
    SearchRequest ferry = SearchRequest.text("ferry island");
    assertEquals(
        List.of("tea", "boat"),
        ids(ferry.withMode(SearchMode.VECTOR)).stream().sorted((a, b) -> b.compareTo(a)).toList());
    assertEquals(2, ids(ferry.withMode(SearchMode.LEXICAL)).size());
    SearchResult both = notes.search(ferry.withMode(SearchMode.HYBRID).withK(10));
    Hit thai = both.hits().stream().filter(h -> h.id().equals("thai")).findFirst().orElseThrow();
    double average = both.hits().stream().mapToDouble(h -> h.parts().cosine()).average().orElse(0);
    assertEquals(average, thai.parts().cosine(), 0.1, "neither near nor far");
    assertEquals("boat", both.hits().get(0).id(), "words and meaning beat words");
    assertTrue(thai.parts().coverage() > 0.2, thai.toString());
    for (Hit hit : both.hits()) {
      assertEquals(List.of("tea", "boat").contains(hit.id()), hit.exact(), hit.toString());
    }
  }

  @Test
  void should_embed_nothing_for_a_question_that_it_cannot_read() {
    int before = embedder.embedded().get();
    SearchResult result = notes.search(SearchRequest.text("unread kettle").withK(10));
    assertEquals(before, embedder.embedded().get());
    assertEquals(0, result.stats().recomputed());
    assertEquals("khmer", result.hits().get(0).id());
  }

  @Test
  void should_still_give_their_vectors_to_who_must_have_some() {
    assertEquals(16, notes.embeddings(List.of("thai")).get(0).length);
  }

  @Test
  void should_hold_a_collection_of_nothing_else() {
    notes.delete(Selection.ids("tea", "boat"));
    notes.compact();
    assertEquals(List.of(), notes.check().problems());
    assertEquals(List.of(), ids(SearchRequest.text("kettle").withMode(SearchMode.VECTOR)));
    assertTrue(ids(SearchRequest.text("kettle")).contains("khmer"));
    notes.add(List.of(Passage.of("tea", "the kettle boils")));
    assertEquals(List.of("tea"), ids(SearchRequest.text("kettle").withMode(SearchMode.VECTOR)));
  }
}
