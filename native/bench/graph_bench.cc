// Builds and walks graphs of synthetic vectors.
// Usage: leann_graph_bench [n [dimension [m [ef_construction [threads]]]]]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "graph/build.h"
#include "graph/graph_file.h"
#include "graph/prune.h"
#include "graph/walk.h"
#include "synthetic.h"

namespace {

constexpr int32_t kQueries = 500, kTop = 3;

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// The true nearest vectors of each query.
std::vector<std::vector<int32_t>> nearest(const leann::Space& space, int32_t n,
                                          const std::vector<float>& queries) {
  std::vector<std::vector<int32_t>> all;
  std::vector<std::pair<float, int32_t>> order(static_cast<size_t>(n));
  for (int32_t q = 0; q < kQueries; ++q) {
    const float* query = &queries[static_cast<size_t>(q * space.dimension)];
    for (int32_t i = 0; i < n; ++i) {
      order[i] = {leann::distance(space.metric, query, space[i], space.dimension), i};
    }
    std::partial_sort(order.begin(), order.begin() + kTop, order.end());
    all.emplace_back();
    for (int32_t i = 0; i < kTop; ++i) all.back().push_back(order[i].second);
  }
  return all;
}

void print_size(const leann::Graph& graph) {
  const double start = seconds();
  const std::string file = leann::write_graph_file(graph);
  const double written = seconds();
  leann::read_graph_file(reinterpret_cast<const uint8_t*>(file.data()), file.size());
  const auto edges = static_cast<double>(graph.neighbours.size()), n = 1.0 * graph.count();
  std::printf("  %.1f edges per node, %.3f bytes per edge (upstream %.3f), %zu bytes; ", edges / n,
              static_cast<double>(file.size()) / edges, (4 * edges + 17 * n) / edges, file.size());
  std::printf("written in %.2f s, read in %.2f s\n", written - start, seconds() - written);
}

void print_recall(const leann::Graph& graph, const leann::Space& space,
                  const std::vector<float>& queries,
                  const std::vector<std::vector<int32_t>>& truth) {
  std::printf("  complexity  recall@%d  recomputed\n", kTop);
  const auto d = static_cast<size_t>(space.dimension);
  for (int32_t complexity : {16, 32, 64, 128}) {
    int64_t hits = 0, recomputed = 0;
    for (int32_t q = 0; q < kQueries; ++q) {
      const float* query = &queries[static_cast<size_t>(q) * d];
      leann::Walk walk(graph, std::vector<float>(query, query + d), kTop, complexity);
      std::vector<float> vectors;
      while (!walk.wanted().empty()) {
        vectors.clear();
        for (int32_t node : walk.wanted()) {
          vectors.insert(vectors.end(), space[node], space[node] + d);
        }
        walk.provide(vectors.data());
      }
      for (const auto& found : walk.found()) {
        hits += std::count(truth[q].begin(), truth[q].end(), found.second);
      }
      recomputed += walk.recomputed();
    }
    std::printf("  %10d  %8.4f  %10.1f\n", complexity,
                static_cast<double>(hits) / (kQueries * kTop),
                static_cast<double>(recomputed) / kQueries);
  }
}

int32_t argument(int argc, char** argv, int i, int32_t fallback) {
  return argc > i ? std::atoi(argv[i]) : fallback;
}

}  // namespace

int main(int argc, char** argv) {
  const int32_t n = argument(argc, argv, 1, 20000), d = argument(argc, argv, 2, 64);
  leann::BuildOptions options;
  options.m = argument(argc, argv, 3, 32);
  options.ef_construction = argument(argc, argv, 4, 200);
  options.threads = argument(argc, argv, 5, 1);
  const std::vector<float> x = leann::clustered_vectors(n, d, 1);
  const std::vector<float> queries = leann::clustered_vectors(kQueries, d, 2);
  for (const leann_metric metric : {LEANN_L2, LEANN_INNER_PRODUCT}) {
    const leann::Space space{x.data(), d, metric};
    const auto truth = nearest(space, n, queries);
    double start = seconds();
    const leann::Graph graph = leann::build_graph(space, n, options);
    std::printf("%s, n %d, d %d, m %d: built in %.2f s\n",
                metric == LEANN_L2 ? "l2" : "inner product", n, d, options.m, seconds() - start);
    print_size(graph);
    print_recall(graph, space, queries, truth);
    for (int32_t low_degree : {8, 16}) {
      start = seconds();
      const leann::Graph pruned = leann::prune_graph(space, graph, low_degree, 0.02);
      std::printf("pruned to %d links, hubs (2 %% of the nodes) excepted, in %.2f s\n", low_degree,
                  seconds() - start);
      print_size(pruned);
      print_recall(pruned, space, queries, truth);
    }
  }
  return 0;
}
