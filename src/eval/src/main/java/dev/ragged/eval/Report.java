package dev.ragged.eval;

import dev.ragged.ModelIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run measured.
 *
 * @param set name of the data set
 * @param embedSeconds time to embed all passages; contenders share these vectors
 * @param embeddingsReused whether an earlier run made the vectors, in that time
 */
public record Report(
    String set,
    int passages,
    long textBytes,
    int questions,
    boolean labelled,
    String model,
    int dimension,
    int k,
    double embedSeconds,
    boolean embeddingsReused,
    List<Result> results,
    List<Absent> absent,
    Machine machine) {

  /** A contender that could not be measured, and why. */
  public record Absent(String name, String why) {}

  static Report of(
      EmbeddedSet set, ModelIdentity model, int k, List<Result> results, List<Absent> absent) {
    return new Report(
        set.data().name(),
        set.data().passages().size(),
        set.data().textBytes(),
        set.data().questions().size(),
        set.data().labelled(),
        model.name(),
        model.dimension(),
        k,
        set.seconds(),
        set.reused(),
        List.copyOf(results),
        List.copyOf(absent),
        Machine.current());
  }

  /** The report as maps, lists and scalars; null means unknown. */
  public Map<String, Object> json() {
    return object(
        "data_set",
        object(
            "name",
            set,
            "passages",
            passages,
            "raw_text_bytes",
            textBytes,
            "questions",
            questions,
            "labelled",
            labelled),
        "model",
        object("name", model, "dimension", dimension),
        "k",
        k,
        "embedding",
        object("seconds", rounded(embedSeconds), "reused", embeddingsReused),
        "results",
        results.stream().map(this::json).toList(),
        "absent",
        absent.stream().map(a -> object("name", a.name(), "why", a.why())).toList(),
        "machine",
        machine.json());
  }

  private Map<String, Object> json(Result result) {
    Result.Labels labels = result.labels();
    Map<String, Object> bytes = new LinkedHashMap<>(result.footprint().bytes());
    bytes.put("total", result.footprint().total());
    return object(
        "name",
        result.name(),
        "version",
        result.version(),
        "questions",
        result.questions(),
        "recall",
        rounded(result.recall()),
        "labels",
        labels == null
            ? null
            : object(
                "ndcg_at_10",
                rounded(labels.ndcg()),
                "mrr_at_10",
                rounded(labels.reciprocalRank()),
                "precision_at_k",
                rounded(labels.precision())),
        "recomputed",
        object(
            "mean", rounded(result.recomputed().mean()), "p95", rounded(result.recomputed().p95())),
        "millis",
        object(
            "embed_query",
            json(result.millis().embedQuery()),
            "scan",
            json(result.millis().scan()),
            "recompute",
            json(result.millis().recompute()),
            "total",
            json(result.millis().total())),
        "index",
        object("seconds", rounded(result.indexSeconds())),
        "bytes",
        bytes,
        "memory",
        object(
            "bytes",
            result.footprint().memoryBytes() < 0 ? null : result.footprint().memoryBytes(),
            "kind",
            result.footprint().memoryKind()));
  }

  private static Map<String, Object> json(Spread spread) {
    return object(
        "mean",
        rounded(spread.mean()),
        "p50",
        rounded(spread.p50()),
        "p95",
        rounded(spread.p95()),
        "p99",
        rounded(spread.p99()));
  }

  /** Four decimals; null for NaN and infinities. */
  static Double rounded(double value) {
    return Double.isFinite(value) ? Math.round(value * 1e4) / 1e4 : null;
  }

  /** A map that keeps the order of its keys: key, value, key, value. */
  static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
