// Takes links out of a graph, but for its hubs.
#ifndef LEANN_GRAPH_PRUNE_H_
#define LEANN_GRAPH_PRUNE_H_

#include <cstdint>

#include "graph/graph.h"
#include "graph/space.h"

namespace leann {

// High-degree preserving pruning, after algorithm 3 of LEANN (arXiv 2506.08276). The share of nodes
// with the most links on level 0, in and out, are hubs and keep lists as long as the graph's longest;
// every other node keeps at most `low_degree` >= 1. Lists are chosen again by the heuristic among all
// that a node is linked with, then once more with those that chose the node. What that leaves without
// a way from the entry point gets one, if a node linked with it can spare a link. Upper levels stay;
// vectors are left out.
//
// Unlike the paper's it searches for no new candidates: a graph's own links are those of a search.
Graph prune_graph(const Space& space, const Graph& graph, int32_t low_degree, double hub_share);

}  // namespace leann

#endif  // LEANN_GRAPH_PRUNE_H_
