// Which nodes of a graph walks meet most.
#ifndef LEANN_GRAPH_HUBS_H_
#define LEANN_GRAPH_HUBS_H_

#include <cstdint>
#include <vector>

#include "graph/graph.h"

namespace leann {

// The `count` (0..graph.count()) nodes that lists of any level name most often, ties by lower number.
std::vector<int32_t> find_hubs(const Graph& graph, int32_t count);

}  // namespace leann

#endif  // LEANN_GRAPH_HUBS_H_
