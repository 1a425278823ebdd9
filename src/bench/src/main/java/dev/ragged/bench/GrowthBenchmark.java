package dev.ragged.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.ModelIdentity;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.StorageStats;
import dev.ragged.Tokenizer;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.eval.Memory;
import dev.ragged.ingest.Inventory;
import dev.ragged.leann.LeannVectorStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Measures what the store itself takes as a collection grows, with a model that costs next to
 * nothing. Passages are pieces of real pages, in sources of some seventy.
 *
 * <p>Usage: {@code GrowthBenchmark write|search PASSAGES WORK_FOLDER PATH...}; prints a row of a
 * Markdown table. CPU times are of the whole process, so they have what other threads do.
 */
public final class GrowthBenchmark {
  private static final int BATCH = 1_024;
  private static final int LENGTH = 390;
  private static final int PASSAGES_IN_SOURCE = 70;
  private static final int QUESTIONS = 60;

  private final String text;
  private final int passages;
  private final String name;
  private final VectorStore store;

  private GrowthBenchmark(String text, int passages, VectorStore store) {
    this.text = text;
    this.passages = passages;
    this.name = "growth-" + passages;
    this.store = store;
  }

  public static void main(String[] args) throws IOException {
    StringBuilder text = new StringBuilder();
    List<Path> folders = Arrays.stream(args).skip(3).map(Path::of).toList();
    for (Path page : HtmlPages.in(folders)) {
      text.append(Files.readString(page).replaceAll("<[^>]*>", " ").replaceAll("\\s+", " "));
    }
    try (VectorStore store = LeannVectorStore.open(Path.of(args[2]), new HashedWords())) {
      var benchmark = new GrowthBenchmark(text.toString(), Integer.parseInt(args[1]), store);
      if (args[0].equals("write")) {
        benchmark.write();
      } else {
        benchmark.search();
      }
    }
  }

  /** Sums of random vectors of words: similar for similar texts. */
  private static final class HashedWords implements Embedder {
    private static final int DIMENSION = 384;

    @Override
    public ModelIdentity identity() {
      return new ModelIdentity("hashed words", DIMENSION, "hashed words");
    }

    @Override
    public int maxTokens() {
      return 256;
    }

    @Override
    public Tokenizer tokenizer() {
      throw new IllegalStateException("Passages are not cut here.");
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      return texts.stream().map(HashedWords::vector).toList();
    }

    private static float[] vector(String text) {
      float[] sum = new float[DIMENSION];
      for (String word : text.split(" ")) {
        SplittableRandom random = new SplittableRandom(word.hashCode());
        for (int i = 0; i < DIMENSION; i += 8) {
          sum[random.nextInt(DIMENSION)] += random.nextInt(-8, 9);
        }
      }
      double squares = 1e-9;
      for (float one : sum) {
        squares += one * one;
      }
      for (int i = 0; i < DIMENSION; i++) {
        sum[i] /= (float) Math.sqrt(squares);
      }
      return sum;
    }

    @Override
    public int parallelism() {
      return 1;
    }

    @Override
    public void close() {}
  }

  private String piece(int number) {
    int start = new SplittableRandom(number).nextInt(text.length() - LENGTH);
    return TextPiece.of(text, start, start + LENGTH);
  }

  private Passage passage(int number) {
    int source = number / PASSAGES_IN_SOURCE;
    Map<String, Object> metadata =
        number % PASSAGES_IN_SOURCE == 0
            ? Map.of("source", "/pages/" + source, "source_sha256", Integer.toHexString(source))
            : Map.of("source", "/pages/" + source, "start_line", number % PASSAGES_IN_SOURCE);
    return Passage.of("/pages/" + source + "#" + number, piece(number), Metadata.of(metadata));
  }

  /** What something takes. */
  private record Cost(double seconds, double cpu) {}

