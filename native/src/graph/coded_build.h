// Builds a graph over codes, without the vectors that they encode.
#ifndef LEANN_GRAPH_CODED_BUILD_H_
#define LEANN_GRAPH_CODED_BUILD_H_

#include <cstdint>

#include "coder/coder.h"
#include "graph/build.h"

namespace leann {

constexpr double kHubShare = 0.02;  // as in arXiv 2506.08276

// A graph of the decoded vectors at unit length, because a search of it sees only those. Pruned to
// low_degree links per node, hubs excepted; not pruned if low_degree is 0.
Graph build_coded_graph(const Coder& coder, const uint8_t* codes, int32_t n, int32_t low_degree,
                        const BuildOptions& options);

}  // namespace leann

#endif  // LEANN_GRAPH_CODED_BUILD_H_
