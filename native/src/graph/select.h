// The choice of a node's neighbours.
#ifndef LEANN_GRAPH_SELECT_H_
#define LEANN_GRAPH_SELECT_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "graph/space.h"

namespace leann {

// A node as another sees it. Ties go by number, so that no order depends on chance.
struct Near {
  float distance;
  int32_t node;

  bool operator<(const Near& other) const {
    return distance != other.distance ? distance < other.distance : node < other.node;
  }
};

// Leaves at most `most` of a node's candidates, which come nearest first: if there are more, those
// that are no nearer to one already chosen than to the node itself (HNSW's heuristic, algorithm 4
// of arXiv 1603.09320, as faiss has it), so that links lead in every direction.
void select_neighbours(const Space& space, size_t most, std::vector<Near>* candidates);

}  // namespace leann

#endif  // LEANN_GRAPH_SELECT_H_
