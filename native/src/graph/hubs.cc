#include "graph/hubs.h"

#include <algorithm>
#include <numeric>

namespace leann {

std::vector<int32_t> find_hubs(const Graph& graph, int32_t count) {
  std::vector<int64_t> mentions(static_cast<size_t>(graph.count()));
  for (const int32_t node : graph.neighbours) ++mentions[static_cast<size_t>(node)];
  std::vector<int32_t> nodes(mentions.size());
  std::iota(nodes.begin(), nodes.end(), 0);
  std::partial_sort(nodes.begin(), nodes.begin() + count, nodes.end(), [&](int32_t a, int32_t b) {
    const int64_t of_a = mentions[static_cast<size_t>(a)], of_b = mentions[static_cast<size_t>(b)];
    return of_a != of_b ? of_a > of_b : a < b;
  });
  nodes.resize(static_cast<size_t>(count));
  return nodes;
}

}  // namespace leann
