package dev.ragged.eval;

import dev.ragged.CollectionSpec;
import dev.ragged.Record;
import dev.ragged.SearchRequest;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.leann.upstream.UpstreamIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Answers beside the Python package LEANN: the same passages, questions and weights of the model.
 *
 * <p>Every question is asked of all, one after the other, so that whatever else the machine does
 * meanwhile slows all alike.
 *
 * <p>Usage: {@code UpstreamBenchmark WORK_FOLDER MODEL_FOLDER PYTHON SCRIPT PASSAGES QUESTIONS
 * PATH...}; prints Markdown tables.
 */
public final class UpstreamBenchmark implements AutoCloseable {
  private static final int K = 3;
  private static final long SEED = 1;
  private static final int SAMPLE = 20;
  private static final int[] COMPLEXITIES = {16, 32, 64};

  /** Questions before those that are measured: they warm up, and fill a cache of vectors. */
  private static final int EARLIER = 200;

  /** The share of all vectors' bytes that a cache may take. */
  private static final double CACHED = 0.05;

  /** The graph and codes, and what leads from a node to its passage. */
  private record Bytes(long vectors, long ids) {}

  /**
   * One of those that are asked.
   *
   * @param rival whom its times are put beside, or null
   */
  private record Contender(
      String name,
      Contender rival,
      Bytes bytes,
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
  private final RecordedBatches model;
  private final KnownVectors known;
  private final List<Contender> contenders = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();

  private UpstreamBenchmark(Path work, OnnxEmbedder model) {
    this.work = work;
    this.model = new RecordedBatches(model);
    this.known = new KnownVectors(model);
  }

  public static void main(String[] args) throws Exception {
    Path work = Path.of(args[0]);
    Path folder = Path.of(args[1]);
    List<String> python = List.of(args[2], args[3]);
    int count = Integer.parseInt(args[4]);
    int questions = Integer.parseInt(args[5]);
    List<Path> documents = Arrays.stream(args).skip(6).map(Path::of).toList();
    try (OnnxEmbedder model = OnnxEmbedder.fromFolder(folder);
        UpstreamBenchmark benchmark = new UpstreamBenchmark(work, model)) {
      DrawnPages drawn =
          DrawnPages.of(work.resolve("drawn"), benchmark.known, documents, count, SEED);
      List<String> headings = Questions.headingsOfPages(drawn.pages(), questions + EARLIER, SEED);
      int split = Math.min(questions, headings.size() - 1);
      benchmark.run(
          python,
          folder,
          drawn.passages(),
          headings.subList(0, split),
          headings.subList(split, headings.size()));
    }
  }

  private void run(
      List<String> command,
      Path folder,
      List<String> passages,
      List<String> questions,
      List<String> earlier)
      throws Exception {
    List<String> sample =
        IntStream.range(0, SAMPLE)
            .mapToObj(i -> passages.get(i * passages.size() / SAMPLE))
            .toList();
    LeannInPython python =
        keepOpen(new LeannInPython(command, work.resolve("python"), folder, passages, sample));
    UpstreamIndex index = keepOpen(UpstreamIndex.open(python.index()));
    Bytes bytes = bytes(python.index());
    python.ask(earlier.get(0), K, K);
    for (int complexity : COMPLEXITIES) {
      String at = ", complexity " + complexity;
      Contender there =
          add("LEANN in Python" + at, null, bytes, question -> python.ask(question, K, complexity));
      add("the same index here" + at, there, bytes, walk(index, complexity));
    }
    long cacheBytes = (long) (CACHED * passages.size() * index.dimension() * Float.BYTES);
    UpstreamIndex caching = keepOpen(UpstreamIndex.open(python.index(), cacheBytes));
    earlier.forEach(question -> caching.search(known, question, K, COMPLEXITIES[0]));
    add(
        "the same, complexity " + COMPLEXITIES[0] + ", with a cache",
        contenders.get(0),
        bytes,
        walk(caching, COMPLEXITIES[0]));
    // Settings of our own collections, a line each.
    addCollection("scan", LeannOptions.defaults(), passages, earlier);
    addCollection("graph-32", LeannOptions.defaults().withGraphDegree(32), passages, earlier);

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
    return question -> model.time(() -> index.search(model, question, K, complexity));
  }

  private <T extends AutoCloseable> T keepOpen(T resource) {
    opened.add(0, resource);
    return resource;
  }

  private Contender add(String name, Contender rival, Bytes bytes, Function<String, Answer> asked) {
    Contender contender = new Contender(name, rival, bytes, asked, new ArrayList<>());
    contenders.add(contender);
    return contender;
  }

  private void addCollection(
      String name, LeannOptions options, List<String> passages, List<String> earlier) {
    List<Record> records =
        IntStream.range(0, passages.size())
            .mapToObj(i -> Record.of(Integer.toString(i), passages.get(i)))
            .toList();
    Path folder = work.resolve("store");
    try (VectorStore store = LeannVectorStore.open(folder, known, options)) {
      store.drop(name);
      try (VectorCollection collection = store.create(CollectionSpec.of(name))) {
        collection.add(records);
      }
    }
    VectorStore store = keepOpen(LeannVectorStore.open(folder, model, options));
    VectorCollection collection = store.open(name);
    StorageStats.Bytes bytes = collection.stats().bytes();
    Function<String, Answer> search =
        question -> model.time(() -> collection.search(SearchRequest.text(question).withK(K)));
    search.apply(earlier.get(0));
    add(
        "collection, " + name,
        contenders.get(0),
        new Bytes(bytes.vectors(), bytes.idsMetadata()),
        search);
  }

  private static Bytes bytes(Path index) throws IOException {
    Path stem = index.resolveSibling(index.getFileName().toString().replace(".leann", ""));
    return new Bytes(
        Files.size(Path.of(stem + ".index")),
        Files.size(Path.of(stem + ".ids.txt")) + Files.size(Path.of(index + ".passages.idx")));
  }

  private void print(
      LeannInPython python, List<String> sample, List<String> passages, List<String> questions) {
    List<float[]> here = known.embed(sample);
    List<float[]> there = python.sample();
    double worst =
        IntStream.range(0, SAMPLE)
            .mapToDouble(i -> new ExactSearch(there).score(here.get(i), i))
            .min()
            .orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%,d passages, %d questions; %s.%n%nThe vectors of %d passages have a cosine of at least"
            + " %.6f with those that Python makes of them. The cache takes %.0f %% of the bytes of"
            + " all vectors and has seen %d other questions.%n%n",
        passages.size(),
        questions.size(),
        python.versions(),
        SAMPLE,
        worst,
        100 * CACHED,
        EARLIER);
    System.out.println(
        "| | answer, mean ms | median ms | beside Python at the same complexity or "
            + COMPLEXITIES[0]
            + " | beside a bare embedding loop | recomputed | recall@3 | graph and codes, bytes |"
            + " ids and offsets, bytes |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    ExactSearch exact = new ExactSearch(known.embed(passages));
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
          100 * recall(exact, questions, contender.answers),
          contender.bytes.vectors,
          contender.bytes.ids);
    }
  }

  private static String ratio(double here, double there) {
    return String.format(Locale.ROOT, "%.3f x", here / there);
  }

  private double recall(ExactSearch exact, List<String> questions, List<Answer> answers) {
    double sum = 0;
    for (int i = 0; i < questions.size(); i++) {
      float[] query = known.embedQuery(questions.get(i));
      double[] found =
          answers.get(i).ids().stream()
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
