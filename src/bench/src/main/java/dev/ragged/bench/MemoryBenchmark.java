package dev.ragged.bench;

import dev.ragged.CacheStats;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.KnownVectors;
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.leann.internal.storage.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What rounding a vector changes of scores and rankings, and what a budget of memory saves when
 * questions come again, for docs/decisions/memory-budget.md. The questions are headings of the
 * documents; the tenth most frequent is asked a tenth as often as the first (Zipf's law).
 *
 * <p>Usage: {@code MemoryBenchmark WORK_FOLDER QUESTIONS PATH...}; the folder keeps the embeddings.
 */
public final class MemoryBenchmark {
  private static final long SEED = 1;
  private static final int ASKED = 400;

  private MemoryBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path work = Path.of(args[0]);
    List<Path> documents = Arrays.stream(args).skip(2).map(Path::of).toList();
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      List<String> questions = Headings.of(documents, model, Integer.parseInt(args[1]));
      EmbeddedDocuments data = EmbeddedDocuments.of(work, model, documents, questions);
      System.out.printf(
          Locale.ROOT, "%,d passages, %d questions%n%n", data.texts().size(), questions.size());
      rounding(data);
      List<String> all = new ArrayList<>(data.texts());
      all.addAll(questions);
      List<float[]> vectors = new ArrayList<>(data.vectors());
      vectors.addAll(data.questionVectors());
      System.out.println();
      System.out.println("| budget | warmed | vectors | hits | recomputed |");
      System.out.println("| --- | --- | --- | --- | --- |");
      for (long kib : new long[] {0, 512, 2_048, 8_192}) {
        asked(work, new KnownVectors(model, all, vectors), questions, kib, false);
      }
      asked(work, new KnownVectors(model, all, vectors), questions, 2_048, true);
      asked(work, new KnownVectors(model, all, vectors), questions, 8_192, true);
    }
  }

  private static void rounding(EmbeddedDocuments data) {
    Map<String, UnaryOperator<float[]>> ways = new LinkedHashMap<>();
    ways.put("float32, 4 bytes", vector -> vector);
    ways.put("16 bits, scaled, 2 bytes", v -> Vectors.fromShorts(Vectors.toShorts(v)));
    ways.put("float16, 2 bytes", vector -> each(vector, MemoryBenchmark::half));
    ways.put("bfloat16, 2 bytes", vector -> each(vector, MemoryBenchmark::brain));
    ways.put("12 bits, scaled, 1.5 bytes", vector -> scaled(vector, 2_047));
    ways.put("8 bits, scaled, 1 byte", vector -> scaled(vector, 127));
    System.out.println("| a value | error, mean | largest | top 3 differ | top 10 differ |");
    System.out.println("| --- | --- | --- | --- | --- |");
    List<double[]> exact = scores(data, data.vectors());
    ways.forEach(
        (name, way) -> {
          List<double[]> rounded = scores(data, data.vectors().stream().map(way).toList());
          double sum = 0;
          double most = 0;
          long count = 0;
          int three = 0;
          int ten = 0;
          for (int q = 0; q < exact.size(); q++) {
            double[] a = exact.get(q);
            double[] b = rounded.get(q);
            for (int i = 0; i < a.length; i++) {
              double error = Math.abs(a[i] - b[i]);
              sum += error;
              most = Math.max(most, error);
              count++;
            }
            three += best(a, 3).equals(best(b, 3)) ? 0 : 1;
            ten += best(a, 10).equals(best(b, 10)) ? 0 : 1;
          }
          System.out.printf(
              Locale.ROOT,
              "| %s | %.1e | %.1e | %.1f %% | %.1f %% |%n",
              name,
              sum / count,
              most,
              100.0 * three / exact.size(),
              100.0 * ten / exact.size());
        });
  }

  private static List<double[]> scores(EmbeddedDocuments data, List<float[]> vectors) {
    return data.questionVectors().stream()
        .map(question -> vectors.stream().mapToDouble(v -> Vectors.cosine(question, v)).toArray())
        .toList();
  }

  /** The best, in order. */
  private static List<Integer> best(double[] scores, int k) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -scores[i]))
        .limit(k)
        .toList();
  }

  private interface Rounding {
    float of(float value);
  }

  private static float[] each(float[] vector, Rounding rounding) {
    float[] rounded = new float[vector.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = rounding.of(vector[i]);
    }
    return Vectors.unit(rounded);
  }

  private static float[] scaled(float[] vector, int steps) {
    float largest = 0;
    for (float value : vector) {
      largest = Math.max(largest, Math.abs(value));
    }
    float step = largest / steps;
    return each(vector, value -> Math.round(value / step));
  }

  /** As a half-precision number: 11 significant bits, and steps of 2^-24 at the smallest. */
  private static float half(float value) {
    float step = Math.max(Math.ulp(value) * (1 << 13), 0x1p-24f);
    return Math.round(value / step) * step;
  }

  /** The first 16 bits of a float: 8 significant bits. */
  private static float brain(float value) {
    float step = Math.ulp(value) * (1 << 16);
    return Math.round(value / step) * step;
  }

  /** Which question is asked at each time. */
  private static int[] asked(int questions) {
    double[] sums = new double[questions];
    double sum = 0;
    for (int i = 0; i < questions; i++) {
      sum += 1.0 / (i + 1);
      sums[i] = sum;
    }
    double all = sum;
    List<Integer> order = new ArrayList<>(IntStream.range(0, questions).boxed().toList());
    Random random = new Random(SEED);
    Collections.shuffle(order, random);
    return IntStream.range(0, ASKED)
        .map(
            i -> {
              int at = Arrays.binarySearch(sums, random.nextDouble() * all);
              return order.get(at < 0 ? -at - 1 : at);
            })
        .toArray();
  }

  private static void asked(
      Path work, KnownVectors model, List<String> questions, long kib, boolean warm)
      throws IOException {
    LeannOptions options = LeannOptions.defaults().withCacheBytes(kib << 10);
    try (VectorStore store = LeannVectorStore.open(work, model, options);
        VectorCollection collection = store.open(EmbeddedDocuments.COLLECTION)) {
      while (warm && collection.warm(1_000) > 0) {
        // until it is full
      }
      long recomputed = 0;
      for (int i : asked(questions.size())) {
        SearchResult result =
            collection.search(
                SearchRequest.text(questions.get(i)).withMode(SearchMode.VECTOR).withK(10));
        recomputed += result.stats().recomputed();
      }
      CacheStats cache = store.cache();
      System.out.printf(
          Locale.ROOT,
          "| %,d KiB | %s | %,d | %.0f %% | %.1f |%n",
          kib,
          warm ? "yes" : "no",
          cache.entries(),
          100.0 * cache.hits() / Math.max(1, cache.hits() + cache.misses()),
          recomputed / (double) ASKED);
    }
  }
}