  private static Cost cost(Runnable work) {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long start = System.nanoTime();
    long cpu = system.getProcessCpuTime();
    work.run();
    return new Cost((System.nanoTime() - start) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
  }

  private void write() {
    store.drop(name);
    VectorCollection collection = store.create(CollectionSpec.of(name));
    List<Cost> batches = new ArrayList<>();
    for (int at = 0; at < passages; at += BATCH) {
      List<Passage> batch = new ArrayList<>();
      for (int i = at; i < Math.min(passages, at + BATCH); i++) {
        batch.add(passage(i));
      }
      batches.add(cost(() -> collection.add(batch)));
    }
    double[] waits = batches.stream().mapToDouble(Cost::seconds).sorted().toArray();
    double adding = batches.stream().mapToDouble(Cost::cpu).sum();
    Cost closing = cost(collection::close);
    double kept;
    Cost compacting;
    StorageStats stats;
    try (VectorCollection again = store.open(name)) {
      kept = again.stats().bytes().text();
      compacting = cost(again::compact);
      stats = again.stats();
    }
    print(
        "| %,d | %.0f | %.2f | %.2f | %.1f | %.1f | %.1f | %d | %.1f %% | %.1f %% | %.1f | %.1f |%n",
        passages,
        1e6 * adding / passages,
        waits[waits.length / 2],
        waits[waits.length - 1],
        closing.seconds,
        closing.cpu,
        compacting.cpu,
        Memory.peak("self") >> 20,
        100.0 * kept / stats.rawTextBytes(),
        100.0 * stats.bytes().text() / stats.rawTextBytes(),
        (double) stats.bytes().lexical() / passages,
        (double) stats.bytes().idsMetadata() / passages);
  }

  private void search() {
    VectorCollection[] opened = new VectorCollection[1];
    SearchRequest first = SearchRequest.text(question(0)).withMode(SearchMode.VECTOR);
    Cost opening =
        cost(
            () -> {
              opened[0] = store.open(name);
              opened[0].search(first);
            });
    try (VectorCollection collection = opened[0]) {
      double[] scans = new double[QUESTIONS];
      Cost vector =
          average(
              i ->
                  scans[i] =
                      collection
                          .search(SearchRequest.text(question(i)).withMode(SearchMode.VECTOR))
                          .stats()
                          .scanNanos());
      Arrays.sort(scans);
      Cost words =
          average(
              i -> collection.search(SearchRequest.text(question(i)).withMode(SearchMode.LEXICAL)));
      Cost filter =
          average(
              i ->
                  collection.search(
                      SearchRequest.text(question(i))
                          .withMode(SearchMode.VECTOR)
                          .withFilter(Filter.equal("source", "/pages/" + i))));
      Cost contains =
          cost(() -> collection.count(new Filter.TextContains(question(0).split(" ")[1])));
      Cost phrase = average(i -> collection.count(new Filter.TextContains(question(i))));
      Cost known = cost(() -> Inventory.of(collection));
      Cost check = cost(collection::check);
      print(
          "| %,d | %d | %.0f | %.1f | %.2f | %.1f | %.1f | %.0f | %.1f | %.2f | %.1f | %d |%n",
          passages,
          Runtime.getRuntime().availableProcessors(),
          1e3 * opening.seconds,
          1e3 * vector.cpu,
          scans[scans.length / 2] / 1e6,
          1e3 * words.cpu,
          1e3 * filter.cpu,
          1e3 * contains.cpu,
          1e3 * phrase.cpu,
          known.cpu,
          check.cpu,
          Memory.peak("self") >> 20);
    }
  }

  /** Some words of a passage from the middle of the collection. */
  private String question(int i) {
    return TextPiece.of(piece(passages / 2 + i), 100, 140).trim();
  }

  /** The average of some questions; processors are measured by hundredths of a second. */
  private static Cost average(IntConsumer asking) {
    Runnable all = () -> IntStream.range(0, QUESTIONS).forEach(asking);
    all.run(); // warms up the JIT compiler
    Cost cost = cost(all);
    return new Cost(cost.seconds / QUESTIONS, cost.cpu / QUESTIONS);
  }

  private static void print(String row, Object... values) {
    System.out.printf(Locale.ROOT, row, values);
  }
}
