// An order of nodes in which neighbours are close to each other.
#ifndef LEANN_GRAPH_ORDER_H_
#define LEANN_GRAPH_ORDER_H_

#include <cstdint>
#include <vector>

#include "graph/graph.h"

namespace leann {

// All nodes, each once: from the entry point on, always the one with the most links on level 0, in
// either direction, to the latest few hundred (as Gorder does, Wei et al., SIGMOD 2016).
std::vector<int32_t> local_order(const Graph& graph);

}  // namespace leann

#endif  // LEANN_GRAPH_ORDER_H_
