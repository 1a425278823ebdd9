// An order of a graph's nodes in which neighbours are close to each other.
#ifndef LEANN_GRAPH_ORDER_H_
#define LEANN_GRAPH_ORDER_H_

#include <cstdint>
#include <vector>

#include "graph/graph.h"

namespace leann {

// All nodes, each once. Starts at the entry point; the next node is always the one with the most
// links on level 0, in either direction, to the last few hundred (like Gorder, Wei et al., SIGMOD
// 2016).
std::vector<int32_t> local_order(const Graph& graph);

}  // namespace leann

#endif  // LEANN_GRAPH_ORDER_H_
