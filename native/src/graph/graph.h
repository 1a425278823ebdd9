// A hierarchical navigable small world graph (HNSW, arXiv 1603.09320): the neighbours of each node
// on each level. It can be walked without vectors: a walk asks for those that it needs.
#ifndef LEANN_GRAPH_GRAPH_H_
#define LEANN_GRAPH_GRAPH_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "leann/leann.h"

namespace leann {

// Neighbours of one node on one level.
struct Neighbours {
  const int32_t* first;
  const int32_t* last;

  const int32_t* begin() const { return first; }
  const int32_t* end() const { return last; }
};

constexpr int32_t kMaxLevels = 64;  // per node; far more than random levels reach

// Immutable once created. Node i has the levels 0 .. levels(i) - 1.
struct Graph {
  int32_t dimension = 0;
  leann_metric metric = LEANN_INNER_PRODUCT;
  int32_t entry_point = -1;  // on the top level; -1 without nodes
  int32_t top_level = -1;

  // list_offsets[node_offsets[i]] is where the lists of node i start in `neighbours`: one entry for
  // each level, then the end of the last list. Both arrays are non-decreasing.
  std::vector<uint64_t> node_offsets{0};  // count + 1
  std::vector<uint64_t> list_offsets;
  std::vector<int32_t> neighbours;

  std::vector<float> vectors;  // count x dimension, or empty if the graph has none

  int32_t count() const { return static_cast<int32_t>(node_offsets.size()) - 1; }

  int32_t levels(int32_t node) const {
    const auto i = static_cast<size_t>(node);
    return static_cast<int32_t>(node_offsets[i + 1] - node_offsets[i]) - 1;
  }

  Neighbours of(int32_t node, int32_t level) const {
    const uint64_t list = node_offsets[static_cast<size_t>(node)] + static_cast<uint64_t>(level);
    return {neighbours.data() + list_offsets[list], neighbours.data() + list_offsets[list + 1]};
  }

  // A graph is assembled node by node, each node's lists from level 0 up. Lists are sorted, because
  // their order means nothing and would cost bits in a file.
  void add_list(std::vector<int32_t> list) {
    std::sort(list.begin(), list.end());
    list_offsets.push_back(neighbours.size());
    neighbours.insert(neighbours.end(), list.begin(), list.end());
  }

  void end_node() {
    list_offsets.push_back(neighbours.size());
    node_offsets.push_back(list_offsets.size());
  }
};

}  // namespace leann

#endif  // LEANN_GRAPH_GRAPH_H_
