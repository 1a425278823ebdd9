// Index files of the Python package LEANN: whatever is accepted must be walked to its end.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "leann/leann.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  leann_graph* graph = nullptr;
  if (leann_graph_read_upstream(data, static_cast<int64_t>(size), &graph) != LEANN_OK) return 0;
  const auto dimension = static_cast<size_t>(leann_graph_dimension(graph));
  const std::vector<float> query(dimension, 0.5f);
  leann_walk* walk = nullptr;
  const int32_t batch = size % 2 == 0 ? 1 : 8;
  if (leann_walk_create(graph, query.data(), 3, 16, batch, &walk) != LEANN_OK) std::abort();
  for (int32_t wanted; (wanted = leann_walk_wanted_count(walk)) > 0;) {
    std::vector<float> vectors(static_cast<size_t>(wanted) * dimension);
    // Every node somewhere else, so that the walk has a way to go.
    for (size_t i = 0; i < vectors.size(); ++i) {
      vectors[i] = static_cast<float>(leann_walk_wanted(walk)[i / dimension] % 97) / 97;
    }
    if (leann_walk_provide(walk, vectors.data()) != LEANN_OK) std::abort();
  }
  int32_t nodes[3], found = 0;
  float scores[3];
  if (leann_walk_found(walk, nodes, scores, &found) != LEANN_OK || found > 3) std::abort();
  leann_walk_free(walk);
  leann_graph_free(graph);
  return 0;
}
