#include "graph/coded_search.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "graph/best_first.h"
#include "scan/scan.h"

namespace leann {
namespace {

// Codes that a search scores per node that it keeps; measured at five to ten.
constexpr int64_t kScoredPerKept = 8;

int64_t count_accepted(const uint64_t* accept, int64_t n) {
  if (accept == nullptr) return n;
  int64_t accepted = 0;
  for (int64_t word = 0; word < n / 64; ++word) accepted += __builtin_popcountll(accept[word]);
  if (n % 64 > 0) {
    accepted += __builtin_popcountll(accept[n / 64] & ((uint64_t{1} << (n % 64)) - 1));
  }
  return accepted;
}

}  // namespace

int32_t search_top(const Graph& graph, const Query& query, const Kernels& kernels,
                   const uint8_t* codes, const uint64_t* accept, int32_t top, int32_t complexity,
                   int32_t* ids, float* scores, int64_t* visited) {
  const int64_t accepted = count_accepted(accept, graph.count());
  int64_t scored = 0;
  const auto distances = [&](const int32_t* nodes, size_t count, float* out) {
    score_rows(query, kernels, codes, nodes, static_cast<int32_t>(count), out);
    scored += static_cast<int64_t>(count);
    for (size_t i = 0; i < count; ++i) {
      // A NaN could not be sorted. No code of a valid coder has such a score.
      out[i] = out[i] == out[i] ? -out[i] : std::numeric_limits<float>::infinity();
    }
  };
  const auto distance = [&](int32_t node) {
    float out = 0;
    distances(&node, 1, &out);
    return out;
  };
  std::vector<Near> found;
  const int64_t kept = std::max(top, complexity);
  if (accepted > kScoredPerKept * kept) {
    const auto links = [&](int32_t node, int32_t level) { return graph.of(node, level); };
    const Near start = descend({distance(graph.entry_point), graph.entry_point}, graph.top_level, 1,
                               links, distance);
    std::vector<bool> visited_nodes(static_cast<size_t>(graph.count()));
    found = best_first(
        start, 0, static_cast<size_t>(kept), links, distances,
        [&](int32_t node) {
          const bool first = !visited_nodes[static_cast<size_t>(node)];
          visited_nodes[static_cast<size_t>(node)] = true;
          return first;
        },
        [&](int32_t node) {
          return accept == nullptr || (accept[node / 64] >> (node % 64) & 1) != 0;
        },
        [&] { return scored < accepted; });
  }
  const auto enough = static_cast<size_t>(std::min<int64_t>(top, accepted));
  if (scored >= accepted || found.size() < enough) {
    *visited = scored + accepted;
    return scan_top(query, kernels, codes, graph.count(), accept, top, ids, scores);
  }
  for (size_t i = 0; i < enough; ++i) {
    ids[i] = found[i].node;
    scores[i] = -found[i].distance;
  }
  *visited = scored;
  return static_cast<int32_t>(enough);
}

}  // namespace leann
