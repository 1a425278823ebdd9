// A search over a graph that stops wherever it needs vectors and goes on when it is given them.
#ifndef LEANN_GRAPH_WALK_H_
#define LEANN_GRAPH_WALK_H_

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/graph.h"

namespace leann {

// The search of faiss's HNSW, step by step, so that an index that others built answers as it does
// there: greedy from the entry point down to level 1, then best first on level 0 among the
// `complexity` nearest seen, until as many are nearer than the next to be visited. With a `batch`
// above 1 it visits the next nodes too while fewer vectors than that are needed (the dynamic
// batching of LEANN, arXiv 2506.08276): fewer stops, and some vectors that turn out not to have
// been needed.
class Walk {
 public:
  // Keeps a reference to the graph. k, complexity and batch >= 1.
  Walk(const Graph& graph, std::vector<float> query, int32_t k, int32_t complexity,
       int32_t batch = 1);

  // Nodes whose vectors are needed to go on, each asked for once a walk; empty when it is done.
  const std::vector<int32_t>& wanted() const { return wanted_; }

  // Their vectors, in that order: wanted().size() x dimension.
  void provide(const float* vectors);

  // What was found once it is done, nearest first: distances, lower is nearer.
  std::vector<std::pair<float, int32_t>> found() const;

  // Vectors asked for so far.
  int64_t recomputed() const { return static_cast<int64_t>(known_.size()); }

 private:
  enum class Stage { kEnter, kDescend, kSpread, kDone };

  // One of the nearest nodes seen on level 0. Those visited stay, as they count among the nearest.
  struct Candidate {
    float distance;
    int32_t node;
    bool visited;
  };

  void advance();
  bool step();
  void need(int32_t node);
  bool descend();
  bool spread();
  bool visit_next();
  void see(int32_t node);
  float distance(const float* vector) const;

  const Graph& graph_;
  const std::vector<float> query_;
  const int32_t k_;
  const int32_t complexity_;
  const size_t batch_;
  Stage stage_ = Stage::kEnter;
  int32_t nearest_;
  int32_t level_;
  std::vector<int32_t> wanted_;
  std::unordered_map<int32_t, float> known_;     // distances
  std::vector<bool> seen_;                       // on level 0
  std::vector<int32_t> around_;                  // what is being seen
  std::vector<Candidate> candidates_;            // a heap, the farthest first
  std::vector<std::pair<float, int32_t>> best_;  // a heap of at most k, the farthest first
};

}  // namespace leann

#endif  // LEANN_GRAPH_WALK_H_
