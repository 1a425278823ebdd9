package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.internal.codec.SegmentCoders;
import dev.ragged.leann.internal.storage.VectorBytes;
import dev.ragged.leann.internal.storage.Vectors;
import dev.ragged.leann.internal.write.CollectionCoders;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recall and cost against brute force over the true vectors. */
class RecallTest {
  private static final long SEED = 20_250_608;
  private static final int PASSAGES = 6_000;
  private static final int QUESTIONS = 100;
  private static final int DIMENSION = 192;

  @TempDir Path folder;
  private final WordsEmbedder embedder = new WordsEmbedder(DIMENSION);
  private final Random random = new Random(SEED);
  private final Map<String, String> texts = new TreeMap<>();

  private VectorCollection collection(VectorStore store) {
    VectorCollection collection = store.create(CollectionSpec.of("texts"));
    List<Passage> batch = new ArrayList<>();
    for (int i = 0; i < PASSAGES; i++) {
      String text = WordsEmbedder.text(random);
      texts.put("r" + i, text);
      batch.add(Passage.of("r" + i, text, Metadata.of("third", i % 3)));
      if (batch.size() == 1_500) {
        collection.add(batch);
        batch.clear();
      }
    }
    collection.close(); // settles: learns a coder and encodes with it
    return store.open("texts");
  }

  /** Mean share of the true top 3 among the hits, and mean passages recomputed. */
  private record Measured(double recall, double recomputed) {}

  private Measured measure(VectorCollection collection, SearchRequest like, Set<String> among) {
    Map<String, float[]> vectors = new TreeMap<>();
    for (String id : among) {
      vectors.put(id, embedder.embed(List.of(texts.get(id))).get(0));
    }
    Random questions = new Random(SEED + 1);
    double found = 0;
    double recomputed = 0;
    for (int q = 0; q < QUESTIONS; q++) {
      String question = WordsEmbedder.text(questions);
      float[] vector = embedder.embed(List.of(question)).get(0);
      List<String> truth =
          vectors.entrySet().stream()
              .sorted(
                  Comparator.comparingDouble(
                      (Map.Entry<String, float[]> e) -> -Vectors.dot(vector, e.getValue())))
              .limit(3)
              .map(Map.Entry::getKey)
              .toList();
      SearchResult result =
          collection.search(
              SearchRequest.text(question)
                  .withMode(SearchMode.VECTOR)
                  .withFilter(like.filter())
                  .withRecallTarget(like.recallTarget())
                  .withSearchComplexity(like.searchComplexity()));
      Set<String> hits = new HashSet<>(result.hits().stream().map(Hit::id).toList());
      found += truth.stream().filter(hits::contains).count() / 3.0;
      recomputed += result.stats().recomputed();
      for (Hit hit : result.hits()) {
        assertEquals(Vectors.dot(vector, vectors.get(hit.id())), hit.score(), 1e-6);
      }
    }
    return new Measured(found / QUESTIONS, recomputed / QUESTIONS);
  }

