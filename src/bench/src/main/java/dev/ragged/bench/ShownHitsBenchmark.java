package dev.ragged.bench;

import dev.ragged.Hit;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.KnownVectors;
import dev.ragged.leann.LeannVectorStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How good the hits are that a watched search shows before it has embedded a passage, for
 * docs/decisions/shown-hits.md. The questions are headings of the documents.
 *
 * <p>Usage: {@code ShownHitsBenchmark WORK_FOLDER QUESTIONS PATH...}; the folder keeps the
 * embeddings.
 */
public final class ShownHitsBenchmark {
  private static final int K = 10;

  private ShownHitsBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path work = Path.of(args[0]);
    List<Path> documents = Arrays.stream(args).skip(2).map(Path::of).toList();
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      List<String> questions = Headings.of(documents, model, Integer.parseInt(args[1]));
      EmbeddedDocuments data = EmbeddedDocuments.of(work, model, documents, questions);
      KnownVectors known = new KnownVectors(model, data.texts(), data.vectors());
      try (VectorStore store = LeannVectorStore.open(work, known);
          VectorCollection collection = store.open(EmbeddedDocuments.COLLECTION)) {
        System.out.printf(
            Locale.ROOT,
            "%,d passages, %d questions, %d hits%n",
            collection.info().passages(),
            questions.size(),
            K);
        for (SearchMode mode : List.of(SearchMode.VECTOR, SearchMode.HYBRID)) {
          measure(collection, questions, mode);
        }
      }
    }
  }

  private static void measure(
      VectorCollection collection, List<String> questions, SearchMode mode) {
    double best = 0;
    double recomputed = 0;
    double error = 0;
    double bias = 0;
    int compared = 0;
    double share = 0;
    double events = 0;
    for (String question : questions) {
      List<SearchResult> told = new ArrayList<>();
      SearchRequest request = SearchRequest.text(question).withMode(mode).withK(K);
      SearchResult result = collection.search(request, told::add);
      List<Hit> shown = told.get(0).hits();
      Map<String, Double> exact = new HashMap<>();
      result.hits().forEach(hit -> exact.put(hit.id(), hit.score()));
      for (Hit hit : shown) {
        if (exact.containsKey(hit.id())) {
          double off = hit.score() - exact.get(hit.id());
          error += Math.abs(off);
          bias += off;
          compared++;
        }
      }
      share += shown.stream().filter(hit -> exact.containsKey(hit.id())).count() / (double) K;
      best += shown.get(0).id().equals(result.hits().get(0).id()) ? 1 : 0;
      recomputed += result.stats().recomputed();
      events += told.size();
    }
    int n = questions.size();
    System.out.printf(
        Locale.ROOT,
        "%s: of the first hits shown %.1f %% are in the result, the best is the result's for %.1f %%;"
            + " scores are off by %.4f, on average by %+.4f; then %.1f passages are embedded,"
            + " and hits are shown %.1f times%n",
        mode,
        100 * share / n,
        100 * best / n,
        error / compared,
        bias / compared,
        recomputed / n,
        events / n);
  }
}
