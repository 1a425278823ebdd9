// Graphs.
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/handles.h"
#include "base/vectors.h"
#include "graph/build.h"
#include "graph/coded_build.h"
#include "graph/coded_search.h"
#include "graph/graph_file.h"
#include "graph/hubs.h"
#include "graph/prune.h"
#include "simd/kernels.h"
#include "upstream/hnsw_file.h"

using namespace leann;  // which the functions of the C ABI are not in

namespace {

BuildOptions build_options(int32_t m, int32_t ef_construction, uint64_t seed, int32_t threads) {
  require_range(m, 2, kMaxM, "m");
  require_range(ef_construction, 1, 1 << 16, "ef_construction");
  require_threads(threads);
  BuildOptions options;
  options.m = m;
  options.ef_construction = ef_construction;
  options.seed = seed;
  options.threads = threads;
  return options;
}

}  // namespace

leann_status leann_graph_read_upstream(const uint8_t* data, int64_t size, leann_graph** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_bytes(data, size);
    *out = new leann_graph{read_hnsw_file(data, size)};
  });
}

leann_status leann_graph_write_upstream(const leann_graph* graph, uint8_t* buffer, int64_t capacity,
                                        int64_t* size) {
  return guarded([&] {
    require_not_null(size, "size");
    *size = 0;
    require_not_null(graph, "graph");
    copy_out(write_hnsw_file(graph->graph), "the index file", buffer, capacity, size);
  });
}

leann_status leann_graph_build(const float* vectors, int64_t n, int32_t dimension,
                               leann_metric metric, int32_t m, int32_t ef_construction,
                               uint64_t seed, int32_t threads, leann_graph** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_range(dimension, 1, LEANN_MAX_DIMENSION, "dimension");
    require_range(n, 0, kMaxRows - 1, "n");
    require_rows(vectors, n, "vectors");
    require_range(metric, LEANN_INNER_PRODUCT, LEANN_L2, "metric");
    const BuildOptions options = build_options(m, ef_construction, seed, threads);
    check_finite(vectors, n, dimension, threads);
    const Space space{vectors, dimension, metric};
    *out = new leann_graph{build_graph(space, static_cast<int32_t>(n), options)};
  });
}

leann_status leann_graph_build_coded(const leann_coder* coder, const uint8_t* codes, int64_t n,
                                     int32_t m, int32_t ef_construction, int32_t low_degree,
                                     uint64_t seed, int32_t threads, leann_graph** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_not_null(coder, "coder");
    require_range(n, 0, kMaxRows - 1, "n");
    require_rows(codes, n, "codes");
    require_range(low_degree, 0, 2 * kMaxM, "low_degree");
    *out =
        new leann_graph{build_coded_graph(coder->coder, codes, static_cast<int32_t>(n), low_degree,
                                          build_options(m, ef_construction, seed, threads))};
  });
}

leann_status leann_graph_prune(const leann_graph* graph, const float* vectors, int32_t low_degree,
                               double hub_share, leann_graph** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_not_null(graph, "graph");
    const Graph& whole = graph->graph;
    require_rows(vectors, whole.count(), "vectors");
    require_range(low_degree, 1, 2 * kMaxM, "low_degree");
    if (!(hub_share >= 0 && hub_share <= 1)) {
      throw invalid_argument("hub_share must be between 0 and 1, got " + std::to_string(hub_share));
    }
    check_finite(vectors, whole.count(), whole.dimension, 1);
    const Space space{vectors, whole.dimension, whole.metric};
    *out = new leann_graph{prune_graph(space, whole, low_degree, hub_share)};
  });
}

leann_status leann_graph_load(const uint8_t* data, int64_t size, leann_graph** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_bytes(data, size);
    *out = new leann_graph{read_graph_file(data, static_cast<size_t>(size))};
  });
}

leann_status leann_graph_save(const leann_graph* graph, uint8_t* buffer, int64_t capacity,
                              int64_t* size) {
  return guarded([&] {
    require_not_null(graph, "graph");
    require_not_null(size, "size");
    copy_out(write_graph_file(graph->graph), "the graph file", buffer, capacity, size);
  });
}

void leann_graph_free(leann_graph* graph) { delete graph; }

int32_t leann_graph_count(const leann_graph* graph) { return graph->graph.count(); }

int32_t leann_graph_dimension(const leann_graph* graph) { return graph->graph.dimension; }

leann_metric leann_graph_metric(const leann_graph* graph) { return graph->graph.metric; }

int64_t leann_graph_edges(const leann_graph* graph) {
  return static_cast<int64_t>(graph->graph.neighbours.size());
}

int32_t leann_graph_has_vectors(const leann_graph* graph) {
  return graph->graph.vectors.empty() ? 0 : 1;
}

leann_status leann_graph_hubs(const leann_graph* graph, int32_t count, int32_t* nodes) {
  return guarded([&] {
    require_not_null(graph, "graph");
    require_range(count, 0, graph->graph.count(), "count");
    require_rows(nodes, count, "nodes");
    const std::vector<int32_t> hubs = find_hubs(graph->graph, count);
    std::copy(hubs.begin(), hubs.end(), nodes);
  });
}

leann_status leann_graph_vectors(const leann_graph* graph, const int32_t* nodes, int32_t count,
                                 float* vectors) {
  return guarded([&] {
    require_not_null(graph, "graph");
    require_rows(nodes, count, "nodes");
    require_rows(vectors, count, "vectors");
    if (count > 0 && graph->graph.vectors.empty()) {
      throw invalid_argument("the graph has no vectors");
    }
    for (int32_t i = 0; i < count; ++i) {
      require_range(nodes[i], 0, int64_t{graph->graph.count()} - 1, "a node");
    }
    const auto dimension = static_cast<size_t>(graph->graph.dimension);
    for (int32_t i = 0; i < count; ++i) {
      std::memcpy(vectors + static_cast<size_t>(i) * dimension,
                  &graph->graph.vectors[static_cast<size_t>(nodes[i]) * dimension],
                  dimension * sizeof(float));
    }
  });
}

leann_status leann_graph_search(const leann_graph* graph, const leann_query* query,
                                const uint8_t* codes, int64_t n, const uint64_t* accept,
                                int32_t top, int32_t complexity, int32_t* ids, float* scores,
                                int32_t* found, int64_t* visited) {
  return guarded([&] {
    require_not_null(found, "found");
    *found = 0;
    require_not_null(visited, "visited");
    *visited = 0;
    require_not_null(graph, "graph");
    require_not_null(query, "query");
    if (n != graph->graph.count()) {
      throw invalid_argument("n must be the graph's " + std::to_string(graph->graph.count()) +
                             " nodes, got " + std::to_string(n));
    }
    require_rows(codes, n, "codes");
    require_range(top, 1, INT32_MAX, "top");
    require_range(complexity, 1, INT32_MAX, "complexity");
    require_not_null(ids, "ids");
    require_not_null(scores, "scores");
    *found = search_top(graph->graph, query->query, kernels(), codes, accept, top, complexity, ids,
                        scores, visited);
  });
}
