package dev.ragged.bench;

import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Hit;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.DocumentFolder;
import dev.ragged.eval.EmbeddedSet;
import dev.ragged.eval.ExactSearch;
import dev.ragged.eval.KnownVectors;
import dev.ragged.leann.BytesPerVector;
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What each size of a vector costs: bytes on disk, recall and passages recomputed, by meaning and
 * with words, for the same passages and headings of documents.
 *
 * <p>Usage: {@code DialBenchmark WORK_FOLDER PASSAGES QUESTIONS SIZES PATH...}, where the sizes are
 * separated by commas, each with a recall target if it is not the default: {@code small@0.98};
 * prints a Markdown table. The work folder keeps the embeddings.
 */
public final class DialBenchmark {
  private static final int K = 3;
  private static final double DEFAULT_RECALL_TARGET = SearchRequest.text("any").recallTarget();

  /** So many candidates are recomputed to know the best by meaning and words together. */
  private static final int CERTAIN = 2_000;

  private static final int BATCH = 1_024;
  private static final String COLLECTION = "dial";

  private DialBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path work = Path.of(args[0]);
    var limits = new DocumentFolder.Limits(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    List<Path> documents = Arrays.stream(args).skip(4).map(Path::of).toList();
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      DataSet data = DocumentFolder.read("documents", documents, null, model, limits);
      List<String> texts = data.passages();
      List<String> questions = data.questions().stream().map(DataSet.Question::text).toList();
      List<float[]> vectors =
          EmbeddedSet.of(data, model, work.resolve("vectors"), EqualRecallSet.PROGRESS).vectors();
      KnownVectors known = new KnownVectors(model, texts, vectors);
      System.out.printf(
          Locale.ROOT, "%,d passages, %d questions%n%n", texts.size(), questions.size());
      System.out.println(
          "| | bytes | vectors on disk, B a passage | by meaning: recall@3 | recomputed"
              + " | 95th percentile | hybrid: recall@3 | recomputed | 95th percentile |");
      System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
      Map<String, List<String>> sizes =
          Arrays.stream(args[3].split(","))
              .collect(
                  Collectors.groupingBy(
                      row -> row.replaceFirst("@.*", ""), LinkedHashMap::new, Collectors.toList()));
      sizes.forEach((size, rows) -> measure(work, size, rows, known, texts, vectors, questions));
    }
  }

  private static void measure(
      Path work,
      String size,
      List<String> rows,
      Embedder known,
      List<String> texts,
      List<float[]> vectors,
      List<String> questions) {
    LeannOptions options = LeannOptions.defaults().withBytesPerVector(new BytesPerVector(size));
    try (VectorStore store = LeannVectorStore.open(work.resolve("dial"), known, options)) {
      store.drop(COLLECTION);
      try (VectorCollection collection = store.create(CollectionSpec.of(COLLECTION))) {
        for (int from = 0; from < texts.size(); from += BATCH) {
          int to = Math.min(texts.size(), from + BATCH);
          collection.add(
              IntStream.range(from, to)
                  .mapToObj(i -> Passage.of(Integer.toString(i), texts.get(i)))
                  .toList());
        }
      } // which settles
      try (VectorCollection collection = store.open(COLLECTION)) {
        StorageStats stats = collection.stats();
        ExactSearch exact = new ExactSearch(vectors);
        List<double[]> nearest =
            questions.stream().map(text -> exact.topScores(known.embedQuery(text), K)).toList();
        List<double[]> best =
            questions.stream()
                .map(text -> SearchRequest.text(text).withRecallTarget(1))
                .map(request -> request.withSearchComplexity(CERTAIN))
                .map(request -> scores(collection.search(hybrid(request))))
                .toList();
        for (String row : rows) {
          double target =
              row.equals(size)
                  ? DEFAULT_RECALL_TARGET
                  : Double.parseDouble(row.substring(size.length() + 1));
          List<SearchRequest> asked =
              questions.stream()
                  .map(text -> SearchRequest.text(text).withRecallTarget(target))
                  .toList();
          System.out.printf(
              Locale.ROOT,
              "| %s | %d | %.1f | %s | %s |%n",
              row,
              collection.info().bytesPerVector(),
              (double) stats.bytes().vectors() / stats.passages(),
              cells(
                  asked.stream()
                      .map(one -> collection.search(one.withMode(SearchMode.VECTOR).withK(K)))
                      .toList(),
                  nearest,
                  (i, result) -> scores(exact, known.embedQuery(questions.get(i)), result)),
              cells(
                  asked.stream().map(one -> collection.search(hybrid(one))).toList(),
                  best,
                  (i, result) -> scores(result)));
        }
      }
    }
  }

  private static SearchRequest hybrid(SearchRequest request) {
    return request.withMode(SearchMode.HYBRID).withK(K);
  }

  private static double[] scores(SearchResult result) {
    return result.hits().stream().mapToDouble(Hit::score).toArray();
  }

  /** Exact scores of what was found, since those of kept vectors are off by thousandths. */
  private static double[] scores(ExactSearch exact, float[] question, SearchResult result) {
    return result.hits().stream()
        .map(Hit::id)
        .mapToDouble(id -> exact.score(question, Integer.parseInt(id)))
        .toArray();
  }

  /** The mean recall, and the mean and 95th percentile of what was recomputed. */
  private static String cells(
      List<SearchResult> results,
      List<double[]> truth,
      BiFunction<Integer, SearchResult, double[]> scores) {
    double recall = 0;
    for (int i = 0; i < results.size(); i++) {
      recall += ExactSearch.recall(truth.get(i), scores.apply(i, results.get(i)));
    }
    double[] recomputed =
        results.stream().mapToDouble(result -> result.stats().recomputed()).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%.1f %% | %.1f | %.0f",
        100 * recall / results.size(),
        Arrays.stream(recomputed).average().orElse(0),
        recomputed[recomputed.length * 95 / 100]);
  }
}
