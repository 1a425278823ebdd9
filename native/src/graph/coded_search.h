// Search over a graph whose nodes have codes: no vector is needed on the way.
#ifndef LEANN_GRAPH_CODED_SEARCH_H_
#define LEANN_GRAPH_CODED_SEARCH_H_

#include <cstdint>

#include "graph/graph.h"
#include "scan/query.h"
#include "simd/kernels.h"

namespace leann {

// What scan_top answers, or nearly, from fewer codes: row i is the code of node i. Best first among
// the `complexity` nearest accepted in sight. As long as scan_top's answer: it scans where the rows
// accepted are no more than the codes that a walk would score, or has, which is sure and costs less,
// and where the graph leads to too few of them. *visited receives the codes scored.
int32_t search_top(const Graph& graph, const Query& query, const Kernels& kernels,
                   const uint8_t* codes, const uint64_t* accept, int32_t top, int32_t complexity,
                   int32_t* ids, float* scores, int64_t* visited);

}  // namespace leann

#endif  // LEANN_GRAPH_CODED_SEARCH_H_
