// A search over a graph that stops when it needs vectors and continues when it is given them.
#ifndef LEANN_GRAPH_WALK_H_
#define LEANN_GRAPH_WALK_H_

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/graph.h"

namespace leann {

// The search of faiss's HNSW, step by step, so that an index built by faiss gives the same results
// here: greedy from the entry point down to level 1, then best first on level 0, keeping the
// `complexity` nearest nodes seen, until that many are nearer than the next one to visit. With a
// `batch` above 1 it visits further nodes while it needs fewer vectors than that (dynamic batching
// of LEANN, arXiv 2506.08276). That means fewer stops, and some vectors that turn out to be
// unnecessary.
class Walk {
 public:
  // Keeps a reference to the graph. k, complexity and batch >= 1.
  Walk(const Graph& graph, std::vector<float> query, int32_t k, int32_t complexity,
       int32_t batch = 1);

  // The nodes whose vectors are needed next, none more than once per walk; empty when it is done.
  const std::vector<int32_t>& wanted() const { return wanted_; }

  // Their vectors, in that order: wanted().size() x dimension.
  void provide(const float* vectors);

  // The result once it is done: distances (lower is nearer) and nodes, nearest first.
  std::vector<std::pair<float, int32_t>> found() const;

  // Vectors asked for so far.
  int64_t recomputed() const { return static_cast<int64_t>(distances_.size()); }

 private:
  enum class Stage { kEntry, kDescend, kSearch, kDone };

  // One of the nearest nodes seen on level 0. It stays when visited, because it still counts as
  // near.
  struct Candidate {
    float distance;
    int32_t node;
    bool visited;
  };

  void advance();
  bool step();
  void need(int32_t node);
  bool descend();
  bool search();
  bool visit_next();
  void add(int32_t node);
  float distance(const float* vector) const;

  const Graph& graph_;
  const std::vector<float> query_;
  const int32_t k_;
  const int32_t complexity_;
  const size_t batch_;
  Stage stage_ = Stage::kEntry;
  int32_t nearest_;
  int32_t level_;
  std::vector<int32_t> wanted_;
  std::unordered_map<int32_t, float> distances_;  // of nodes whose vectors were provided
  std::vector<bool> seen_;                        // on level 0
  std::vector<int32_t> pending_;                  // nodes seen but not added yet
  std::vector<Candidate> candidates_;             // a heap with the farthest on top
  std::vector<std::pair<float, int32_t>> best_;   // a heap of at most k with the farthest on top
};

}  // namespace leann

#endif  // LEANN_GRAPH_WALK_H_
