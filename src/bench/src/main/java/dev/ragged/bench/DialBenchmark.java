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
import dev.ragged.eval.ExactSearch;
import dev.ragged.eval.KnownVectors;
import dev.ragged.leann.BytesPerVector;
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What each size of a vector costs: bytes on disk, recall and passages recomputed, for the same
 * passages and headings of documents.
 *
 * <p>Usage: {@code DialBenchmark WORK_FOLDER PASSAGES QUESTIONS SIZES PATH...}, where the sizes are
 * separated by commas; prints a Markdown table. The work folder keeps the embeddings.
 */
public final class DialBenchmark {
  private static final int K = 3;
  private static final double RECALL_TARGET = 0.95;
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
      Path file = work.resolve("vectors-" + args[1] + "-" + args[2] + ".f32");
      if (!Files.exists(file)) {
        Files.createDirectories(work);
        EmbeddedDocuments.write(file, EmbedDocuments.embed(data, model));
      }
      List<float[]> vectors =
          EmbeddedDocuments.read(file, model.identity().dimension()).subList(0, texts.size());
      KnownVectors known = new KnownVectors(model, texts, vectors);
      System.out.printf(
          Locale.ROOT, "%,d passages, %d questions%n%n", texts.size(), questions.size());
      System.out.println(
          "| | bytes | vectors on disk, B a passage | recall@3 | recomputed | 95th percentile |");
      System.out.println("| --- | --- | --- | --- | --- | --- |");
      for (String size : args[3].split(",")) {
        measure(work, size, known, texts, vectors, questions);
      }
    }
  }

  private static void measure(
      Path work,
      String size,
      Embedder known,
      List<String> texts,
      List<float[]> vectors,
      List<String> questions) {
    LeannOptions options = LeannOptions.defaults().withBytesPerVector(new BytesPerVector(size));
    try (VectorStore store = LeannVectorStore.open(work.resolve("store"), known, options)) {
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
        ExactSearch exact = new ExactSearch(vectors);
        StorageStats stats = collection.stats();
        double recall = 0;
        double[] recomputed = new double[questions.size()];
        for (int i = 0; i < recomputed.length; i++) {
          SearchResult result =
              collection.search(
                  SearchRequest.text(questions.get(i))
                      .withMode(SearchMode.VECTOR)
                      .withK(K)
                      .withRecallTarget(RECALL_TARGET));
          float[] question = known.embedQuery(questions.get(i));
          recall += recall(exact, question, result);
          recomputed[i] = result.stats().recomputed();
        }
        double mean = Arrays.stream(recomputed).average().orElse(0);
        Arrays.sort(recomputed);
        System.out.printf(
            Locale.ROOT,
            "| %s | %d | %.1f | %.1f %% | %.1f | %.0f |%n",
            size,
            collection.info().bytesPerVector(),
            (double) stats.bytes().vectors() / stats.passages(),
            100 * recall / recomputed.length,
            mean,
            recomputed[recomputed.length * 95 / 100]);
      }
    }
  }

  /** By exact scores of what was found, since those of kept vectors are off by thousandths. */
  private static double recall(ExactSearch exact, float[] question, SearchResult result) {
    double[] scores =
        result.hits().stream()
            .map(Hit::id)
            .mapToDouble(id -> exact.score(question, Integer.parseInt(id)))
            .toArray();
    return ExactSearch.recall(exact.topScores(question, K), scores);
  }
}
