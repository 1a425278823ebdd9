// Builds a graph from the vectors of its nodes.
#ifndef LEANN_GRAPH_BUILD_H_
#define LEANN_GRAPH_BUILD_H_

#include <cstdint>

#include "graph/graph.h"
#include "graph/space.h"

namespace leann {

struct BuildOptions {
  int32_t m = 32;  // 2..kMaxM: maximum neighbours on a level above 0; 2 * m on level 0
  int32_t ef_construction = 200;  // >= 1: candidates for a node's neighbours
  uint64_t seed = 0;              // of the levels and the order of insertion
  int32_t threads = 1;            // as in parallel_for
  int32_t max_batch = 256;        // maximum nodes that are inserted at the same time
};

constexpr int32_t kMaxM = 512;

// HNSW (arXiv 1603.09320) of the n >= 0 vectors of `space`. The same vectors, options and seed give
// the same graph for any number of threads.
//
// Nodes are inserted in batches that grow with the graph. A batch's nodes search the graph as it
// was before the batch, and are compared with the earlier nodes of the batch one by one, so that
// each node sees what it would see if it were inserted alone. Links back to them are added
// afterwards, list by list.
Graph build_graph(const Space& space, int32_t n, const BuildOptions& options);

}  // namespace leann

#endif  // LEANN_GRAPH_BUILD_H_
