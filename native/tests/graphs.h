// Handles of graphs and walks, and index files of the Python package LEANN.
#ifndef LEANN_TESTS_GRAPHS_H_
#define LEANN_TESTS_GRAPHS_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "leann/leann.h"

namespace leann {

struct FreeGraph {
  void operator()(leann_graph* graph) const { leann_graph_free(graph); }
  void operator()(leann_walk* walk) const { leann_walk_free(walk); }
};
using GraphHandle = std::unique_ptr<leann_graph, FreeGraph>;
using WalkHandle = std::unique_ptr<leann_walk, FreeGraph>;

inline std::string upstream_path(const std::string& name) {
  return LEANN_GOLDEN_DIR "/upstream/" + name;
}

inline std::vector<uint8_t> upstream_file(const std::string& name) {
  std::ifstream in(upstream_path(name), std::ios::binary);
  EXPECT_TRUE(in.good()) << name;
  return std::vector<uint8_t>(std::istreambuf_iterator<char>(in), {});
}

inline leann_status read_graph(const std::vector<uint8_t>& bytes, GraphHandle* out) {
  leann_graph* graph = nullptr;
  // A copy of exactly that size, so that a sanitizer detects a read beyond its end.
  const std::vector<uint8_t> exact(bytes);
  const leann_status status =
      leann_graph_read_upstream(exact.data(), static_cast<int64_t>(exact.size()), &graph);
  out->reset(graph);
  return status;
}

inline GraphHandle upstream_graph(const std::string& name) {
  GraphHandle graph;
  EXPECT_EQ(LEANN_OK, read_graph(upstream_file(name), &graph)) << leann_last_error();
  return graph;
}

inline std::vector<uint8_t> saved(const leann_graph* graph) {
  int64_t size = 0;
  EXPECT_EQ(LEANN_OK, leann_graph_save(graph, nullptr, 0, &size)) << leann_last_error();
  std::vector<uint8_t> bytes(static_cast<size_t>(size));
  EXPECT_EQ(LEANN_OK, leann_graph_save(graph, bytes.data(), size, &size)) << leann_last_error();
  return bytes;
}

inline leann_status load(const std::vector<uint8_t>& bytes, GraphHandle* out) {
  leann_graph* graph = nullptr;
  const std::vector<uint8_t> exact(bytes);
  const leann_status status =
      leann_graph_load(exact.data(), static_cast<int64_t>(exact.size()), &graph);
  out->reset(graph);
  return status;
}

inline WalkHandle walk(const leann_graph* graph, const std::vector<float>& query, int32_t k,
                       int32_t complexity, int32_t batch = 1) {
  leann_walk* made = nullptr;
  EXPECT_EQ(LEANN_OK, leann_walk_create(graph, query.data(), k, complexity, batch, &made))
      << leann_last_error();
  return WalkHandle(made);
}

// Provides a walk with the vectors that it needs; returns nodes and scores.
template <typename VectorsOf>
std::pair<std::vector<int32_t>, std::vector<float>> finish(leann_walk* walk, int32_t k,
                                                           VectorsOf vectors_of) {
  while (leann_walk_wanted_count(walk) > 0) {
    const int32_t* wanted = leann_walk_wanted(walk);
    const std::vector<int32_t> nodes(wanted, wanted + leann_walk_wanted_count(walk));
    EXPECT_EQ(LEANN_OK, leann_walk_provide(walk, vectors_of(nodes).data())) << leann_last_error();
  }
  std::vector<int32_t> nodes(static_cast<size_t>(k));
  std::vector<float> scores(static_cast<size_t>(k));
  int32_t found = 0;
  EXPECT_EQ(LEANN_OK, leann_walk_found(walk, nodes.data(), scores.data(), &found));
  nodes.resize(static_cast<size_t>(found));
  scores.resize(static_cast<size_t>(found));
  return {nodes, scores};
}

inline std::vector<float> vectors_of(const leann_graph* graph, const std::vector<int32_t>& nodes) {
  std::vector<float> vectors(nodes.size() * static_cast<size_t>(leann_graph_dimension(graph)));
  EXPECT_EQ(LEANN_OK, leann_graph_vectors(graph, nodes.data(), static_cast<int32_t>(nodes.size()),
                                          vectors.data()))
      << leann_last_error();
  return vectors;
}

}  // namespace leann

#endif  // LEANN_TESTS_GRAPHS_H_
