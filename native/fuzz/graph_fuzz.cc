// The graph file: whatever is accepted must be walked to its end and be written again.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "coder/crc32.h"
#include "leann/leann.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // With the right checksum, which no mutation would hit.
  std::vector<uint8_t> file(data, data + size);
  if (size >= 12) {
    const uint32_t crc = leann::crc32(data + 12, size - 12);
    for (size_t i = 0; i < 4; ++i) file[8 + i] = static_cast<uint8_t>(crc >> (8 * i));
  }
  leann_graph* graph = nullptr;
  if (leann_graph_load(file.data(), static_cast<int64_t>(size), &graph) != LEANN_OK) return 0;
  const auto dimension = static_cast<size_t>(leann_graph_dimension(graph));
  const std::vector<float> query(dimension, 0.5f);
  leann_walk* walk = nullptr;
  if (leann_walk_create(graph, query.data(), 3, 16, &walk) != LEANN_OK) std::abort();
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
  int64_t bytes = 0;
  if (leann_graph_save(graph, nullptr, 0, &bytes) != LEANN_OK) std::abort();
  leann_walk_free(walk);
  leann_graph_free(graph);
  return 0;
}
