package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ragged.CollectionSpec;
import dev.ragged.GivenVectors;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.internal.storage.Vectors;
import dev.ragged.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What LEANN makes of vectors that are given together with texts. */
class GivenVectorsTest extends StoreFixture {
  /** A passage whose vector is that of its text, one whose is not, and a vector alone. */
  private VectorCollection given(GivenVectors given, String name) {
    VectorStore giving =
        LeannVectorStore.open(folder, embedder, LeannOptions.defaults().withGivenVectors(given));
    VectorCollection collection = giving.create(CollectionSpec.of(name));
    embedder.embedded().set(0);
    collection.add(
        List.of(
            new Passage(
                "right", "a true text", null, embedder.embed(List.of("a true text")).get(0)),
            new Passage("wrong", "some text", null, axis(63)),
            new Passage("bare", null, null, axis(62))));
    assertEquals(
        given == GivenVectors.CHECK || given == GivenVectors.SAMPLE ? 3 : 1,
        embedder.embedded().get(),
        "one was for the test");
    giving.close();
    return store.open(name);
  }

  private static float[] axis(int place) {
    float[] vector = new float[64];
    vector[place] = 1;
    return vector;
  }

  private int recomputed(VectorCollection collection) {
    return collection
        .search(SearchRequest.vector(axis(1)).withRecallTarget(1))
        .stats()
        .recomputed();
  }

  @Test
  void should_keep_given_vectors_that_their_texts_do_not_give() {
    VectorCollection checked = given(GivenVectors.CHECK, "checked");
    assertEquals(1, recomputed(checked), "the right one's");
    assertEquals(1, checked.embeddings(List.of("wrong")).get(0)[63]);
  }

  @Test
  void should_keep_no_trusted_vector() {
    VectorCollection trusted = given(GivenVectors.TRUST, "trusted");
    assertEquals(2, recomputed(trusted));
    // It was not true: this is what the caller's word cost.
    assertArrayEquals(
        embedder.embed(List.of("some text")).get(0), trusted.embeddings(List.of("wrong")).get(0));
    assertArrayEquals(axis(62), trusted.embeddings(List.of("bare")).get(0));
    trusted.close();
    try (VectorStore modelless = LeannVectorStore.open(folder, null)) {
      VectorCollection bare = modelless.open("trusted");
      assertThrows(IllegalStateException.class, () -> bare.search(SearchRequest.vector(axis(1))));
    }
  }

  @Test
  void should_keep_every_given_vector_where_told() {
    VectorCollection kept = given(GivenVectors.KEEP, "kept");
    assertEquals(0, recomputed(kept));
    kept.close();
    try (VectorStore modelless = LeannVectorStore.open(folder, null)) {
      Hit hit =
          modelless
              .open("kept")
              .search(SearchRequest.vector(embedder.embed(List.of("a true text")).get(0)))
              .hits()
              .get(0);
      assertEquals("right", hit.id());
      assertEquals(1, hit.score(), 1e-6);
    }
  }

  @Test
  void should_keep_given_vectors_where_no_model_could_give_them_again() {
    for (GivenVectors given : GivenVectors.values()) {
      String name = "modelless-" + given;
      try (VectorStore modelless =
          LeannVectorStore.open(folder, null, LeannOptions.defaults().withGivenVectors(given))) {
        VectorCollection collection = modelless.create(CollectionSpec.of(name, 64));
        collection.add(List.of(new Passage("both", "a text", null, axis(5))));
        assertEquals(1, collection.embeddings(List.of("both")).get(0)[5], name);
        assertEquals("both", ids(collection.search(SearchRequest.vector(axis(4)))).get(0));
      }
    }
  }

