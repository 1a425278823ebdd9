#include "graph/reach.h"

#include <algorithm>
#include <utility>

namespace leann {
namespace {

constexpr int32_t kUnreached = -1;

class Reach {
 public:
  Reach(const std::vector<size_t>& limits, NearLists* lists)
      : limits_(limits), lists_(*lists), from_(lists->size(), kUnreached) {}

  bool has(int32_t node) const { return from_[static_cast<size_t>(node)] != kUnreached; }

  // Marks all nodes reachable from `node`, which is reached from `from`. Depth first, because a
  // tree with few branches leaves the most links to spare.
  void mark(int32_t from, int32_t node) {
    std::vector<std::pair<int32_t, int32_t>> next{{from, node}};
    while (!next.empty()) {
      const auto [parent, at] = next.back();
      next.pop_back();
      if (has(at)) continue;
      from_[static_cast<size_t>(at)] = parent;
      for (const Near& near : lists_[static_cast<size_t>(at)]) {
        if (!has(near.node)) next.emplace_back(at, near.node);
      }
    }
  }

  // False if no link of `from` can be spared: each is a node's only known way.
  bool link(int32_t from, const Near& to) {
    std::vector<Near>& list = lists_[static_cast<size_t>(from)];
    if (list.size() >= limits_[static_cast<size_t>(from)]) {
      const auto spare = std::find_if(list.rbegin(), list.rend(), [&](const Near& near) {
        return from_[static_cast<size_t>(near.node)] != from;
      });
      if (spare == list.rend()) return false;
      list.erase(std::next(spare).base());
    }
    list.insert(std::upper_bound(list.begin(), list.end(), to), to);
    return true;
  }

 private:
  const std::vector<size_t>& limits_;
  NearLists& lists_;
  std::vector<int32_t> from_;  // the parent of each node in a tree of ways from the start
};

}  // namespace

void keep_reachable(int32_t start, const NearLists& linked, const std::vector<size_t>& limits,
                    NearLists* lists) {
  Reach reach(limits, lists);
  reach.mark(start, start);
  // A node reached late may be the way to an earlier one, hence the rounds.
  for (bool more = true; more;) {
    more = false;
    for (size_t i = 0; i < linked.size(); ++i) {
      const auto node = static_cast<int32_t>(i);
      if (reach.has(node)) continue;
      for (const Near& near : linked[i]) {
        if (!reach.has(near.node) || !reach.link(near.node, {near.distance, node})) continue;
        reach.mark(near.node, node);
        more = true;
        break;
      }
    }
  }
}

}  // namespace leann
