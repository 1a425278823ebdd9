package dev.ragged.bench;

import dev.ragged.CollectionSpec;
import dev.ragged.Passage;
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
 * Answers beside the Python package LEANN: the same passages, questions and weights of the model.
 *
 * <p>Every question is asked of all, one after the other, so that whatever else the machine does
 * meanwhile slows all alike.
 *
 * <p>Usage: {@code UpstreamBenchmark WORK_FOLDER ONNX_FILE PASSAGES QUESTIONS
 * COMPLEXITY[,COMPLEXITY...] PATH...}, where the file is all-MiniLM-L6-v2 in float32; installs the
 * package in the work folder where it is not there yet, and prints Markdown tables.
 */
public final class UpstreamBenchmark implements AutoCloseable {
  private static final int K = 3;
  private static final long SEED = 1;
  private static final double[] RECALL_TARGETS = {0.9, 0.95};
  private static final int SAMPLE = 20;

  /** Questions before those that are measured: they warm up, and fill a cache of vectors. */
  private static final int EARLIER = 200;

  /** The share of all vectors' bytes that a cache may take. */
  private static final double CACHED = 0.05;

  /** The graph and codes, and what leads from a node to its passage. */
  private record Bytes(long vectors, long ids) {}

  /**
   * A model, and a fast copy of it that knows the passages' vectors.
   *
   * @param known also judges what was found
   */
  private record Weights(RecordedBatches model, KnownVectors known) {
    Weights(OnnxEmbedder model) {
      this(new RecordedBatches(model), new KnownVectors(model));
    }
  }

  /**
   * One of those that are asked.
   *
   * @param rival whom its times are put beside, or null
   */
  private record Contender(
      String name,
      Contender rival,
      Bytes bytes,
      Weights weights,
      Function<String, Answer> asked,
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

  /** Whom collections of ours are put beside: Python at its default, or at the first asked for. */
  private Contender rival;

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
      List<String> headings = HtmlPages.headings(drawn.pages(), questions + EARLIER, SEED);
      int split = Math.min(questions, headings.size() - 1);
      benchmark.run(
          python,
          drawn.passages(),
          headings.subList(0, split),
          headings.subList(split, headings.size()));
    }
  }

  /** One folder with the weights for both: safetensors for Python, ONNX for Java. */
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
      PythonLeann installed, List<String> passages, List<String> questions, List<String> earlier)
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
    python.ask(earlier.get(0), K, K);
    for (int complexity : complexities) {
      String at = ", complexity " + complexity;
      Contender there =
          add(
              "LEANN in Python" + at,
              null,
              bytes,
              float32,
              question -> Answer.of(python.ask(question, K, complexity)));
      if (rival == null || complexity == python.defaultComplexity()) {
        rival = there;
      }
      add("the same index here" + at, there, bytes, float32, walk(index, complexity));
    }
    long cacheBytes = (long) (CACHED * passages.size() * index.dimension() * Float.BYTES);
    UpstreamIndex caching = keepOpen(UpstreamIndex.open(python.index(), cacheBytes));
    earlier.forEach(question -> caching.search(float32.known, question, K, complexities[0]));
    add(
        "the same, complexity " + complexities[0] + ", with a cache",
        contenders.get(0),
        bytes,
        float32,
        walk(caching, complexities[0]));
    // Settings of our own collections, a line each.
    LeannOptions graph = LeannOptions.defaults().withGraphDegree(32);
    addCollection("float32", float32, LeannOptions.defaults(), passages, earlier);
    addCollection("float32-graph-32", float32, graph, passages, earlier);
    addCollection("int8-default", int8, LeannOptions.defaults(), passages, earlier);

    for (String question : questions) {
      System.err.println(question);
      for (Contender contender : contenders) {
        Answer answer = contender.asked.apply(question);
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
      String name, Contender rival, Bytes bytes, Weights weights, Function<String, Answer> asked) {
    Contender contender = new Contender(name, rival, bytes, weights, asked, new ArrayList<>());
    contenders.add(contender);
    return contender;
  }

  private void addCollection(
      String name,
      Weights weights,
      LeannOptions options,
      List<String> texts,
      List<String> earlier) {
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
                          SearchRequest.text(question).withK(K).withRecallTarget(target)));
      search.apply(earlier.get(0));
      add(
          "collection, " + name + ", recall target " + target,
          rival,
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
    List<float[]> here = float32.known.embed(sample);
    List<float[]> there = python.sample();
    double worst =
        IntStream.range(0, SAMPLE)
            .mapToDouble(i -> new ExactSearch(there).score(here.get(i), i))
            .min()
            .orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%,d passages, %d questions; %s, whose default complexity is %d.%n%nThe vectors of %d"
            + " passages have a cosine of at least %.6f with those that Python makes of them. The cache takes %.0f %% of the bytes of"
            + " all vectors and has seen %d other questions.%n%n",
        passages.size(),
        questions.size(),
        python.versions(),
        python.defaultComplexity(),
        SAMPLE,
        worst,
        100 * CACHED,
        EARLIER);
    System.out.println(
        "| | answer, mean ms | median ms | beside Python at the same complexity, or as "
            + rival.name
            + " | beside a bare embedding loop | recomputed | recall@3 | graph and codes, bytes |"
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
          contender.rival == null ? "" : ratio(mean, contender.rival.mean(Answer::millis)),
          Double.isNaN(bare) ? "" : ratio(mean, bare),
          contender.mean(Answer::recomputed),
          100 * recall(exact.get(contender.weights), contender, questions),
          contender.bytes.vectors,
          contender.bytes.ids);
    }
  }

  private static String ratio(double here, double there) {
    return String.format(Locale.ROOT, "%.3f x", here / there);
  }

  private static double recall(ExactSearch exact, Contender contender, List<String> questions) {
    double sum = 0;
    for (int i = 0; i < questions.size(); i++) {
      float[] query = contender.weights.known.embedQuery(questions.get(i));
      double[] found =
          contender.answers.get(i).ids().stream()
              .mapToDouble(id -> exact.score(query, Integer.parseInt(id)))
              .toArray();
      sum += ExactSearch.recall(exact.best(query, K), found);
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
