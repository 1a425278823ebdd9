package dev.ragged.app.json;

import dev.ragged.CheckReport;
import dev.ragged.Hit;
import dev.ragged.Passage;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import dev.ragged.StorageStats;
import java.util.Map;

/** What stores answer, as JSON. */
public final class ResultJson {
  private ResultJson() {}

  /** The answer to a question. */
  public static Map<String, Object> of(String question, SearchResult result) {
    return Json.object(
        "question",
        question,
        "hits",
        result.hits().stream()
            .map(
                hit ->
                    Json.object(
                        "id",
                        hit.id(),
                        "score",
                        hit.score(),
                        "exact",
                        hit.exact(),
                        "text",
                        hit.text(),
                        "metadata",
                        hit.metadata().asMap()))
            .toList(),
        "stats",
        of(result.stats()));
  }

  /** What a hybrid score is made of. */
  public static Map<String, Object> of(Hit.Parts parts) {
    return Json.object("cosine", parts.cosine(), "coverage", parts.coverage());
  }

  /** What a search cost. */
  public static Map<String, Object> of(SearchStats stats) {
    return Json.object(
        "candidates",
        stats.candidates(),
        "recomputed",
        stats.recomputed(),
        "expected_recall",
        Double.isNaN(stats.expectedRecall()) ? null : rounded(stats.expectedRecall()),
        "millis",
        Json.object(
            "embed_query",
            Json.millis(stats.embedQueryNanos()),
            "scan",
            Json.millis(stats.scanNanos()),
            "recompute",
            Json.millis(stats.recomputeNanos()),
            "total",
            Json.millis(stats.totalNanos())));
  }

  /** As many digits as it is worth. */
  private static double rounded(double share) {
    return Math.round(share * 1_000) / 1_000.0;
  }

  /** A passage without its vector. */
  public static Map<String, Object> of(Passage passage) {
    return Json.object(
        "id", passage.id(), "text", passage.text(), "metadata", passage.metadata().asMap());
  }

  /** A passage with a vector, in the form that {@code add} reads again; null for none. */
  public static Map<String, Object> of(Passage passage, float[] vector) {
    Map<String, Object> json = of(passage);
    if (vector != null) {
      json.put("embedding", vector);
    }
    return json;
  }

  /** Bytes by kind; null where they are not known. */
  public static Map<String, Object> of(StorageStats.Bytes bytes) {
    return bytes == null
        ? null
        : Json.object(
            "text",
            bytes.text(),
            "vectors",
            bytes.vectors(),
            "lexical",
            bytes.lexical(),
            "ids_metadata",
            bytes.idsMetadata(),
            "other",
            bytes.other(),
            "total",
            bytes.total());
  }

  /** What was found of a collection. */
  public static Map<String, Object> of(String name, String backend, CheckReport report) {
    return Json.object(
        "name",
        name,
        "backend",
        backend,
        "ok",
        report.ok(),
        "verified",
        report.verified(),
        "problems",
        report.problems());
  }
}