  private VectorStore store(int graphDegree) {
    return LeannVectorStore.open(
        folder, embedder, LeannOptions.defaults().withGraphDegree(graphDegree));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16})
  void should_reach_the_recall_target_with_few_recomputed_and_small_codes(int graphDegree) {
    try (VectorStore store = store(graphDegree)) {
      VectorCollection collection = collection(store);
      StorageStats stats = collection.stats();
      long graph = graphDegree == 0 ? 0 : 5; // bytes a passage at least, and twice that at most
      assertTrue(stats.bytes().vectors() <= PASSAGES * (45 + 4 * graph), stats.toString());
      assertTrue(stats.bytes().vectors() >= PASSAGES * (33 + graph), stats.toString());

      SearchRequest standard = SearchRequest.text("any").withMode(SearchMode.VECTOR);
      Measured usual = measure(collection, standard, texts.keySet());
      assertTrue(usual.recall >= 0.95, "seed " + SEED + ": " + usual);
      assertTrue(usual.recomputed <= 40, "seed " + SEED + ": " + usual);

      Measured careless = measure(collection, standard.withRecallTarget(0.5), texts.keySet());
      assertTrue(careless.recomputed < usual.recomputed, careless + " against " + usual);
      Measured careful = measure(collection, standard.withRecallTarget(0.999), texts.keySet());
      assertTrue(careful.recomputed > usual.recomputed, careful + " against " + usual);
      assertTrue(careful.recall >= usual.recall, careful + " against " + usual);
      Measured capped = measure(collection, standard.withSearchComplexity(4), texts.keySet());
      assertTrue(capped.recomputed <= 4, "" + capped);

      Set<String> third = new HashSet<>();
      IntStream.range(0, PASSAGES).filter(i -> i % 3 == 1).forEach(i -> third.add("r" + i));
      Measured filtered = measure(collection, standard.withFilter(Filter.equal("third", 1)), third);
      assertTrue(filtered.recall >= 0.95, "seed " + SEED + ": " + filtered);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16})
  void should_answer_rightly_after_deleting_a_third_and_adding_some_back(int graphDegree) {
    try (VectorStore store = store(graphDegree)) {
      VectorCollection collection = collection(store);
      collection.compact();
      long before = collection.stats().bytes().total();
      assertEquals(PASSAGES / 3, collection.delete(Selection.where(Filter.equal("third", 2))));
      List<Passage> back = new ArrayList<>();
      for (int i = 2; i < PASSAGES; i += 30) {
        back.add(Passage.of("r" + i, texts.get("r" + i)));
      }
      collection.add(back);
      Set<String> there = new HashSet<>();
      IntStream.range(0, PASSAGES)
          .filter(i -> i % 3 != 2 || i % 30 == 2)
          .forEach(i -> there.add("r" + i));
      assertEquals(there.size(), collection.count(Filter.all()));
      Measured measured =
          measure(collection, SearchRequest.text("any").withMode(SearchMode.VECTOR), there);
      assertTrue(measured.recall >= 0.95, "seed " + SEED + ": " + measured);
      collection.compact();
      assertEquals(List.of(), collection.check().problems());
      long after = collection.stats().bytes().total();
      assertTrue(after < 0.8 * before, before + " bytes before, " + after + " after");
      measured = measure(collection, SearchRequest.text("any").withMode(SearchMode.VECTOR), there);
      assertTrue(measured.recall >= 0.95, "seed " + SEED + ": " + measured);
    }
  }

  @Test
  void should_keep_its_recall_when_it_grows_past_what_its_coder_learned_from() throws IOException {
    try (VectorStore store = LeannVectorStore.open(folder, embedder)) {
      VectorCollection collection = store.create(CollectionSpec.of("texts"));
      for (int session = 0; session < 6; session++) {
        List<Passage> batch = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
          String id = "s" + session + "r" + i;
          texts.put(id, WordsEmbedder.text(random));
          batch.add(Passage.of(id, texts.get(id)));
        }
        collection.add(batch);
        collection.close();
        collection = store.open("texts");
      }
      Measured measured =
          measure(
              collection, SearchRequest.text("any").withMode(SearchMode.VECTOR), texts.keySet());
      assertTrue(measured.recall >= 0.95, "seed " + SEED + ": " + measured);
      collection.compact();
      assertEquals(1, coders().size(), "one coder is left: " + coders());
    }
  }

  @Test
  void should_settle_within_a_session_that_adds_many() throws IOException {
    WordsEmbedder small = new WordsEmbedder(72);
    try (VectorStore store = LeannVectorStore.open(folder, small)) {
      VectorCollection collection = store.create(CollectionSpec.of("texts"));
      int added = 0;
      while (added < CollectionCoders.MAX_FRESH + 4_000) {
        List<Passage> batch = new ArrayList<>();
        for (int i = 0; i < 8_192; i++) {
          batch.add(Passage.of("r" + added, "word" + added));
          added++;
        }
        collection.add(batch);
      }
      assertEquals(1, coders().size(), "all codes are of the learned coder");
      long most = added * (VectorBytes.LEARNED + 1L);
      assertTrue(collection.stats().bytes().vectors() <= most, collection.stats() + " of " + added);
      for (int i = 0; i < added; i += 6_000) {
        Hit nearest =
            collection
                .search(SearchRequest.text("word" + i).withMode(SearchMode.VECTOR))
                .hits()
                .get(0);
        assertEquals("r" + i, nearest.id());
      }
      assertEquals(List.of(), collection.check().problems());
    }
  }

  private Set<String> coders() throws IOException {
    Set<String> ids = new HashSet<>();
    try (Directory index = FSDirectory.open(folder.resolve("texts/index"))) {
      for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(index)) {
        ids.add(SegmentCoders.id(segment));
      }
    }
    return ids;
  }
}
