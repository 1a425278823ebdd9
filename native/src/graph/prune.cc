#include "graph/prune.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "graph/reach.h"
#include "graph/select.h"

namespace leann {
namespace {

void sort_unique(std::vector<Near>* list) {
  std::sort(list->begin(), list->end());
  const auto same = [](const Near& a, const Near& b) { return a.node == b.node; };
  list->erase(std::unique(list->begin(), list->end(), same), list->end());
}

void select_all(const Space& space, const std::vector<size_t>& limits, NearLists* lists) {
  for (size_t i = 0; i < lists->size(); ++i) {
    sort_unique(&(*lists)[i]);
    select_neighbours(space, limits[i], &(*lists)[i]);
  }
}

// The nodes that each node is linked with, in either direction.
NearLists all_links(const Space& space, const Graph& graph) {
  NearLists lists(static_cast<size_t>(graph.count()));
  for (int32_t node = 0; node < graph.count(); ++node) {
    for (int32_t near : graph.of(node, 0)) {
      if (near == node) continue;  // graphs from other programs may have such links
      const float distance = space.between(node, near);
      lists[static_cast<size_t>(node)].push_back({distance, near});
      lists[static_cast<size_t>(near)].push_back({distance, node});
    }
  }
  for (std::vector<Near>& list : lists) sort_unique(&list);
  return lists;
}

// The maximum number of links of each node on level 0.
std::vector<size_t> link_limits(const Graph& graph, const NearLists& linked, int32_t low_degree,
                                double hub_share) {
  const size_t n = linked.size();
  std::vector<int32_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
    const size_t of_a = linked[static_cast<size_t>(a)].size();
    const size_t of_b = linked[static_cast<size_t>(b)].size();
    return of_a != of_b ? of_a > of_b : a < b;
  });
  std::ptrdiff_t longest = low_degree;
  for (int32_t node = 0; node < graph.count(); ++node) {
    const Neighbours list = graph.of(node, 0);
    longest = std::max(longest, list.end() - list.begin());
  }
  std::vector<size_t> limits(n, static_cast<size_t>(low_degree));
  const auto hubs = static_cast<size_t>(std::llround(hub_share * static_cast<double>(n)));
  for (size_t i = 0; i < std::min(hubs, n); ++i) {
    limits[static_cast<size_t>(order[i])] = static_cast<size_t>(longest);
  }
  return limits;
}

}  // namespace

Graph prune_graph(const Space& space, const Graph& graph, int32_t low_degree, double hub_share) {
  const NearLists linked = all_links(space, graph);
  const std::vector<size_t> limits = link_limits(graph, linked, low_degree, hub_share);
  NearLists lists = linked;
  select_all(space, limits, &lists);
  const NearLists selected = lists;
  for (size_t i = 0; i < selected.size(); ++i) {
    for (const Near& near : selected[i]) {
      lists[static_cast<size_t>(near.node)].push_back({near.distance, static_cast<int32_t>(i)});
    }
  }
  select_all(space, limits, &lists);
  if (graph.count() > 0) keep_reachable(graph.entry_point, linked, limits, &lists);

  Graph pruned;
  pruned.dimension = graph.dimension;
  pruned.metric = graph.metric;
  pruned.entry_point = graph.entry_point;
  pruned.top_level = graph.top_level;
  for (int32_t node = 0; node < graph.count(); ++node) {
    std::vector<int32_t> kept;
    for (const Near& near : lists[static_cast<size_t>(node)]) kept.push_back(near.node);
    pruned.add_list(kept);
    for (int32_t level = 1; level < graph.levels(node); ++level) {
      const Neighbours list = graph.of(node, level);
      pruned.add_list({list.begin(), list.end()});
    }
    pruned.end_node();
  }
  return pruned;
}

}  // namespace leann
