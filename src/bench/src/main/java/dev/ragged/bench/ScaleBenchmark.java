package dev.ragged.bench;

import dev.ragged.CollectionSpec;
import dev.ragged.Hit;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.ExactSearch;
import dev.ragged.eval.Memory;
import dev.ragged.leann.LeannVectorStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Measures what grows with a collection. A collection of synthetic vectors and short texts is
 * written by one process and searched by another, to get the peak memory of each.
 *
 * <p>Usage: {@code ScaleBenchmark write|search shipped|learned PASSAGES WORK_FOLDER EMBEDDED_FOLDER
 * PATH...}; prints a row of a Markdown table. The paths are embedded if the folder is empty.
 */
public final class ScaleBenchmark {
  private static final int K = 3;
  private static final int BATCH = 2_048;
  private static final int HEADINGS = 500;
  private static final int TIMED_QUESTIONS = 100;
  private static final int JUDGED_QUESTIONS = 50;
  private static final long SEED = 1;

  private final TiledModel model;
  private final Path folder;
  private final String coder;
  private final int passages;

  private ScaleBenchmark(TiledModel model, Path folder, String coder, int passages) {
    this.model = model;
    this.folder = folder;
    this.coder = coder;
    this.passages = passages;
  }

  public static void main(String[] args) throws IOException {
    String coder = args[1];
    List<Path> paths = Arrays.stream(args).skip(5).map(Path::of).toList();
    List<String> questions = HtmlPages.headings(paths, HEADINGS, SEED);
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      EmbeddedDocuments real = EmbeddedDocuments.of(Path.of(args[4]), model, paths, questions);
      TiledModel tiled =
          coder.equals("shipped") ? TiledModel.like(model, real) : TiledModel.unlike(model, real);
      ScaleBenchmark benchmark =
          new ScaleBenchmark(tiled, Path.of(args[3]), coder, Integer.parseInt(args[2]));
      if (args[0].equals("write")) {
        benchmark.write();
      } else {
        benchmark.search();
      }
    }
  }

  private String name() {
    return coder + "-" + passages;
  }

  private void write() {
    try (VectorStore store = LeannVectorStore.open(folder, model)) {
      store.drop(name());
      long start = System.nanoTime();
      VectorCollection collection = store.create(CollectionSpec.of(name()));
      for (int at = 0; at < passages; at += BATCH) {
        collection.add(
            IntStream.range(at, Math.min(passages, at + BATCH))
                .mapToObj(i -> Passage.of("p" + i, model.text(i)))
                .toList());
      }
      double adding = (System.nanoTime() - start - model.nanos()) / 1e9;
      start = System.nanoTime();
      collection.close(); // trains and settles if needed
      double settling = (System.nanoTime() - start) / 1e9;
      try (VectorCollection again = store.open(name())) {
        start = System.nanoTime();
        again.compact();
        double compacting = (System.nanoTime() - start) / 1e9;
        StorageStats stats = again.stats();
        StorageStats.Bytes bytes = stats.bytes();
        print(
            "| %s | %,d | %.1f | %.2f | %.2f | %,d | %.1f | %.1f | %.2f | %.1f | %.1f |%n",
            coder,
            passages,
            adding * 1e6 / passages,
            settling,
            compacting,
            Memory.peak("self") >> 20,
            (double) stats.rawTextBytes() / passages,
            (double) bytes.text() / passages,
            (double) bytes.vectors() / passages,
            (double) bytes.lexical() / passages,
            (double) bytes.idsMetadata() / passages);
      }
    }
  }

  private void search() {
    List<float[]> questions = model.questions(TIMED_QUESTIONS);
    try (VectorStore store = LeannVectorStore.open(folder, model)) {
      long start = System.nanoTime();
      VectorCollection collection = store.open(name());
      collection.search(request(questions.get(0)));
      double opening = (System.nanoTime() - start) / 1e6;
      ask(collection, questions); // warms up the JIT compiler
      Means means = ask(collection, questions);
      long peak = Memory.peak("self") >> 20;
      double recall = 0;
      List<double[]> exact = exact(questions.subList(0, JUDGED_QUESTIONS));
      for (int i = 0; i < JUDGED_QUESTIONS; i++) {
        recall += ExactSearch.recall(exact.get(i), means.scores.get(i));
      }
      collection.delete(Selection.ids("p0"));
      ask(collection, questions);
      Means afterDelete = ask(collection, questions);
      print(
          "| %s | %,d | %.0f | %.2f | %.2f | %.2f | %.1f | %.1f %% | %,d |%n",
          coder,
          passages,
          opening,
          means.scanMillis,
          means.restMillis,
          afterDelete.scanMillis,
          means.recomputed,
          100 * recall / JUDGED_QUESTIONS,
          peak);
    }
  }

  private static SearchRequest request(float[] question) {
    return SearchRequest.vector(question).withK(K);
  }

  /**
   * Means over some questions.
   *
   * @param restMillis everything but the scan and embedding
   */
  private record Means(
      List<double[]> scores, double scanMillis, double restMillis, double recomputed) {}

  private Means ask(VectorCollection collection, List<float[]> questions) {
    List<double[]> scores = new ArrayList<>();
    double scan = 0;
    double total = 0;
    double recomputed = 0;
    long embedding = model.nanos();
    for (float[] question : questions) {
      SearchResult result = collection.search(request(question));
      scores.add(result.hits().stream().mapToDouble(Hit::score).toArray());
      scan += result.stats().scanNanos();
      total += result.stats().totalNanos();
      recomputed += result.stats().recomputed();
    }
    embedding = model.nanos() - embedding;
    double millions = 1e6 * questions.size();
    return new Means(
        scores,
        scan / millions,
        (total - scan - embedding) / millions,
        recomputed / questions.size());
  }

  /** The best scores over all passages, whose vectors are generated again in batches. */
  private List<double[]> exact(List<float[]> questions) {
    List<double[]> best = new ArrayList<>();
    questions.forEach(question -> best.add(new double[0]));
    for (int at = 0; at < passages; at += BATCH) {
      List<float[]> vectors =
          IntStream.range(at, Math.min(passages, at + BATCH)).mapToObj(model::vector).toList();
      ExactSearch batch = new ExactSearch(vectors);
      IntStream.range(0, questions.size())
          .parallel()
          .forEach(i -> best.set(i, merge(best.get(i), batch.topScores(questions.get(i), K))));
    }
    return best;
  }

  /** The K highest scores of both, in descending order. */
  private static double[] merge(double[] a, double[] b) {
    double[] ascending =
        IntStream.range(0, a.length + b.length)
            .mapToDouble(i -> i < a.length ? a[i] : b[i - a.length])
            .sorted()
            .toArray();
    int size = Math.min(K, ascending.length);
    return IntStream.range(0, size).mapToDouble(i -> ascending[ascending.length - 1 - i]).toArray();
  }

  private static void print(String row, Object... values) {
    System.out.printf(Locale.ROOT, row, values);
  }
}
