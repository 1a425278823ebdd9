package dev.ragged.bench;

import dev.ragged.CollectionSpec;
import dev.ragged.GivenVectors;
import dev.ragged.Hit;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.ExactSearch;
import dev.ragged.eval.KnownVectors;
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Shows when a graph in addition to the codes pays off: the same passages in collections without
 * and with one. All embeddings are known beforehand, so that only the search itself is timed;
 * recomputed passages are counted.
 *
 * <p>Usage: {@code GraphBenchmark WORK_FOLDER QUESTIONS PATH...}; prints a Markdown table.
 */
public final class GraphBenchmark {
  private static final int K = 3;
  private static final long SEED = 1;
  private static final int[] DEGREES = {0, 8, 16, 32};
  private static final int BATCH = 2_048;

  private GraphBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path work = Path.of(args[0]);
    List<Path> paths = Arrays.stream(args).skip(2).map(Path::of).toList();
    List<String> questions = HtmlPages.headings(paths, Integer.parseInt(args[1]), SEED);
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      EmbeddedDocuments documents =
          EmbeddedDocuments.of(work.resolve("embedded"), model, paths, questions);
      KnownVectors known = new KnownVectors(model, documents.texts(), documents.vectors());
      System.out.println(
          "| passages | graph degree | bytes.vectors per passage | recall@3 | recomputed | search"
              + " without embedding, ms | add, s |");
      System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
      int all = documents.texts().size();
      for (int size = 10_000; size / 2 < all; size *= 2) {
        int n = Math.min(size, all);
        for (int degree : DEGREES) {
          measure(work, known, documents, n, degree, questions);
        }
      }
    }
  }

  private static void measure(
      Path work,
      KnownVectors known,
      EmbeddedDocuments documents,
      int n,
      int degree,
      List<String> questions) {
    LeannOptions options =
        LeannOptions.defaults().withGivenVectors(GivenVectors.TRUST).withGraphDegree(degree);
    String name = "degree-" + degree;
    try (VectorStore store = LeannVectorStore.open(work, known, options)) {
      store.drop(name);
      long start = System.nanoTime();
      add(store.create(CollectionSpec.of(name)), documents, n);
      double seconds = (System.nanoTime() - start) / 1e9;
      try (VectorCollection collection = store.open(name)) {
        double bytes = (double) collection.stats().bytes().vectors() / n;
        ExactSearch exact = new ExactSearch(documents.vectors().subList(0, n));
        double recall = 0;
        double recomputed = 0;
        double millis = 0;
        for (int i = 0; i < questions.size(); i++) {
          float[] question = documents.questionVectors().get(i);
          SearchRequest request = SearchRequest.vector(question).withK(K);
          SearchResult result = collection.search(request);
          double[] found = result.hits().stream().mapToDouble(Hit::score).toArray();
          recall += ExactSearch.recall(exact.topScores(question, K), found);
          recomputed += result.stats().recomputed();
          // Searches a second time, to leave out reading files.
          millis += collection.search(request).stats().scanNanos() / 1e6;
        }
        double count = questions.size();
        System.out.printf(
            Locale.ROOT,
            "| %,d | %d | %.1f | %.2f %% | %.1f | %.3f | %.1f |%n",
            n,
            degree,
            bytes,
            100 * recall / count,
            recomputed / count,
            millis / count,
            seconds);
      }
    }
  }

  private static void add(VectorCollection collection, EmbeddedDocuments documents, int n) {
    List<Passage> batch = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      batch.add(new Passage("p" + i, documents.texts().get(i), null, documents.vectors().get(i)));
      if (batch.size() == BATCH || i == n - 1) {
        collection.add(batch);
        batch.clear();
      }
    }
    collection.close(); // settles the codes and builds the graph
  }
}
