package dev.ragged.bench;

import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Hit;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.MeteredEmbedder;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.ExactSearch;
import dev.ragged.eval.KnownVectors;
import dev.ragged.ingest.IngestReport;
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Measures the main use on real documents: indexes them, embeds the same passages in a bare loop,
 * asks questions and compares the answers with exact search over those embeddings.
 *
 * <p>Usage: {@code MainBenchmark WORK_FOLDER QUESTIONS PATH...}; prints a Markdown table.
 */
public final class MainBenchmark {
  private static final int K = 3;
  private static final long SEED = 1;
  private static final int BATCH = 1_024;
  private static final int CACHE_MEBIBYTES = 4;
  private static final double[] RECALL_TARGETS = {0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999};
  private static final String COLLECTION = "bench";

  private MainBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path work = Path.of(args[0]);
    int count = Integer.parseInt(args[1]);
    List<Path> paths = Arrays.stream(args).skip(2).map(Path::of).toList();
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      MeteredEmbedder embedder =
          new MeteredEmbedder(model, (passages, done, all) -> progress(passages));
      List<String> questions = HtmlPages.headings(paths, count, SEED);
      List<String> texts;
      List<float[]> vectors;
      try (VectorStore store = LeannVectorStore.open(work, embedder)) {
        store.drop(COLLECTION);
        double indexSeconds = index(store, embedder, paths);
        VectorCollection collection = store.open(COLLECTION);
        bytes(collection, work);
        texts = Indexing.texts(collection);
        vectors = bareLoop(texts, embedder, indexSeconds);
        Measured measured = search(collection, embedder, vectors, questions, 0.95);
        measured.print(questions.size());
        row("check", collection.check().ok() ? "passes" : "FAILS");
      }
      KnownVectors known = new KnownVectors(model, texts, vectors);
      try (VectorStore store = LeannVectorStore.open(work, known)) {
        System.out.println();
        System.out.println("| recall target | recall@3 | recomputed, mean | 95th percentile |");
        System.out.println("| --- | --- | --- | --- |");
        for (double target : RECALL_TARGETS) {
          Measured measured = search(store.open(COLLECTION), known, vectors, questions, target);
          System.out.printf(
              Locale.ROOT,
              "| %.3f | %.2f %% | %.1f | %.0f |%n",
              target,
              100 * measured.recall,
              mean(measured.recomputed),
              percentile(measured.recomputed, 95));
        }
      }
      LeannOptions caching = LeannOptions.defaults().withCacheBytes(CACHE_MEBIBYTES << 20);
      try (VectorStore store = LeannVectorStore.open(work, known, caching)) {
        Measured measured = search(store.open(COLLECTION), known, vectors, questions, 0.95);
        System.out.printf(
            Locale.ROOT,
            "%nWith a cache of %d MiB, 0.950: %.2f %%, %.1f recomputed on average.%n",
            CACHE_MEBIBYTES,
            100 * measured.recall,
            mean(measured.recomputed));
      }
    }
  }

  private static int done;

  private static synchronized void progress(int passages) {
    int before = done / 5_000;
    done += passages;
    if (done / 5_000 > before) {
      System.err.println(done + " passages embedded");
    }
  }

  private static void row(String what, String value) {
    System.out.println("| " + what + " | " + value + " |");
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** Returns how many seconds it took. */
  private static double index(VectorStore store, MeteredEmbedder embedder, List<Path> paths) {
    embedder.embed(List.of("Load the model before the clock starts."));
    long embedBefore = embedder.nanos();
    long start = System.nanoTime();
    IngestReport report;
    try (VectorCollection collection = store.create(CollectionSpec.of(COLLECTION))) {
      report = Indexing.ingester(collection, embedder).add(paths);
    } // closing settles the codes, which is part of the work
    double indexSeconds = (System.nanoTime() - start) / 1e9;
    double embed = (embedder.nanos() - embedBefore) / 1e9;
    row("files, passages", number(report.files(), 0) + ", " + number(report.passages(), 0));
    row("files skipped", number(report.skipped().size(), 0));
    row("indexing, s", number(indexSeconds, 1));
    row("of which embedding, s", number(embed, 1));
    row("indexing relative to its embedding", number(indexSeconds / embed, 3) + " x");
    return indexSeconds;
  }

  private static void bytes(VectorCollection collection, Path work) throws IOException {
    StorageStats stats = collection.stats();
    StorageStats.Bytes bytes = stats.bytes();
    double raw = stats.rawTextBytes();
    double passages = stats.passages();
    row("raw text, bytes", number(raw, 0));
    row("raw text per passage, bytes", number(raw / passages, 1));
    share("bytes.vectors", bytes.vectors(), raw);
    row("bytes.vectors per passage", number(bytes.vectors() / passages, 2));
    row(
        "bytes.vectors relative to float32 embeddings",
        number(100.0 * bytes.vectors() / (passages * 4 * collection.info().dimension()), 2) + " %");
    share("bytes.text", bytes.text(), raw);
    share("bytes.lexical", bytes.lexical(), raw);
    share("bytes.ids_metadata", bytes.idsMetadata(), raw);
    share("bytes.other", bytes.other(), raw);
    share("store without the lexical index", bytes.total() - bytes.lexical(), raw);
    share("store", bytes.total(), raw);
    try (Stream<Path> files = Files.walk(work.resolve(COLLECTION))) {
      long onDisk = files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
      row("files on disk, bytes", number(onDisk, 0));
    }
  }

  private static void share(String what, long bytes, double raw) {
    row(what, number(bytes, 0) + " (" + number(100 * bytes / raw, 2) + " % of the raw text)");
  }

  /** Embeds the same passages with the same model, threads and batches, and does nothing else. */
  private static List<float[]> bareLoop(
      List<String> texts, MeteredEmbedder embedder, double indexSeconds) {
    long start = System.nanoTime();
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (int from = 0; from < texts.size(); from += BATCH) {
      vectors.addAll(embedder.embed(texts.subList(from, Math.min(texts.size(), from + BATCH))));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    row("bare embedding loop, s", number(seconds, 1));
    row("bare embedding loop, passages/s", number(texts.size() / seconds, 1));
    row("indexing relative to the bare loop", number(indexSeconds / seconds, 3) + " x");
    return vectors;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  private static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  /** Results and costs, with one value per question; times in milliseconds. */
  private record Measured(
      double recall,
      double[] recomputed,
      double[] embedQuery,
      double[] scan,
      double[] recompute,
      double[] total) {

    void print(int questions) {
      row("questions (headings of the documents)", number(questions, 0));
      row("recall@3 against exact search", number(100 * recall, 2) + " %");
      row("recomputed per question, mean", number(mean(recomputed), 1));
      row("recomputed per question, 95th percentile", number(percentile(recomputed, 95), 0));
      row("embedding the question, mean ms", number(mean(embedQuery), 2));
      row("scan, mean ms", number(mean(scan), 2));
      row("recompute, mean ms", number(mean(recompute), 1));
      row("answer, median ms", number(percentile(total, 50), 1));
      row("answer, 95th percentile ms", number(percentile(total, 95), 1));
    }
  }

  private static Measured search(
      VectorCollection collection,
      Embedder embedder,
      List<float[]> vectors,
      List<String> questions,
      double recallTarget) {
    ExactSearch exact = new ExactSearch(vectors);
    int n = questions.size();
    double recall = 0;
    Measured measured =
        new Measured(0, new double[n], new double[n], new double[n], new double[n], new double[n]);
    for (int i = 0; i < n; i++) {
      SearchRequest request =
          SearchRequest.text(questions.get(i))
              .withMode(SearchMode.VECTOR)
              .withK(K)
              .withRecallTarget(recallTarget);
      SearchResult result = collection.search(request);
      double[] truth = exact.topScores(embedder.embedQuery(questions.get(i)), K);
      recall += ExactSearch.recall(truth, result.hits().stream().mapToDouble(Hit::score).toArray());
      measured.recomputed[i] = result.stats().recomputed();
      measured.embedQuery[i] = result.stats().embedQueryNanos() / 1e6;
      measured.scan[i] = result.stats().scanNanos() / 1e6;
      measured.recompute[i] = result.stats().recomputeNanos() / 1e6;
      measured.total[i] = result.stats().totalNanos() / 1e6;
    }
    return new Measured(
        recall / n,
        measured.recomputed,
        measured.embedQuery,
        measured.scan,
        measured.recompute,
        measured.total);
  }
}
