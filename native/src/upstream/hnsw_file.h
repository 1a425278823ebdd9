// The index files of the Python package LEANN (leann-backend-hnsw), which are faiss's with a variant
// of their own.
#ifndef LEANN_UPSTREAM_HNSW_FILE_H_
#define LEANN_UPSTREAM_HNSW_FILE_H_

#include <cstdint>

#include "graph/graph.h"

namespace leann {

// Reads a whole file; layout in docs/formats/upstream-hnsw.md. The bytes may come from anywhere:
// every count, offset and node is checked, and memory stays within a few times their size.
// Throws Error: LEANN_CORRUPT, or LEANN_TOO_NEW for a kind of index that is not known.
Graph read_hnsw_file(const uint8_t* data, int64_t size);

}  // namespace leann

#endif  // LEANN_UPSTREAM_HNSW_FILE_H_
