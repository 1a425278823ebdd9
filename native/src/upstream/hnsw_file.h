// The index files of the Python package LEANN (leann-backend-hnsw), which are faiss's with a variant
// of their own; layout in docs/formats/upstream-hnsw.md.
#ifndef LEANN_UPSTREAM_HNSW_FILE_H_
#define LEANN_UPSTREAM_HNSW_FILE_H_

#include <cstdint>
#include <vector>

#include "graph/graph.h"

namespace leann {

// Reads a whole file. The bytes may come from anywhere:
// every count, offset and node is checked, and memory stays within a few times their size.
// Throws Error: LEANN_CORRUPT, or LEANN_TOO_NEW for a kind of index that is not known.
Graph read_hnsw_file(const uint8_t* data, int64_t size);

// The compact file of a graph, without vectors: what the package writes unless told otherwise.
std::vector<uint8_t> write_hnsw_file(const Graph& graph);

}  // namespace leann

#endif  // LEANN_UPSTREAM_HNSW_FILE_H_
