// Builds a graph from the vectors of its nodes.
#ifndef LEANN_GRAPH_BUILD_H_
#define LEANN_GRAPH_BUILD_H_

#include <cstdint>

#include "graph/graph.h"
#include "graph/space.h"

namespace leann {

struct BuildOptions {
  int32_t m = 32;                 // 2..kMaxM: neighbours above level 0; twice as many there
  int32_t ef_construction = 200;  // >= 1: candidates for a node's neighbours
  uint64_t seed = 0;              // of levels and of the order of insertion
  int32_t threads = 1;            // as in parallel_for
  int32_t largest_batch = 256;    // nodes that look for their neighbours at the same time
};

constexpr int32_t kMaxM = 512;

// HNSW (arXiv 1603.09320) of the n >= 0 vectors of `space`. The same vectors, options and seed give
// the same graph, whatever the number of threads.
//
// Nodes come in batches that grow with the graph. Those of a batch search the graph as it was before
// and are compared with the batch's earlier nodes one by one, so that each meets what it would meet
// if inserted alone; only then are links back to them made, list by list.
Graph build_graph(const Space& space, int32_t n, const BuildOptions& options);

}  // namespace leann

#endif  // LEANN_GRAPH_BUILD_H_
