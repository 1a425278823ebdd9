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
  static final List<EqualRecallPoint> OURS =
      List.of(
          new EqualRecallPoint("ragged, 23 bytes", Map.of()),
          new EqualRecallPoint("ragged, 23 bytes, graph", Map.of("leann.graph_degree", "16")),
          new EqualRecallPoint("ragged, int8", Map.of("leann.vectors", "keep")),
          new EqualRecallPoint(
              "ragged, int8, graph", Map.of("leann.vectors", "keep", "leann.graph_degree", "16")));
}
