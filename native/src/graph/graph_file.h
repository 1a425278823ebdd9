// The graph file: a graph without vectors in about a byte per edge.
#ifndef LEANN_GRAPH_GRAPH_FILE_H_
#define LEANN_GRAPH_GRAPH_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "graph/graph.h"

namespace leann {

// Layout in docs/formats/graph.md. Equal graphs give equal bytes. Vectors are left out. Lists are
// written as sets of other nodes, so duplicates and links of a node to itself are lost.
std::string write_graph_file(const Graph& graph);

// The graph with its nodes numbered as before and its lists sorted. The bytes may come from any
// source: every count and node is checked, and the memory used is at most 64 times their size.
// Throws Error: LEANN_CORRUPT, LEANN_TOO_OLD or LEANN_TOO_NEW.
Graph read_graph_file(const uint8_t* data, size_t size);

}  // namespace leann

#endif  // LEANN_GRAPH_GRAPH_FILE_H_
