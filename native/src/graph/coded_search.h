// Search over a graph whose nodes have codes, so that no vector is needed.
#ifndef LEANN_GRAPH_CODED_SEARCH_H_
#define LEANN_GRAPH_CODED_SEARCH_H_

#include <cstdint>

#include "graph/graph.h"
#include "scan/query.h"
#include "simd/kernels.h"

namespace leann {

// Almost the result of scan_top, from fewer codes; row i is the code of node i. A best-first search
// that keeps the `complexity` nearest accepted nodes. Always returns as many rows as scan_top: it
// scans if no more rows are accepted than a search would score, or has scored, which is exact and
// cheaper, and if the search reaches too few rows. *visited receives the number of codes scored.
int32_t search_top(const Graph& graph, const Query& query, const Kernels& kernels,
                   const uint8_t* codes, const uint64_t* accept, int32_t top, int32_t complexity,
                   int32_t* ids, float* scores, int64_t* visited);

}  // namespace leann

#endif  // LEANN_GRAPH_CODED_SEARCH_H_
