// The two searches that HNSW (arXiv 1603.09320) is made of, for whoever knows all distances.
#ifndef LEANN_GRAPH_BEST_FIRST_H_
#define LEANN_GRAPH_BEST_FIRST_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <vector>

#include "graph/select.h"

namespace leann {

// From `start` down from level `from` to level `to`, ever nearer. links(node, level) are a node's
// Neighbours, distance(node) is how far it is.
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

// The `most` >= 1 nearest of what accept(node) takes that a best-first search of one level meets, nearest
// first. distances(nodes, count, out) are those of all of a node's neighbours at once, as reading them together
// takes less time than one by one; see(node) is true once a node; go_on() false ends the search early.
template <typename Links, typename Distances, typename See, typename Accept, typename GoOn>
std::vector<Near> best_first(const Near& start, int32_t level, size_t most, const Links& links,
                             const Distances& distances, const See& see, const Accept& accept,
                             const GoOn& go_on) {
  const auto nearer = [](const Near& a, const Near& b) { return b < a; };
  std::priority_queue<Near, std::vector<Near>, decltype(nearer)> next(nearer);
  std::vector<Near> best;  // a heap, the farthest first
  const auto meet = [&](const Near& found) {
    if (best.size() == most && !(found < best.front())) return;
    next.push(found);
    if (!accept(found.node)) return;
    if (best.size() == most) {
      std::pop_heap(best.begin(), best.end());
      best[most - 1] = found;
    } else {
      best.push_back(found);
    }
    std::push_heap(best.begin(), best.end());
  };
  std::vector<int32_t> met;
  std::vector<float> far;
  see(start.node);
  meet(start);
  while (!next.empty() && go_on()) {
    const Near from = next.top();
    if (best.size() == most && best.front() < from) break;
    next.pop();
    met.clear();
    for (int32_t node : links(from.node, level)) {
      if (see(node)) met.push_back(node);
    }
    far.resize(met.size());
    distances(met.data(), met.size(), far.data());
    for (size_t i = 0; i < met.size(); ++i) meet({far[i], met[i]});
  }
  std::sort_heap(best.begin(), best.end());
  return best;
}

}  // namespace leann

#endif  // LEANN_GRAPH_BEST_FIRST_H_
