package dev.ragged.bench;

import java.util.List;
import java.util.Map;

/**
 * The points of our curve in {@link EqualRecallBenchmark}: one line each.
 *
 * @param name in the report
 * @param settings that differ from the defaults
 */
record EqualRecallPoint(String name, Map<String, Object> settings) {
  private static final String BYTES = "leann.bytes_per_vector";
  private static final String KEPT = "fastest";

  static final List<EqualRecallPoint> OURS =
      List.of(
          new EqualRecallPoint("ragged, 13 bytes", Map.of(BYTES, "smallest")),
          new EqualRecallPoint("ragged, 17 bytes", Map.of(BYTES, "smaller")),
          new EqualRecallPoint("ragged, 23 bytes", Map.of(BYTES, "small")),
          new EqualRecallPoint("ragged, 33 bytes", Map.of(BYTES, "balanced")),
          new EqualRecallPoint("ragged, 49 bytes", Map.of(BYTES, "quick")),
          new EqualRecallPoint("ragged, 97 bytes", Map.of(BYTES, "fast")),
          new EqualRecallPoint("ragged, 193 bytes", Map.of(BYTES, "faster")),
          new EqualRecallPoint("ragged, kept in int8", Map.of(BYTES, KEPT)),
          new EqualRecallPoint(
              "ragged, kept in int8, graph", Map.of(BYTES, KEPT, "leann.graph_degree", "16")));

  /** Whether a search with these settings re-embeds nothing, so that no recall target matters. */
  static boolean isKept(Map<String, Object> settings) {
    return KEPT.equals(settings.get(BYTES));
  }
}