  @Test
  void should_keep_a_vector_that_is_not_its_texts_embedding_and_score_it_exactly() {
    VectorCollection mixed = store.create(CollectionSpec.of("mixed", 64));
    float[] odd = new float[64];
    odd[63] = -2;
    float[] right = embedder.embed(List.of("a true text")).get(0);
    mixed.add(
        List.of(
            new Passage("wrong", "some text", null, odd),
            new Passage("bare", null, Metadata.of("k", 1), odd),
            new Passage("right", "a true text", null, right)));
    float[] query = new float[64];
    query[63] = -1;
    SearchResult result = mixed.search(SearchRequest.vector(query));
    assertEquals(List.of("bare", "wrong", "right"), ids(result));
    assertEquals(1.0, result.hits().get(0).score(), 1e-6);
    assertEquals(1.0, result.hits().get(1).score(), 1e-6);
    assertEquals(-right[63], result.hits().get(2).score(), 1e-6);
    assertEquals(1, result.stats().recomputed(), "only the text that is its vector's source");
    assertNull(result.hits().get(0).text());
    Passage bare = mixed.get(Selection.ids("bare"), PageRequest.first(1)).items().get(0);
    assertEquals(-2f, bare.vector()[63]);
    List<float[]> vectors = mixed.embeddings(List.of("right", "nobody", "wrong"));
    assertEquals(right[0], vectors.get(0)[0]);
    assertNull(vectors.get(1));
    assertEquals(-2f, vectors.get(2)[63]);
  }

  @Test
  void should_return_kept_vectors_bit_for_bit() {
    Random random = new Random(Seeds.seed());
    try (VectorStore keeping =
        LeannVectorStore.open(
            folder, embedder, LeannOptions.defaults().withGivenVectors(GivenVectors.KEEP))) {
      VectorCollection kept = keeping.create(CollectionSpec.of("kept"));
      List<Passage> passages = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        float[] vector = new float[64];
        for (int j = 0; j < vector.length; j++) {
          vector[j] = (float) random.nextGaussian() * (i % 3 == 0 ? 100 : 1);
        }
        float[] given = i % 3 == 1 ? Vectors.unit(vector) : vector;
        passages.add(new Passage("p" + i, i % 2 == 0 ? "text " + i : null, null, given));
      }
      kept.add(passages);
      kept.compact();
      for (Passage passage : passages) {
        assertArrayEquals(
            passage.vector(), kept.embeddings(List.of(passage.id())).get(0), passage.id());
        Hit nearest =
            kept.search(SearchRequest.vector(passage.vector()).withK(1).withVectors(true))
                .hits()
                .get(0);
        assertEquals(passage.id(), nearest.id());
        assertArrayEquals(passage.vector(), nearest.vector(), passage.id());
        assertEquals(1, nearest.score(), 1e-6);
      }
    }
  }

  /** Passages with the vectors of their texts, but for one. */
  private List<Passage> with(int wrong, int count) {
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] right = embedder.embed(List.of("text " + i)).get(0);
      passages.add(new Passage("p" + i, "text " + i, null, i == wrong ? axis(63) : right));
    }
    return passages;
  }

  @Test
  void should_check_a_sample_and_all_if_one_of_it_is_wrong() {
    try (VectorStore sampling =
        LeannVectorStore.open(
            folder, embedder, LeannOptions.defaults().withGivenVectors(GivenVectors.SAMPLE))) {
      int size = GivenVectors.SAMPLE_SIZE;
      int count = 10 * size;
      VectorCollection right = sampling.create(CollectionSpec.of("right"));
      List<Passage> passages = new ArrayList<>(with(-1, count));
      passages.add(Passage.of("alone", "a text alone"));
      passages.add(new Passage("bare", null, null, axis(5)));
      embedder.embedded().set(0);
      right.add(passages);
      assertEquals(size + 1, embedder.embedded().get(), "the sample, and the text alone");
      assertEquals(count + 1, recomputedOfAll(right), "no vector of a text is kept");

      VectorCollection doubted = sampling.create(CollectionSpec.of("doubted"));
      List<Passage> oneWrong = with(count - 1, count); // the last is in the sample
      embedder.embedded().set(0);
      doubted.add(oneWrong);
      assertEquals(count, embedder.embedded().get(), "all, each once");
      assertEquals(1, doubted.embeddings(List.of("p" + (count - 1))).get(0)[63]);
      assertEquals(count - 1, recomputedOfAll(doubted), "the wrong one is kept");

      VectorCollection few = sampling.create(CollectionSpec.of("few"));
      List<Passage> alsoWrong = with(size / 2, size);
      embedder.embedded().set(0);
      few.add(alsoWrong);
      assertEquals(size, embedder.embedded().get(), "so few are checked whole");
      assertEquals(1, few.embeddings(List.of("p" + size / 2)).get(0)[63]);
    }
  }

  private static int recomputedOfAll(VectorCollection collection) {
    return collection
        .search(SearchRequest.vector(axis(1)).withRecallTarget(1).withSearchComplexity(1_000))
        .stats()
        .recomputed();
  }
}
