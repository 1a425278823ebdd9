// The index files of the Python package LEANN (leann-backend-hnsw): faiss's format and a compact
// variant of it; layout in docs/formats/upstream-hnsw.md.
#ifndef LEANN_UPSTREAM_HNSW_FILE_H_
#define LEANN_UPSTREAM_HNSW_FILE_H_

#include <cstdint>
#include <vector>

#include "graph/graph.h"

namespace leann {

// The bytes may come from any source: every count, offset and node is checked, and the memory used
// is at most a few times their size. Throws Error: LEANN_CORRUPT, or LEANN_TOO_NEW for an unknown
// kind of index.
Graph read_hnsw_file(const uint8_t* data, int64_t size);

// The compact file of a graph, without vectors: what the package writes by default.
std::vector<uint8_t> write_hnsw_file(const Graph& graph);

}  // namespace leann

#endif  // LEANN_UPSTREAM_HNSW_FILE_H_
