// The nodes that walks over a graph visit most.
#ifndef LEANN_GRAPH_HUBS_H_
#define LEANN_GRAPH_HUBS_H_

#include <cstdint>
#include <vector>

#include "graph/graph.h"

namespace leann {

// The `count` (0..graph.count()) nodes that most lists name, on any level; ties by lower number.
std::vector<int32_t> find_hubs(const Graph& graph, int32_t count);

}  // namespace leann

#endif  // LEANN_GRAPH_HUBS_H_
