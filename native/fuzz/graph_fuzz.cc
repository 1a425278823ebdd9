// The graph file: whatever is accepted can be walked to the end, searched and written.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "base/crc32.h"
#include "leann/leann.h"
#include "walk_to_end.h"

namespace {

// Arbitrary codes for the nodes; of few values, because there may be many nodes.
void search_codes(const leann_graph* graph) {
  constexpr int32_t kValues = 16, kTop = 5;
  leann_coder* coder = nullptr;
  if (leann_coder_blind(kValues, 1, 1, &coder) != LEANN_OK) std::abort();
  const std::vector<float> vector(kValues, 0.25f);
  leann_query* query = nullptr;
  if (leann_query_create(coder, vector.data(), &query) != LEANN_OK) std::abort();
  const int32_t n = leann_graph_count(graph);
  std::vector<uint8_t> codes(static_cast<size_t>(n) *
                             static_cast<size_t>(leann_coder_code_bytes(coder)));
  for (size_t i = 0; i < codes.size(); ++i) codes[i] = static_cast<uint8_t>(i * 37 % 251);
  std::vector<uint64_t> accept(static_cast<size_t>(n) / 64 + 1, 0x5555555555555555);
  int32_t ids[kTop], found = 0;
  float scores[kTop];
  int64_t visited = 0;
  if (leann_graph_search(graph, query, codes.data(), n, accept.data(), kTop, 8, ids, scores, &found,
                         &visited) != LEANN_OK) {
    std::abort();
  }
  if (found != (n + 1) / 2 && found != kTop) std::abort();
  leann_query_free(query);
  leann_coder_free(coder);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // With the correct checksum, which no mutation would find.
  std::vector<uint8_t> file(data, data + size);
  if (size >= 12) {
    const uint32_t crc = leann::crc32(data + 12, size - 12);
    for (size_t i = 0; i < 4; ++i) file[8 + i] = static_cast<uint8_t>(crc >> (8 * i));
  }
  leann_graph* graph = nullptr;
  if (leann_graph_load(file.data(), static_cast<int64_t>(size), &graph) != LEANN_OK) return 0;
  walk_to_end(graph, size % 2 == 0 ? 1 : 8);
  int64_t bytes = 0;
  if (leann_graph_save(graph, nullptr, 0, &bytes) != LEANN_OK) std::abort();
  search_codes(graph);
  leann_graph_free(graph);
  return 0;
}
