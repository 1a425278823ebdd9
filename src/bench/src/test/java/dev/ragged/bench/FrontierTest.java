package dev.ragged.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Hit;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.ExactSearch;
import dev.ragged.eval.KnownVectors;
import dev.ragged.leann.LeannVectorStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cost and recall of a collection must not get worse. Measures counts and bytes on documents
 * that never change, the Javadoc of one Lucene release, with the bundled model. The bounds are
 * slightly above the measured values, as rounding differs between processors; lower them when the
 * figures improve.
 */
class FrontierTest {
  private static final String ANY_PAGE = "/org/apache/lucene/search/BooleanQuery.html";
  private static final int PAGES = 200;
  private static final int QUESTIONS = 300;
  private static final int K = 3;
  private static final long SEED = 1;

  @TempDir Path folder;
  private final List<String> questions = new ArrayList<>();

  @Test
  void should_stay_within_bounds_of_cost_and_recall() throws IOException {
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      KnownVectors known = new KnownVectors(model);
      try (VectorStore store = LeannVectorStore.open(folder.resolve("store"), known)) {
        VectorCollection writing = store.create(CollectionSpec.of("javadoc"));
        Indexing.ingester(writing, known).add(List.of(pages()));
        writing.close(); // settles
        try (VectorCollection collection = store.open("javadoc")) {
          checkBytes(collection.stats());
          checkSearch(collection, known);
        }
      }
    }
  }

  /** Unpacks random pages, and takes the first sentences of other pages as questions. */
  private Path pages() throws IOException {
    Path pages = Files.createDirectories(folder.resolve("pages"));
    var connection = (JarURLConnection) getClass().getResource(ANY_PAGE).openConnection();
    try (JarFile jar = connection.getJarFile()) {
      List<JarEntry> entries =
          new ArrayList<>(
              jar.stream()
                  .filter(e -> e.getName().matches("org/.*/[A-Z]\\w+\\.html"))
                  .sorted((a, b) -> a.getName().compareTo(b.getName()))
                  .toList());
      Collections.shuffle(entries, new Random(SEED));
      for (JarEntry entry : entries.subList(0, PAGES)) {
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, pages.resolve(entry.getName().replace('/', '.')));
        }
      }
      for (int i = PAGES; questions.size() < QUESTIONS; i++) {
        try (InputStream in = jar.getInputStream(entries.get(i))) {
          Element about =
              Jsoup.parse(in, "UTF-8", "")
                  .selectFirst(".class-description .block, .description .block");
          if (about != null) {
            questions.add(about.text().split("\\. ")[0]);
          }
        }
      }
    }
    return pages;
  }

  private static void checkBytes(StorageStats stats) {
    double passages = stats.passages();
    double raw = stats.rawTextBytes();
    StorageStats.Bytes bytes = stats.bytes();
    atMost("passages", passages, 800);
    atMost("bytes.vectors per passage", bytes.vectors() / passages, 24);
    atMost("bytes.text relative to raw text", bytes.text() / raw, 0.17);
    atMost(
        "store without the lexical index relative to raw text",
        (bytes.total() - bytes.lexical()) / raw,
        0.31);
  }

  private void checkSearch(VectorCollection collection, KnownVectors known) {
    ExactSearch exact = new ExactSearch(known.embed(Indexing.texts(collection)));
    double recall = 0;
    double recomputed = 0;
    for (String question : questions) {
      SearchResult result =
          collection.search(SearchRequest.text(question).withMode(SearchMode.VECTOR).withK(K));
      double[] found = result.hits().stream().mapToDouble(Hit::score).toArray();
      recall += ExactSearch.recall(exact.topScores(known.embedQuery(question), K), found);
      recomputed += result.stats().recomputed();
    }
    atMost("recomputed per question", recomputed / questions.size(), 18);
    atMost("missed of the nearest three", 1 - recall / questions.size(), 0.045);
  }

  private static void atMost(String what, double value, double bound) {
    System.out.printf("%s: %.3f (maximum %.3f)%n", what, value, bound);
    assertTrue(value <= bound, what + " is " + value + ", above " + bound);
  }
}
