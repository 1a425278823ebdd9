// Builds a graph of vectors of which only the codes are left.
#ifndef LEANN_GRAPH_CODED_BUILD_H_
#define LEANN_GRAPH_CODED_BUILD_H_

#include <cstdint>

#include "coder/coder.h"
#include "graph/build.h"

namespace leann {

constexpr double kHubShare = 0.02;  // as the paper has it (arXiv 2506.08276)

// Of what the codes decode to, at unit length, as it is by these that a search is led. Pruned to
// low_degree links but for the hubs; not at all if that is 0.
Graph build_coded_graph(const Coder& coder, const uint8_t* codes, int32_t n, int32_t low_degree,
                        const BuildOptions& options);

}  // namespace leann

#endif  // LEANN_GRAPH_CODED_BUILD_H_
