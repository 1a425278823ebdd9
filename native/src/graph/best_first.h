// The two searches of HNSW (arXiv 1603.09320), for callers that can compute any distance at once.
#ifndef LEANN_GRAPH_BEST_FIRST_H_
#define LEANN_GRAPH_BEST_FIRST_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <vector>

#include "graph/select.h"

namespace leann {

// Greedy search from `start`, down from level `from` to level `to`. links(node, level) gives a
// node's Neighbours, distance(node) its distance from the query.
template <typename Links, typename Distance>
Near descend(Near start, int32_t from, int32_t to, const Links& links, const Distance& distance) {
  for (int32_t level = from; level >= to; --level) {
    for (bool moved = true; moved;) {
      moved = false;
      for (int32_t node : links(start.node, level)) {
        const Near other{distance(node), node};
        if (other.distance < start.distance) {
          start = other;
          moved = true;
        }
      }
    }
  }
  return start;
}

// Best-first search of one level. Returns the `limit` >= 1 nearest nodes that it finds and
// accept(node) allows, nearest first. distances(nodes, count, out) computes the distances of
// several nodes at once, which is faster than one by one; visit(node) is true for a node's first
// visit only; the search ends early when proceed() is false.
template <typename Links, typename Distances, typename Visit, typename Accept, typename Proceed>
std::vector<Near> best_first(const Near& start, int32_t level, size_t limit, const Links& links,
                             const Distances& distances, const Visit& visit, const Accept& accept,
                             const Proceed& proceed) {
  const auto nearer = [](const Near& a, const Near& b) { return b < a; };
  std::priority_queue<Near, std::vector<Near>, decltype(nearer)> next(nearer);
  std::vector<Near> best;  // a heap with the farthest on top
  const auto add = [&](const Near& near) {
    if (best.size() == limit && !(near < best.front())) return;
    next.push(near);
    if (!accept(near.node)) return;
    if (best.size() == limit) {
      std::pop_heap(best.begin(), best.end());
      best[limit - 1] = near;
    } else {
      best.push_back(near);
    }
    std::push_heap(best.begin(), best.end());
  };
  std::vector<int32_t> fresh;
  std::vector<float> found;
  visit(start.node);
  add(start);
  while (!next.empty() && proceed()) {
    const Near from = next.top();
    if (best.size() == limit && best.front() < from) break;
    next.pop();
    fresh.clear();
    for (int32_t node : links(from.node, level)) {
      if (visit(node)) fresh.push_back(node);
    }
    found.resize(fresh.size());
    distances(fresh.data(), fresh.size(), found.data());
    for (size_t i = 0; i < fresh.size(); ++i) add({found[i], fresh[i]});
  }
  std::sort_heap(best.begin(), best.end());
  return best;
}

}  // namespace leann

#endif  // LEANN_GRAPH_BEST_FIRST_H_
