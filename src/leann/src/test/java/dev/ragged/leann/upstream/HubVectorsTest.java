package dev.ragged.leann.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Hit;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.leann.internal.engine.Graph;
import dev.ragged.testkit.WordsEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of hubs, and what that saves walks over an index. */
class HubVectorsTest {
  private static final int DIMENSION = 32;
  private static final int PASSAGES = 1_500;
  private static final int QUESTIONS = 40;

  @TempDir Path folder;

  @Test
  void should_keep_the_vectors_of_hubs_alone_within_its_budget() {
    float[] line = {0, 1, 2, 3, 100, 101, 102, 103};
    try (Graph graph = Graph.build(line, 1, Metric.EUCLIDEAN, 2, 8, 1)) {
      int[] hubs = graph.hubs(2);
      HubVectors kept = new HubVectors(graph, 2 * (HubVectors.ENTRY_BYTES + 4) + 1);
      HubVectors none = new HubVectors(graph, 0);
      for (int node = 0; node < line.length; node++) {
        assertNull(kept.get(node));
        kept.put(node, new float[] {line[node]});
        none.put(node, new float[] {line[node]});
      }
      for (int node = 0; node < line.length; node++) {
        assertNull(none.get(node));
        if (node == hubs[0] || node == hubs[1]) {
          assertEquals(line[node], kept.get(node)[0]);
        } else {
          assertNull(kept.get(node));
        }
      }
    }
  }

  @Test
  void should_embed_less_and_answer_the_same() {
    WordsEmbedder model = new WordsEmbedder(DIMENSION);
    Random random = new Random(7);
    Path index = folder.resolve("x.leann");
    try (VectorStore store = LeannVectorStore.open(folder.resolve("store"), model);
        VectorCollection collection = store.create(CollectionSpec.of("texts"))) {
      List<Passage> passages = new ArrayList<>();
      for (int i = 0; i < PASSAGES; i++) {
        passages.add(Passage.of("r" + i, WordsEmbedder.text(random)));
      }
      collection.add(passages);
      UpstreamExport.write(collection, index, "words", read -> {});
    }
    List<String> questions = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      questions.add(WordsEmbedder.text(random));
    }
    long tenth = PASSAGES / 10 * (HubVectors.ENTRY_BYTES + Float.BYTES * DIMENSION);
    try (UpstreamIndex without = UpstreamIndex.open(index);
        UpstreamIndex with = UpstreamIndex.open(index, tenth)) {
      long embedded = 0;
      long embeddedWith = 0;
      for (String question : questions) {
        SearchResult plain = without.search(model, question, 5, 16);
        int before = model.embedded().get();
        SearchResult cached = with.search(model, question, 5, 16);
        int embeddedNow = model.embedded().get() - before;
        assertTrue(Math.abs(embeddedNow - cached.stats().recomputed()) <= 1, "with the question");
        assertEquals(
            plain.hits().stream().map(Hit::id).toList(),
            cached.hits().stream().map(Hit::id).toList());
        embedded += plain.stats().recomputed();
        embeddedWith += cached.stats().recomputed();
      }
      assertTrue(embeddedWith < 0.9 * embedded, embeddedWith + " instead of " + embedded);
    }
  }
}
