// Pruned graphs: fewer edges, the same hubs, about the same recall.
#include "graph/prune.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/vectors.h"
#include "graph/build.h"
#include "graphs.h"
#include "handles.h"
#include "neighbourhoods.h"
#include "synthetic.h"

namespace leann {
namespace {

constexpr int32_t kDimension = 12, kM = 12;

Graph built(const Space& space, int32_t n, uint64_t seed) {
  BuildOptions options;
  options.m = kM;
  options.ef_construction = 60;
  options.seed = seed;
  return build_graph(space, n, options);
}

std::vector<float> unit(std::vector<float> x) {
  for (size_t at = 0; at < x.size(); at += kDimension) normalise(&x[at], kDimension, &x[at]);
  return x;
}

std::ptrdiff_t degree(const Graph& graph, int32_t node) {
  const Neighbours list = graph.of(node, 0);
  return list.end() - list.begin();
}

// The number of nodes that can be reached from the entry point on level 0.
size_t reached(const Graph& graph) {
  std::vector<int32_t> next{graph.entry_point};
  std::set<int32_t> seen{graph.entry_point};
  while (!next.empty()) {
    const int32_t node = next.back();
    next.pop_back();
    for (int32_t near : graph.of(node, 0)) {
      if (seen.insert(near).second) next.push_back(near);
    }
  }
  return seen.size();
}

TEST(Prune, RemovesEdgesAndKeepsRecall) {
  const uint64_t seed = test_seed();
  const int32_t n = 2000;
  // Of unit length, like most vectors that are compared by inner product.
  const std::vector<float> x = unit(clustered_vectors(n, kDimension, seed));
  const std::vector<float> queries = unit(clustered_vectors(100, kDimension, seed + 1));
  for (const leann_metric metric : {LEANN_INNER_PRODUCT, LEANN_L2}) {
    const Space space = space_of(x, kDimension, metric);
    const Graph graph = built(space, n, seed);
    const Graph pruned = prune_graph(space, graph, 8, 0.02);
    const double before = recall(graph, space, queries, 10, 48);
    const double after = recall(pruned, space, queries, 10, 48);
    const auto share = static_cast<double>(pruned.neighbours.size()) /
                       static_cast<double>(graph.neighbours.size());
    std::cout << "recall@10 " << before << ", with " << share << " of the edges " << after
              << std::endl;
    EXPECT_LT(share, 0.9);
    EXPECT_GE(after, before - 0.1);
  }
}

TEST(Prune, KeepsHubsAndLimits) {
  const uint64_t seed = test_seed();
  const int32_t n = 1500, hubs = 45;
  const std::vector<float> x = clustered_vectors(n, kDimension, seed);
  const Space space = space_of(x, kDimension, LEANN_L2);
  const Graph graph = built(space, n, seed);
  const Graph pruned = prune_graph(space, graph, 5, static_cast<double>(hubs) / n);
  expect_valid(pruned, 2 * kM, kM);

  std::vector<std::set<int32_t>> linked(static_cast<size_t>(n));
  for (int32_t node = 0; node < n; ++node) {
    for (int32_t near : graph.of(node, 0)) {
      linked[static_cast<size_t>(node)].insert(near);
      linked[static_cast<size_t>(near)].insert(node);
    }
  }
  int32_t above = 0;
  std::vector<size_t> most_linked;
  for (const std::set<int32_t>& of_node : linked) most_linked.push_back(of_node.size());
  std::sort(most_linked.rbegin(), most_linked.rend());
  for (int32_t node = 0; node < n; ++node) {
    if (degree(pruned, node) > 5) {
      ++above;
      ASSERT_GE(linked[static_cast<size_t>(node)].size(), most_linked[hubs - 1]);
    }
    for (int32_t near : pruned.of(node, 0)) {
      ASSERT_EQ(1u, linked[static_cast<size_t>(node)].count(near)) << "a link that was not there";
    }
    for (int32_t level = 1; level < graph.levels(node); ++level) {
      const Neighbours before = graph.of(node, level), after = pruned.of(node, level);
      ASSERT_EQ(std::vector<int32_t>(before.begin(), before.end()),
                std::vector<int32_t>(after.begin(), after.end()));
    }
  }
  EXPECT_LE(above, hubs);
  EXPECT_GE(above, hubs * 9 / 10);  // the heuristic may leave a hub with few
}

TEST(Prune, KeepsNearlyAllNodesReachable) {
  const uint64_t seed = test_seed();
  const std::vector<float> x = clustered_vectors(1500, kDimension, seed);
  for (const leann_metric metric : {LEANN_INNER_PRODUCT, LEANN_L2}) {
    const Space space = space_of(x, kDimension, metric);
    const Graph graph = built(space, 1500, seed);
    for (int32_t low_degree : {2, 6}) {
      const Graph pruned = prune_graph(space, graph, low_degree, 0.02);
      // By inner product all links lead to the few longest vectors, which cannot link back to all.
      EXPECT_GE(reached(pruned), metric == LEANN_L2 ? 1490 : reached(graph) * 95 / 100);
    }
  }
}

TEST(Prune, AcceptsFewAndEqualNodes) {
  for (int32_t n : {0, 1, 2, 400}) {
    const std::vector<float> x(static_cast<size_t>(n), 1.5f);
    const Space space = space_of(x, 1, LEANN_L2);
    const Graph graph = built(space, n, 4);
    for (double share : {0.0, 0.02, 1.0}) {
      const Graph pruned = prune_graph(space, graph, 3, share);
      EXPECT_EQ(n, pruned.count());
      expect_valid(pruned, share > 0 ? 2 * kM : 3, kM);
    }
  }
}

TEST(Prune, WorksThroughTheAbi) {
  const GraphHandle graph = upstream_graph("vectors-l2.index");
  std::vector<int32_t> nodes(static_cast<size_t>(leann_graph_count(graph.get())));
  std::iota(nodes.begin(), nodes.end(), 0);
  std::vector<float> x = vectors_of(graph.get(), nodes);
  leann_graph* made = nullptr;
  const auto prune = [&](int32_t low_degree, double hub_share) {
    return leann_graph_prune(graph.get(), x.data(), low_degree, hub_share, &made);
  };
  ASSERT_EQ(LEANN_OK, prune(4, 0.02)) << leann_last_error();
  const GraphHandle pruned(made);
  EXPECT_LT(leann_graph_edges(made), leann_graph_edges(graph.get()));
  EXPECT_EQ(leann_graph_count(graph.get()), leann_graph_count(made));
  EXPECT_EQ(LEANN_L2, leann_graph_metric(made));
  EXPECT_EQ(0, leann_graph_has_vectors(made));

  EXPECT_EQ(LEANN_INVALID_ARGUMENT, prune(0, 0.02));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, prune(1025, 0.02));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, prune(4, -0.1));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, prune(4, NAN));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_graph_prune(graph.get(), nullptr, 4, 0.02, &made));
  x[7] = INFINITY;
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, prune(4, 0.02));
  EXPECT_EQ(nullptr, made);
}

}  // namespace
}  // namespace leann
