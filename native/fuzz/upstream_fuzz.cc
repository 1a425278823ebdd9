// Index files of the Python package LEANN: whatever is accepted can be walked to the end.
#include <cstdint>

#include "leann/leann.h"
#include "walk_to_end.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  leann_graph* graph = nullptr;
  if (leann_graph_read_upstream(data, static_cast<int64_t>(size), &graph) != LEANN_OK) return 0;
  walk_to_end(graph, size % 2 == 0 ? 1 : 8);
  leann_graph_free(graph);
  return 0;
}
