package dev.ragged.bench;

import dev.ragged.CollectionSpec;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.ExactSearch;
import dev.ragged.eval.KnownVectors;
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.leann.upstream.UpstreamIndex;
import dev.ragged.peers.PythonLeann;
import dev.ragged.peers.PythonLeannProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Compares answers with those of the Python package LEANN: same passages, questions and model
 * weights.
 *
 * <p>Each question goes to all contenders in turn, so that other load on the machine slows all
 * alike.
 *
 * <p>Usage: {@code UpstreamBenchmark WORK_FOLDER ONNX_FILE PASSAGES QUESTIONS
 * COMPLEXITY[,COMPLEXITY...] PATH...}, where the file is all-MiniLM-L6-v2 in float32. Installs the
 * package in the work folder if it is missing, and prints Markdown tables.
 */
public final class UpstreamBenchmark implements AutoCloseable {
  private static final int K = 3;
  private static final long SEED = 1;
  private static final double[] RECALL_TARGETS = {0.9, 0.95};
  private static final int SAMPLE = 20;

  /** Questions asked before measuring, to warm up and to fill a cache of vectors. */
  private static final int WARM_UP_QUESTIONS = 200;

  /** The cache's size as a share of all vectors. */
  private static final double CACHED_SHARE = 0.05;

  /** Bytes of the graph and codes, and of what maps nodes to passages. */
  private record Bytes(long vectors, long ids) {}

  /**
   * A model, and a fast copy that knows the passages' vectors.
   *
   * @param known also used to compute recall
   */
  private record Weights(RecordedBatches model, KnownVectors known) {
    Weights(OnnxEmbedder model) {
      this(new RecordedBatches(model), new KnownVectors(model));
    }
  }

  /**
   * Something that answers questions.
   *
   * @param baseline what its times are compared with, or null
   */
  private record Contender(
      String name,
      Contender baseline,
      Bytes bytes,
      Weights weights,
      Function<String, Answer> search,
      List<Answer> answers) {

    double mean(ToDoubleFunction<Answer> of) {
      return answers.stream().mapToDouble(of).average().orElseThrow();
    }

    double median(ToDoubleFunction<Answer> of) {
      double[] sorted = answers.stream().mapToDouble(of).sorted().toArray();
      int half = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
  }

  private final Path work;
  private final Weights float32;
  private final Weights int8;
  private final int[] complexities;
  private final List<Contender> contenders = new ArrayList<>();

  /**
   * What our collections are compared with: Python at its default complexity, else at the first one
   * given.
   */
  private Contender baseline;

  private final List<AutoCloseable> opened = new ArrayList<>();

  private UpstreamBenchmark(
      Path work, OnnxEmbedder float32, OnnxEmbedder int8, int[] complexities) {
    this.work = work;
    this.float32 = new Weights(float32);
    this.int8 = new Weights(int8);
    this.complexities = complexities;
  }

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    int count = Integer.parseInt(args[2]);
    int questions = Integer.parseInt(args[3]);
    int[] complexities = Arrays.stream(args[4].split(",")).mapToInt(Integer::parseInt).toArray();
    List<Path> documents = Arrays.stream(args).skip(5).map(Path::of).toList();
    PythonLeann python = PythonLeann.install(home.resolve("leann-python"), System.getenv());
    Path model = home.resolve("all-MiniLM-L6-v2");
    copy(python.model(), model);
    Files.copy(Path.of(args[1]), model.resolve("model.onnx"), StandardCopyOption.REPLACE_EXISTING);
    Path work = home.resolve("run");
    try (OnnxEmbedder float32 = OnnxEmbedder.fromFolder(model);
        OnnxEmbedder int8 = OnnxEmbedder.bundled();
        UpstreamBenchmark benchmark = new UpstreamBenchmark(work, float32, int8, complexities)) {
      DrawnPages drawn =
          DrawnPages.of(work.resolve("drawn"), benchmark.float32.known, documents, count, SEED);
      List<String> headings =
          HtmlPages.headings(drawn.pages(), questions + WARM_UP_QUESTIONS, SEED);
      int split = Math.min(questions, headings.size() - 1);
      benchmark.run(
          python,
          drawn.passages(),
          headings.subList(0, split),
          headings.subList(split, headings.size()));
    }
  }

