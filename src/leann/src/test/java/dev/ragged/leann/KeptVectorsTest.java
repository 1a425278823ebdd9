package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.ContentSize;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Hit;
import dev.ragged.ModelIdentity;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model on a server: no search asks it for what it has been asked before. */
class KeptVectorsTest {
  private static final int DIMENSION = 128;

  /** Enough to learn a coder. */
  private static final int PASSAGES = 1_100;

  private static final ModelIdentity MODEL = new ModelIdentity("words", DIMENSION, "seed-1");

  @TempDir Path folder;
  private final WordsEmbedder embedder = new WordsEmbedder(MODEL, true);
  private final Random random = new Random(20_261_127);
  private VectorStore store;

  @BeforeEach
  void open() {
    store = LeannVectorStore.open(folder, embedder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private VectorStore storing(Embedder model, BytesPerVector vectors) {
    return LeannVectorStore.open(
        folder, model, LeannOptions.defaults().withBytesPerVector(vectors));
  }

  private List<Passage> passages(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Passage.of(prefix + i, WordsEmbedder.text(random)))
        .toList();
  }

  private VectorCollection filled(String name, List<Passage> passages) {
    VectorCollection collection = store.create(CollectionSpec.of(name));
    collection.add(passages);
    return collection;
  }

  private static List<String> ids(List<Passage> passages) {
    return passages.stream().map(Passage::id).toList();
  }

  private static String settings(Path folder, String name) throws IOException {
    return Files.readString(folder.resolve(name).resolve("collection.json"));
  }

  private static void requireEqual(List<float[]> expected, List<float[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), "vector " + i);
    }
  }

  @Test
  void should_embed_only_the_question_and_score_as_if_texts_were_embedded() {
    List<Passage> passages = passages("p", PASSAGES);
    VectorCollection kept = filled("kept", passages);
    try (VectorStore other = storing(embedder, BytesPerVector.of(33))) {
      VectorCollection recomputing = other.create(CollectionSpec.of("recomputing"));
      recomputing.add(passages);
      for (int i = 0; i < 20; i++) {
        for (SearchMode mode : List.of(SearchMode.VECTOR, SearchMode.HYBRID)) {
          SearchRequest question =
              SearchRequest.text(WordsEmbedder.text(random)).withMode(mode).withRecallTarget(1);
          embedder.embedded().set(0);
          SearchResult found = kept.search(question);
          assertEquals(1, embedder.embedded().get(), "the question");
          assertEquals(0, found.stats().recomputed());
          SearchResult exact = recomputing.search(question);
          assertTrue(exact.stats().recomputed() > 0);
          for (int rank = 0; rank < found.hits().size(); rank++) {
            double score = found.hits().get(rank).score();
            assertEquals(exact.hits().get(rank).score(), score, 0.005, mode + ", rank " + rank);
          }
        }
      }
      recomputing.close(); // settles
      kept.close();
      kept = store.open("kept");
      long more =
          kept.stats().bytes().vectors()
              - other.open("recomputing").stats().bytes().vectors()
              - (long) PASSAGES * DIMENSION;
      assertTrue(Math.abs(more) < 2_000, "bytes beside a byte per value: " + more);
    }
  }

  @Test
  void should_need_no_model_for_a_question_that_is_a_vector() {
    List<Passage> passages = passages("p", 50);
    filled("kept", passages).close();
    try (VectorStore modelless = LeannVectorStore.open(folder, null)) {
      float[] question = embedder.embed(List.of(passages.get(7).text())).get(0);
      Hit hit = modelless.open("kept").search(SearchRequest.vector(question)).hits().get(0);
      assertEquals("p7", hit.id());
      assertEquals(1, hit.score(), 1e-4);
    }
  }

  @Test
  void should_stay_the_same_through_merges_deletions_and_other_ids() {
    List<Passage> passages = passages("p", PASSAGES);
    VectorCollection kept = filled("kept", passages.subList(0, 600));
    kept.close(); // settles
    kept = store.open("kept");
    kept.add(passages.subList(600, PASSAGES));
    List<Passage> half = passages.stream().filter(p -> p.id().endsWith("3")).toList();
    List<float[]> before = kept.embeddings(ids(half));
    embedder.embedded().set(0);
    kept.delete(Selection.ids(ids(passages.stream().filter(p -> p.id().endsWith("4")).toList())));
    kept.compact();
    requireEqual(before, kept.embeddings(ids(half)));
    List<Passage> moved = half.stream().map(p -> Passage.of("moved-" + p.id(), p.text())).toList();
    kept.replace(Selection.ids(ids(half)), moved);
    requireEqual(before, kept.embeddings(ids(moved)));
    kept.close();
    kept = store.open("kept");
    requireEqual(before, kept.embeddings(ids(moved)));
    assertEquals(0, embedder.embedded().get());
    assertEquals(List.of(), kept.check().problems());
  }

  @Test
  void should_keep_other_vectors_than_the_models_exactly() {
    float[] given = new float[DIMENSION];
    given[3] = 0.6f;
    given[4] = 0.8f;
    float[] own = embedder.embed(List.of("its own text")).get(0);
    VectorCollection kept =
        filled(
            "kept",
            List.of(
                new Passage("given", "some text", null, given),
                new Passage("bare", null, null, given),
                new Passage("own", "its own text", null, own),
                Passage.of("unread", WordsEmbedder.UNREAD + " text")));
    assertArrayEquals(given, kept.embeddings(List.of("given")).get(0));
    assertArrayEquals(given, kept.embeddings(List.of("bare")).get(0));
    assertArrayEquals(own, kept.embeddings(List.of("own")).get(0), 0.002f);
    assertEquals(List.of(), kept.check().problems());
    embedder.embedded().set(0);
    kept.replace(
        Selection.ids("given", "own"),
        List.of(Passage.of("a", "some text"), Passage.of("b", "its own text")));
    assertEquals(1, embedder.embedded().get(), "a vector that was given is not the model's");
    assertEquals(0, kept.search(SearchRequest.text("a text")).stats().recomputed());
    assertEquals(List.of(), kept.check().problems());
  }

  @Test
  void should_keep_vectors_that_the_caller_vouches_for() {
    try (VectorStore trusting =
        LeannVectorStore.open(
            folder, embedder, LeannOptions.defaults().withGivenVectors(GivenVectors.TRUST))) {
      VectorCollection kept = trusting.create(CollectionSpec.of("kept"));
      float[] own = embedder.embed(List.of("its own text")).get(0);
      embedder.embedded().set(0);
      kept.add(List.of(new Passage("own", "its own text", null, own)));
      kept.replace(Selection.ids("own"), List.of(Passage.of("moved", "its own text")));
      assertArrayEquals(own, kept.embeddings(List.of("moved")).get(0), 0.002f);
      assertEquals(0, embedder.embedded().get());
      assertEquals(List.of(), kept.check().problems());
    }
  }

  @Test
  void should_keep_vectors_of_a_costly_model_unless_told_otherwise() throws IOException {
    for (boolean costly : new boolean[] {false, true}) {
      for (String bytes : List.of("auto", "fastest", "small")) {
        BytesPerVector vectors = new BytesPerVector(bytes);
        String name = "vectors-" + bytes + "-" + costly;
        WordsEmbedder model = new WordsEmbedder(MODEL, costly);
        boolean keeps = bytes.equals("auto") ? costly : bytes.equals("fastest");
        try (VectorStore other = storing(model, vectors)) {
          VectorCollection collection = other.create(CollectionSpec.of(name));
          collection.add(passages("p", 20));
          assertEquals(keeps ? DIMENSION : 0, collection.info().keptVectorBytes(), name);
          SearchResult found = collection.search(SearchRequest.text("w1").withRecallTarget(1));
          assertEquals(keeps, found.stats().recomputed() == 0, name);
        }
        // An earlier version would take them for other vectors; it reads the first version only.
        assertEquals(keeps, settings(folder, name).contains("\"version\" : 2"), name);
        assertEquals(keeps, settings(folder, name).contains("keeps_vectors"), name);
      }
    }
    try (VectorStore modelless = storing(null, BytesPerVector.FASTEST)) {
      assertEquals(0, modelless.create(CollectionSpec.of("bare", 3)).info().keptVectorBytes());
    }
  }

  @Test
  void should_expect_the_bytes_of_kept_vectors() {
    ContentSize content = new ContentSize(1_000, DIMENSION, 100, 400_000, 0, 10_000);
    long with = LeannVectorStore.expectedBytes(content, embedder, LeannOptions.defaults());
    long without =
        LeannVectorStore.expectedBytes(
            content, embedder, LeannOptions.defaults().withBytesPerVector(BytesPerVector.of(33)));
    assertEquals(900L * DIMENSION, with - without);
  }

  @Test
  void should_go_on_keeping_vectors_where_its_settings_are_lost() throws IOException {
    filled("kept", passages("p", 20)).close();
    String before = settings(folder, "kept");
    Files.delete(folder.resolve("kept/collection.json"));
    try (VectorStore recomputing = storing(embedder, BytesPerVector.of(33))) {
      VectorCollection kept = recomputing.open("kept");
      kept.add(passages("q", 20));
      assertEquals(0, kept.search(SearchRequest.text("w1")).stats().recomputed());
      assertEquals(List.of(), kept.check().problems());
    }
    assertEquals(before, settings(folder, "kept"));
  }

  @Test
  void should_find_missing_vectors_and_embed_their_texts() throws IOException {
    filled("kept", passages("p", 20)).close();
    List<Passage> passages = passages("p", 20);
    try (VectorStore recomputing = storing(embedder, BytesPerVector.of(33))) {
      VectorCollection other = recomputing.create(CollectionSpec.of("other"));
      other.add(passages);
    }
    Files.copy(
        folder.resolve("kept/collection.json"),
        folder.resolve("other/collection.json"),
        StandardCopyOption.REPLACE_EXISTING);
    VectorCollection other = store.open("other");
    List<String> problems = new ArrayList<>(other.check().problems());
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).contains("0 vectors for 20 codes"), problems::toString);
    Hit hit = other.search(SearchRequest.text(passages.get(4).text())).hits().get(0);
    assertEquals("p4", hit.id());
    assertFalse(hit.score() < 0.999, hit.toString());
  }
}
