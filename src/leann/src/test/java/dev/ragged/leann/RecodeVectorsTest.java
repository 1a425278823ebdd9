package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.ModelIdentity;
import dev.ragged.ModelMismatchException;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.internal.storage.VectorBytes;
import dev.ragged.testkit.WordsEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collections get vectors that take other bytes, and all else stays as it is. */
class RecodeVectorsTest {
  private static final int DIMENSION = 128;

  /** Enough to learn a coder from. */
  private static final int PASSAGES = 1_100;

  private static final String NAME = "texts";

  /** Given by the caller, not the embedding of a text. */
  private static final List<String> GIVEN = List.of("bare", "given", "long");

  @TempDir Path folder;
  private final WordsEmbedder embedder =
      new WordsEmbedder(new ModelIdentity("words", DIMENSION, "seed-1"));

  private VectorStore store(String bytes) {
    return LeannVectorStore.open(
        folder, embedder, LeannOptions.defaults().withBytesPerVector(new BytesPerVector(bytes)));
  }

  private static float[] axis(int i, float length) {
    float[] vector = new float[DIMENSION];
    vector[i] = length;
    return vector;
  }

  /** In several segments, with deletions, passages without a code and vectors of the caller's. */
  private void fill(String bytes, Metric metric) {
    Random random = new Random(3);
    try (VectorStore store = store(bytes)) {
      VectorCollection collection = store.create(new CollectionSpec(NAME, metric, 0));
      List<Passage> passages = new ArrayList<>();
      for (int i = 0; i < PASSAGES; i++) {
        Metadata metadata = Metadata.of(Map.of("n", i));
        passages.add(Passage.of("p" + i, WordsEmbedder.text(random), metadata));
      }
      collection.add(passages.subList(0, PASSAGES - 50));
      collection.close(); // settles
      collection = store.open(NAME);
      collection.add(passages.subList(PASSAGES - 50, PASSAGES));
      collection.delete(Selection.ids("p3", "p1080"));
      collection.add(
          List.of(
              new Passage("given", "some text", null, axis(3, 1)),
              new Passage("bare", null, null, axis(4, 1)),
              new Passage("long", null, null, axis(5, 3)),
              Passage.of("unread", WordsEmbedder.UNREAD + " text")));
    }
  }

  private static List<Passage> passages(VectorCollection collection) {
    return collection.stream(Selection.all()).sorted(Comparator.comparing(Passage::id)).toList();
  }

  private static Map<String, Double> scores(VectorCollection collection) {
    Map<String, Double> scores = new HashMap<>();
    Random random = new Random(9);
    for (int i = 0; i < 10; i++) {
      String question = WordsEmbedder.text(random);
      SearchRequest request =
          SearchRequest.text(question).withMode(SearchMode.VECTOR).withK(5).withRecallTarget(1);
      for (Hit hit : collection.search(request).hits()) {
        scores.put(question + " " + hit.id(), hit.score());
      }
    }
    return scores;
  }

  /** Kept vectors are rounded, so that hits of nearly the same score may change places. */
  private static void assertSame(
      Map<String, Double> before, Map<String, Double> now, String bytes) {
    boolean rounded = bytes.equals("fastest");
    Set<String> both = new HashSet<>(before.keySet());
    both.retainAll(now.keySet());
    assertTrue(both.size() >= (rounded ? before.size() * 9 / 10 : before.size()), bytes);
    for (String hit : both) {
      assertEquals(before.get(hit), now.get(hit), rounded ? 0.01 : 1e-6, bytes + ", " + hit);
    }
  }

  /** Recodes, and returns how many texts that embeds. */
  private int recode(String bytes) {
    try (VectorStore store = store(bytes)) {
      embedder.embedded().set(0);
      assertTrue(store.recodeVectors(NAME, read -> {}));
      return embedder.embedded().get();
    }
  }

