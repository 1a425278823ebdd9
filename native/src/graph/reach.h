// Keeps the nodes of a graph reachable.
#ifndef LEANN_GRAPH_REACH_H_
#define LEANN_GRAPH_REACH_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "graph/select.h"

namespace leann {

using NearLists = std::vector<std::vector<Near>>;  // of each node, nearest first

// Adds links to `lists` so that as many nodes as possible are reachable from `start`. An
// unreachable node gets a link from the nearest reachable node in linked[node] that can spare one:
// because it has fewer links than limits[node], or because one of its links is not the only way to
// its end, which the new link then replaces. No node becomes unreachable; one stays so if no node
// linked with it can spare a link.
void keep_reachable(int32_t start, const NearLists& linked, const std::vector<size_t>& limits,
                    NearLists* lists);

}  // namespace leann

#endif  // LEANN_GRAPH_REACH_H_