  /** Makes one folder with the weights for both: safetensors for Python, ONNX for Java. */
  private static void copy(Path from, Path to) throws IOException {
    Path source = from.toRealPath();
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(source.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private void run(
      PythonLeann installed, List<String> passages, List<String> questions, List<String> warmUp)
      throws Exception {
    List<String> sample =
        IntStream.range(0, SAMPLE)
            .mapToObj(i -> passages.get(i * passages.size() / SAMPLE))
            .toList();
    PythonLeannProcess python =
        keepOpen(
            new PythonLeannProcess(
                installed,
                work.resolve("python"),
                PythonLeannProcess.Index.HNSW,
                passages,
                null,
                sample));
    UpstreamIndex index = keepOpen(UpstreamIndex.open(python.index()));
    Bytes bytes = bytes(python.index());
    python.ask(warmUp.get(0), K, K);
    for (int complexity : complexities) {
      String at = ", complexity " + complexity;
      Contender theirs =
          add(
              "LEANN in Python" + at,
              null,
              bytes,
              float32,
              question -> Answer.of(python.ask(question, K, complexity)));
      if (baseline == null || complexity == python.defaultComplexity()) {
        baseline = theirs;
      }
      add("the same index here" + at, theirs, bytes, float32, walk(index, complexity));
    }
    long cacheBytes = (long) (CACHED_SHARE * passages.size() * index.dimension() * Float.BYTES);
    UpstreamIndex caching = keepOpen(UpstreamIndex.open(python.index(), cacheBytes));
    warmUp.forEach(question -> caching.search(float32.known, question, K, complexities[0]));
    add(
        "the same, complexity " + complexities[0] + ", with a cache",
        contenders.get(0),
        bytes,
        float32,
        walk(caching, complexities[0]));
    // Our own collections, with various settings.
    LeannOptions graph = LeannOptions.defaults().withGraphDegree(32);
    addCollection("float32", float32, LeannOptions.defaults(), passages, warmUp);
    addCollection("float32-graph-32", float32, graph, passages, warmUp);
    addCollection("int8-default", int8, LeannOptions.defaults(), passages, warmUp);

    for (String question : questions) {
      System.err.println(question);
      for (Contender contender : contenders) {
        Answer answer = contender.search.apply(question);
        contender.answers.add(answer);
        System.err.println("  " + contender.name + ": " + answer);
      }
    }
    print(python, sample, passages, questions);
  }

  private Function<String, Answer> walk(UpstreamIndex index, int complexity) {
    return question ->
        float32.model.time(() -> index.search(float32.model, question, K, complexity));
  }

  private <T extends AutoCloseable> T keepOpen(T resource) {
    opened.add(0, resource);
    return resource;
  }

  private Contender add(
      String name,
      Contender baseline,
      Bytes bytes,
      Weights weights,
      Function<String, Answer> search) {
    Contender contender = new Contender(name, baseline, bytes, weights, search, new ArrayList<>());
    contenders.add(contender);
    return contender;
  }

  private void addCollection(
      String name, Weights weights, LeannOptions options, List<String> texts, List<String> warmUp) {
    List<Passage> passages =
        IntStream.range(0, texts.size())
            .mapToObj(i -> Passage.of(Integer.toString(i), texts.get(i)))
            .toList();
    Path folder = work.resolve("store");
    try (VectorStore store = LeannVectorStore.open(folder, weights.known, options)) {
      store.drop(name);
      try (VectorCollection collection = store.create(CollectionSpec.of(name))) {
        collection.add(passages);
      }
    }
    VectorStore store = keepOpen(LeannVectorStore.open(folder, weights.model, options));
    VectorCollection collection = store.open(name);
    StorageStats.Bytes bytes = collection.stats().bytes();
    for (double target : RECALL_TARGETS) {
      Function<String, Answer> search =
          question ->
              weights.model.time(
                  () ->
                      collection.search(
                          SearchRequest.text(question)
                              .withMode(SearchMode.VECTOR)
                              .withK(K)
                              .withRecallTarget(target)));
      search.apply(warmUp.get(0));
      add(
          "collection, " + name + ", recall target " + target,
          baseline,
          new Bytes(bytes.vectors(), bytes.idsMetadata()),
          weights,
          search);
    }
  }

  private static Bytes bytes(Path index) throws IOException {
    Path stem = index.resolveSibling(index.getFileName().toString().replace(".leann", ""));
    return new Bytes(
        Files.size(Path.of(stem + ".index")),
        Files.size(Path.of(stem + ".ids.txt")) + Files.size(Path.of(index + ".passages.idx")));
  }

  private void print(
      PythonLeannProcess python,
      List<String> sample,
      List<String> passages,
      List<String> questions) {
    List<float[]> ours = float32.known.embed(sample);
    List<float[]> theirs = python.sample();
    double worst =
        IntStream.range(0, SAMPLE)
            .mapToDouble(i -> new ExactSearch(theirs).score(ours.get(i), i))
            .min()
            .orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%,d passages, %d questions; %s, whose default complexity is %d.%n%nThe vectors of %d"
            + " passages have a cosine of at least %.6f with Python's. The cache takes %.0f %% of the bytes of"
            + " all vectors and was filled by %d other questions.%n%n",
        passages.size(),
        questions.size(),
        python.versions(),
        python.defaultComplexity(),
        SAMPLE,
        worst,
        100 * CACHED_SHARE,
        WARM_UP_QUESTIONS);
    System.out.println(
        "| | answer, mean ms | median ms | relative to Python at the same complexity, or to "
            + baseline.name
            + " | relative to a bare embedding loop | recomputed | recall@3 | graph and codes, bytes |"
            + " ids and offsets, bytes |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    Map<Weights, ExactSearch> exact =
        Map.of(
            float32, new ExactSearch(float32.known.embed(passages)),
            int8, new ExactSearch(int8.known.embed(passages)));
    for (Contender contender : contenders) {
      double mean = contender.mean(Answer::millis);
      double bare = contender.mean(Answer::bareMillis);
      System.out.printf(
          Locale.ROOT,
          "| %s | %,.0f | %,.0f | %s | %s | %.1f | %.2f %% | %,d | %,d |%n",
          contender.name,
          mean,
          contender.median(Answer::millis),
          contender.baseline == null ? "" : ratio(mean, contender.baseline.mean(Answer::millis)),
          Double.isNaN(bare) ? "" : ratio(mean, bare),
          contender.mean(Answer::recomputed),
          100 * recall(exact.get(contender.weights), contender, questions),
          contender.bytes.vectors,
          contender.bytes.ids);
    }
  }

  private static String ratio(double time, double baseline) {
    return String.format(Locale.ROOT, "%.3f x", time / baseline);
  }

  private static double recall(ExactSearch exact, Contender contender, List<String> questions) {
    double sum = 0;
    for (int i = 0; i < questions.size(); i++) {
      float[] query = contender.weights.known.embedQuery(questions.get(i));
      double[] found =
          contender.answers.get(i).ids().stream()
              .mapToDouble(id -> exact.score(query, Integer.parseInt(id)))
              .toArray();
      sum += ExactSearch.recall(exact.topScores(query, K), found);
    }
    return sum / questions.size();
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }
}
