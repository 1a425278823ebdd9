// Removes links from a graph, except from its hubs.
#ifndef LEANN_GRAPH_PRUNE_H_
#define LEANN_GRAPH_PRUNE_H_

#include <cstdint>

#include "graph/graph.h"
#include "graph/space.h"

namespace leann {

// High-degree preserving pruning, after algorithm 3 of LEANN (arXiv 2506.08276). The hub_share of
// nodes with the most links on level 0, in and out, are hubs and keep lists as long as the graph's
// longest; every other node keeps at most `low_degree` >= 1. Each list is selected again by the
// heuristic from all nodes linked with its node, then once more with the nodes that selected it. A
// node that this makes unreachable from the entry point becomes reachable again if a node linked
// with it can spare a link. Higher levels are copied; vectors are left out.
//
// Unlike the paper's algorithm it does not search for new candidates: the graph's links came from
// such a search.
Graph prune_graph(const Space& space, const Graph& graph, int32_t low_degree, double hub_share);

}  // namespace leann

#endif  // LEANN_GRAPH_PRUNE_H_
