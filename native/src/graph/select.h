// The choice of a node's neighbours.
#ifndef LEANN_GRAPH_SELECT_H_
#define LEANN_GRAPH_SELECT_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "graph/space.h"

namespace leann {

// A node and its distance from another. Ties are ordered by number, so that no order is arbitrary.
struct Near {
  float distance;
  int32_t node;

  bool operator<(const Near& other) const {
    return distance != other.distance ? distance < other.distance : node < other.node;
  }
};

// Reduces a node's candidates, sorted nearest first, to at most `limit`. If there are more, keeps
// only those that are no nearer to one already kept than to the node itself, so that links lead in
// all directions (HNSW's heuristic, algorithm 4 of arXiv 1603.09320, as in faiss).
void select_neighbours(const Space& space, size_t limit, std::vector<Near>* candidates);

}  // namespace leann

#endif  // LEANN_GRAPH_SELECT_H_
