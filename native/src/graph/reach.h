// Keeps the nodes of a graph within reach.
#ifndef LEANN_GRAPH_REACH_H_
#define LEANN_GRAPH_REACH_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "graph/select.h"

namespace leann {

using NearLists = std::vector<std::vector<Near>>;  // of each node, nearest first

// Makes `lists` lead from `start` to every node that `linked`, in steps of any direction, joins with
// one they lead to: the nearest that can, names it, by room below most[node] or instead of a link
// that is not the only way to its end. Never takes a node out of reach; one stays out where none of
// those linked with it has a link to spare.
void keep_in_reach(int32_t start, const NearLists& linked, const std::vector<size_t>& most,
                   NearLists* lists);

}  // namespace leann

#endif  // LEANN_GRAPH_REACH_H_
