#ifndef LEANN_FUZZ_WALK_TO_END_H_
#define LEANN_FUZZ_WALK_TO_END_H_

#include <cstdint>
#include <cstdlib>
#include <vector>

#include "leann/leann.h"

// Walks a graph from an untrusted source; aborts if the engine does not do what its header says.
inline void walk_to_end(const leann_graph* graph, int32_t batch) {
  const auto dimension = static_cast<size_t>(leann_graph_dimension(graph));
  const std::vector<float> query(dimension, 0.5f);
  leann_walk* walk = nullptr;
  if (leann_walk_create(graph, query.data(), 3, 16, batch, &walk) != LEANN_OK) std::abort();
  for (int32_t wanted; (wanted = leann_walk_wanted_count(walk)) > 0;) {
    std::vector<float> vectors(static_cast<size_t>(wanted) * dimension);
    // Nodes are in different places, so that the walk has somewhere to go.
    for (size_t i = 0; i < vectors.size(); ++i) {
      vectors[i] = static_cast<float>(leann_walk_wanted(walk)[i / dimension] % 97) / 97;
    }
    if (leann_walk_provide(walk, vectors.data()) != LEANN_OK) std::abort();
  }
  int32_t nodes[3], found = 0;
  float scores[3];
  if (leann_walk_found(walk, nodes, scores, &found) != LEANN_OK || found > 3) std::abort();
  leann_walk_free(walk);
}

#endif  // LEANN_FUZZ_WALK_TO_END_H_
