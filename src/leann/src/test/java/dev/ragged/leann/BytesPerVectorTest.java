package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Hit;
import dev.ragged.ModelIdentity;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.internal.codec.SegmentCoders;
import dev.ragged.leann.internal.engine.Coder;
import dev.ragged.leann.internal.storage.VectorBytes;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many bytes a vector takes is the user's to choose, and holds for good. */
class BytesPerVectorTest {
  private static final int DIMENSION = 384;

  /** Enough to learn a coder from. */
  private static final int PASSAGES = 1_100;

  @TempDir Path folder;
  private final WordsEmbedder embedder =
      new WordsEmbedder(new ModelIdentity("words", DIMENSION, "seed-1"));

  private VectorStore store(BytesPerVector bytes) {
    return LeannVectorStore.open(
        folder, embedder, LeannOptions.defaults().withBytesPerVector(bytes));
  }

  private static List<Passage> passages() {
    Random random = new Random(7);
    return IntStream.range(0, PASSAGES)
        .mapToObj(i -> Passage.of("p" + i, WordsEmbedder.text(random)))
        .toList();
  }

  @Test
  void should_take_the_bytes_of_each_point_and_score_exactly() throws IOException {
    List<Passage> passages = passages();
    List<Integer> points = BytesPerVector.points(DIMENSION);
    assertEquals(List.of(13, 17, 23, 33, 49, 97, 193, 384), points);
    List<Double> recomputed = new ArrayList<>();
    for (int point = 0; point < points.size(); point++) {
      String name = BytesPerVector.names().get(point);
      int bytes = points.get(point);
      try (VectorStore store = store(new BytesPerVector(name))) {
        store.create(CollectionSpec.of(name)).add(passages);
      } // which settles
      try (VectorStore store = store(BytesPerVector.AUTO)) {
        VectorCollection collection = store.open(name);
        assertEquals(bytes, collection.info().bytesPerVector(), name);
        assertEquals(bytes == DIMENSION ? DIMENSION : 0, collection.info().keptVectorBytes(), name);
        assertEquals(bytes == DIMENSION ? VectorBytes.LEARNED : bytes, codeBytes(name), name);
        // The coder and, where vectors are kept, the codes that find them.
        long more = collection.stats().bytes().vectors() - (long) PASSAGES * bytes;
        assertTrue(more >= 0 && more < 150_000, name + ": " + more + " bytes more");
        recomputed.add(recomputed(collection, passages, bytes == DIMENSION ? 0.005 : 1e-5));
        assertEquals(List.of(), collection.check().problems(), name);
      }
    }
    for (int point = 1; point < points.size(); point++) {
      assertTrue(recomputed.get(point) <= 1.15 * recomputed.get(point - 1), recomputed::toString);
    }
    assertEquals(0, recomputed.get(points.size() - 1));
    assertTrue(recomputed.get(0) > 1.5 * recomputed.get(3), recomputed::toString);
  }

  /** Bytes of the codes that a collection has, which is of one segment. */
  private int codeBytes(String name) throws IOException {
    try (Directory index = FSDirectory.open(folder.resolve(name).resolve("index"))) {
      SegmentInfos commit = SegmentInfos.readLatestCommit(index);
      assertEquals(1, commit.size(), name);
      try (Coder coder = SegmentCoders.open(commit.info(0))) {
        return coder.codeBytes();
      }
    }
  }

  /** How many passages a question recomputes; each finds itself. */
  private static double recomputed(
      VectorCollection collection, List<Passage> passages, double tolerance) {
    int sum = 0;
    int asked = 0;
    for (int i = 0; i < PASSAGES; i += 37) {
      String text = passages.get(i).text();
      SearchRequest question =
          SearchRequest.text(text.substring(0, text.length() / 2))
              .withMode(SearchMode.VECTOR)
              .withRecallTarget(0.95);
      SearchResult found = collection.search(question);
      sum += found.stats().recomputed();
      asked++;
      Hit itself =
          collection.search(SearchRequest.text(text).withMode(SearchMode.VECTOR)).hits().get(0);
      assertTrue(itself.exact());
      assertEquals(1, itself.score(), tolerance, passages.get(i).id());
    }
    return (double) sum / asked;
  }

  @Test
  void should_learn_codes_of_any_number_of_bytes() throws IOException {
    try (VectorStore store = store(BytesPerVector.of(29))) {
      store.create(CollectionSpec.of("odd")).add(passages());
    }
    try (VectorStore store = store(BytesPerVector.AUTO)) {
      VectorCollection odd = store.open("odd");
      assertEquals(29, odd.info().bytesPerVector());
      assertEquals(29, codeBytes("odd"));
    }
  }

  @Test
  void should_be_readable_by_earlier_versions_unless_chosen() throws IOException {
    try (VectorStore store = store(BytesPerVector.AUTO)) {
      store.create(CollectionSpec.of("auto"));
    }
    try (VectorStore store = store(new BytesPerVector("small"))) {
      store.create(CollectionSpec.of("small"));
    }
    String auto = Files.readString(folder.resolve("auto/collection.json"));
    assertTrue(auto.contains("\"version\" : 1"), auto);
    assertFalse(auto.contains("code_bytes"), auto);
    String small = Files.readString(folder.resolve("small/collection.json"));
    assertTrue(small.contains("\"version\" : 4"), small);
    assertTrue(small.contains("\"code_bytes\" : 23"), small);
  }

  @Test
  void should_refuse_what_is_no_number_of_bytes() {
    for (String text : List.of("", "12", "013", "-1", "12345", "Smallest", "3.5")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> new BytesPerVector(text)).getMessage();
      assertTrue(message.contains("smallest") && message.contains("fastest"), message);
    }
    try (VectorStore store = store(BytesPerVector.of(385))) {
      String message =
          assertThrows(
                  IllegalArgumentException.class, () -> store.create(CollectionSpec.of("large")))
              .getMessage();
      assertTrue(message.contains("384") && message.contains("385"), message);
      assertEquals(List.of(), store.names());
    }
  }

  @Test
  void should_do_with_few_values() {
    for (int dimension : new int[] {1, 3, 8, 40}) {
      WordsEmbedder few = new WordsEmbedder(dimension);
      for (String name : BytesPerVector.names()) {
        String collection = name + dimension;
        try (VectorStore store =
            LeannVectorStore.open(
                folder,
                few,
                LeannOptions.defaults().withBytesPerVector(new BytesPerVector(name)))) {
          VectorCollection made = store.create(CollectionSpec.of(collection));
          made.add(passages().subList(0, 20));
          assertEquals(List.of(), made.check().problems(), collection);
          assertTrue(made.info().bytesPerVector() <= Math.max(dimension, dimension / 2 + 2));
        }
      }
    }
  }
}