  @Test
  void should_keep_all_else_there_and_back() {
    for (Metric metric : List.of(Metric.COSINE, Metric.EUCLIDEAN)) {
      fill("balanced", metric);
      List<Passage> before;
      Map<String, Double> scores;
      List<float[]> given;
      try (VectorStore store = store("auto")) {
        VectorCollection collection = store.open(NAME);
        before = passages(collection);
        scores = scores(collection);
        given = collection.embeddings(GIVEN);
      }
      int texts = PASSAGES - 2;
      Map<String, Integer> embedded = new HashMap<>();
      // Small from large needs no text, large from small all of them.
      embedded.put("smallest", 0);
      embedded.put("balanced", texts);
      embedded.put("20", 0);
      embedded.put("fastest", texts);
      embedded.put("faster", 0);
      embedded.put("small", 0);
      for (String bytes : List.of("smallest", "balanced", "20", "fastest", "faster", "small")) {
        assertEquals(embedded.get(bytes), recode(bytes), metric + ", " + bytes);
        try (VectorStore store = store("auto")) {
          VectorCollection collection = store.open(NAME);
          assertEquals(
              new BytesPerVector(bytes).resolve(DIMENSION, true, embedder),
              bytes.equals("fastest")
                  ? new VectorBytes(0, true)
                  : new VectorBytes(collection.info().bytesPerVector(), false),
              bytes);
          assertEquals(before, passages(collection), bytes);
          assertSame(scores, scores(collection), bytes);
          List<float[]> kept = collection.embeddings(GIVEN);
          for (int i = 0; i < GIVEN.size(); i++) {
            assertArrayEquals(given.get(i), kept.get(i), GIVEN.get(i));
          }
          long more =
              collection.stats().bytes().vectors()
                  - (long) collection.info().bytesPerVector() * PASSAGES;
          assertTrue(more > 0 && more < 80_000, bytes + ": " + more + " bytes more");
          assertEquals(List.of(), collection.check().problems(), bytes);
          collection.add(List.of(Passage.of("new", "a new text")));
          collection.delete(Selection.ids("new"));
          assertEquals(List.of(), collection.check().problems(), bytes);
        }
      }
      store("auto").drop(NAME);
    }
  }

  @Test
  void should_change_nothing_that_is_so_already() {
    fill("small", Metric.COSINE);
    try (VectorStore store = store("23")) {
      VectorCollection open = store.open(NAME);
      assertFalse(store.recodeVectors(NAME, read -> {}));
      assertEquals(PASSAGES + 2, open.info().passages(), "and it stays open");
    }
  }

  @Test
  void should_stay_as_it_is_if_given_up_or_without_its_model() throws Exception {
    fill("small", Metric.COSINE);
    String settings = Files.readString(folder.resolve(NAME + "/collection.json"));
    try (VectorStore store = store("fastest")) {
      assertThrows(
          CancellationException.class,
          () ->
              store.recodeVectors(
                  NAME,
                  read -> {
                    if (read > PASSAGES / 2) {
                      throw new CancellationException();
                    }
                  }));
      assertEquals(0, store.open(NAME).info().keptVectorBytes());
      assertEquals(List.of(), store.open(NAME).check().problems());
    }
    LeannOptions larger = LeannOptions.defaults().withBytesPerVector(new BytesPerVector("fast"));
    try (VectorStore store = LeannVectorStore.open(folder, null, larger)) {
      String message =
          assertThrows(IllegalStateException.class, () -> store.recodeVectors(NAME, read -> {}))
              .getMessage();
      assertTrue(message.contains("model"), message);
    }
    WordsEmbedder other = new WordsEmbedder(new ModelIdentity("other", DIMENSION, "seed-2"));
    try (VectorStore store = LeannVectorStore.open(folder, other, larger)) {
      assertThrows(ModelMismatchException.class, () -> store.recodeVectors(NAME, read -> {}));
    }
    LeannOptions smaller =
        LeannOptions.defaults().withBytesPerVector(new BytesPerVector("smallest"));
    assertEquals(settings, Files.readString(folder.resolve(NAME + "/collection.json")));
    try (VectorStore store = LeannVectorStore.open(folder, null, smaller)) {
      assertTrue(store.recodeVectors(NAME, read -> {}), "which needs no model");
    }
    try (var left = Files.list(folder)) {
      assertEquals(List.of(NAME), left.map(p -> p.getFileName().toString()).toList());
    }
  }
}
