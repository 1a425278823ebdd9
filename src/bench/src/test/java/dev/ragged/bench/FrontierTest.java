package dev.ragged.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Hit;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.ExactSearch;
import dev.ragged.eval.KnownVectors;
import dev.ragged.ingest.IngestListener;
import dev.ragged.ingest.IngestOptions;
import dev.ragged.ingest.Ingester;
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
 * What a collection costs and finds must not get worse: counts and bytes on documents that never
 * change, the Javadoc of one release of Lucene, with the bundled model. The bounds are what was
 * measured and a little more, as rounding differs between processors; lower them when the figures
 * fall.
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
  void costsNoMoreAndFindsNoLess() throws IOException {
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      KnownVectors known = new KnownVectors(model);
      try (VectorStore store = LeannVectorStore.open(folder.resolve("store"), known)) {
        VectorCollection writing = store.create(CollectionSpec.of("javadoc"));
        new Ingester(
                writing,
                known.tokenizer(),
                known.maxTokens(),
                IngestOptions.defaults(),
                IngestListener.NONE)
            .add(List.of(pages()));
        writing.close(); // settles
        try (VectorCollection collection = store.open("javadoc")) {
          checkBytes(collection.stats());
          checkSearch(collection, known);
        }
      }
    }
  }

  /** Draws pages and unpacks them; asks what the first sentences of other pages say. */
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
    atMost("bytes.vectors a passage", bytes.vectors() / passages, 24);
    atMost("bytes.text beside raw text", bytes.text() / raw, 0.17);
    atMost(
        "store without the lexical index beside raw text",
        (bytes.total() - bytes.lexical()) / raw,
        0.31);
  }

  private void checkSearch(VectorCollection collection, KnownVectors known) {
    ExactSearch exact = new ExactSearch(known.embed(Texts.of(collection)));
    double recall = 0;
    double recomputed = 0;
    for (String question : questions) {
      SearchResult result = collection.search(SearchRequest.text(question).withK(K));
      double[] found = result.hits().stream().mapToDouble(Hit::score).toArray();
      recall += ExactSearch.recall(exact.best(known.embedQuery(question), K), found);
      recomputed += result.stats().recomputed();
    }
    atMost("recomputed a question", recomputed / questions.size(), 18);
    atMost("missed of the nearest three", 1 - recall / questions.size(), 0.045);
  }

  private static void atMost(String what, double value, double bound) {
    System.out.printf("%s: %.3f (at most %.3f)%n", what, value, bound);
    assertTrue(value <= bound, what + " is " + value + ", more than " + bound);
  }
}
