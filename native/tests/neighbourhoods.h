// Checks of graphs built from synthetic vectors.
#ifndef LEANN_TESTS_NEIGHBOURHOODS_H_
#define LEANN_TESTS_NEIGHBOURHOODS_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <set>
#include <vector>

#include "graph/graph.h"
#include "graph/space.h"
#include "graph/walk.h"

namespace leann {

inline Space space_of(const std::vector<float>& vectors, int32_t dimension, leann_metric metric) {
  return {vectors.data(), dimension, metric};
}

inline void expect_equal(const Graph& a, const Graph& b) {
  EXPECT_EQ(a.dimension, b.dimension);
  EXPECT_EQ(a.metric, b.metric);
  EXPECT_EQ(a.entry_point, b.entry_point);
  EXPECT_EQ(a.top_level, b.top_level);
  EXPECT_EQ(a.node_offsets, b.node_offsets);
  EXPECT_EQ(a.list_offsets, b.list_offsets);
  EXPECT_EQ(a.neighbours, b.neighbours);
}

// Every list has only other nodes that have the level, without duplicates, and keeps to its limit.
inline void expect_valid(const Graph& graph, int32_t max_on_level_0, int32_t max_above) {
  int32_t top = -1;
  for (int32_t node = 0; node < graph.count(); ++node) {
    ASSERT_GE(graph.levels(node), 1);
    top = std::max(top, graph.levels(node) - 1);
    for (int32_t level = 0; level < graph.levels(node); ++level) {
      const Neighbours list = graph.of(node, level);
      ASSERT_LE(list.end() - list.begin(), level == 0 ? max_on_level_0 : max_above);
      const std::set<int32_t> once(list.begin(), list.end());
      ASSERT_EQ(static_cast<std::ptrdiff_t>(once.size()), list.end() - list.begin());
      ASSERT_EQ(0u, once.count(node));
      for (int32_t near : list) ASSERT_GT(graph.levels(near), level);
    }
  }
  EXPECT_EQ(top, graph.top_level);
  if (graph.count() == 0) {
    EXPECT_EQ(-1, graph.entry_point);
  } else {
    EXPECT_EQ(top, graph.levels(graph.entry_point) - 1);
  }
}

inline std::vector<int32_t> walked(const Graph& graph, const Space& space, const float* query,
                                   int32_t k, int32_t complexity) {
  const auto d = static_cast<size_t>(space.dimension);
  Walk walk(graph, std::vector<float>(query, query + d), k, complexity);
  while (!walk.wanted().empty()) {
    std::vector<float> vectors;
    for (int32_t node : walk.wanted()) {
      vectors.insert(vectors.end(), space[node], space[node] + d);
    }
    walk.provide(vectors.data());
  }
  std::vector<int32_t> nodes;
  for (const auto& found : walk.found()) nodes.push_back(found.second);
  return nodes;
}

inline std::vector<int32_t> nearest(const Space& space, int32_t n, const float* query, int32_t k) {
  std::vector<float> distances;
  for (int32_t i = 0; i < n; ++i) {
    distances.push_back(
        distance(space.metric, query, space[i], static_cast<size_t>(space.dimension)));
  }
  std::vector<int32_t> order(static_cast<size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  std::partial_sort(order.begin(), order.begin() + k, order.end(), [&](int32_t a, int32_t b) {
    return distances[static_cast<size_t>(a)] < distances[static_cast<size_t>(b)];
  });
  order.resize(static_cast<size_t>(k));
  return order;
}

// The share of the true k nearest of each query that a walk finds.
inline double recall(const Graph& graph, const Space& space, const std::vector<float>& queries,
                     int32_t k, int32_t complexity) {
  size_t hits = 0, all = 0;
  for (size_t at = 0; at < queries.size(); at += static_cast<size_t>(space.dimension)) {
    const auto truth = nearest(space, graph.count(), &queries[at], k);
    const auto found = walked(graph, space, &queries[at], k, complexity);
    for (int32_t node : truth) {
      hits += static_cast<size_t>(std::count(found.begin(), found.end(), node));
    }
    all += truth.size();
  }
  return static_cast<double>(hits) / static_cast<double>(all);
}

}  // namespace leann

#endif  // LEANN_TESTS_NEIGHBOURHOODS_H_
