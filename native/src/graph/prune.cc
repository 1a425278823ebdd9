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

void sort_once(std::vector<Near>* list) {
  std::sort(list->begin(), list->end());
  const auto same = [](const Near& a, const Near& b) { return a.node == b.node; };
  list->erase(std::unique(list->begin(), list->end(), same), list->end());
}

void choose(const Space& space, const std::vector<size_t>& most, NearLists* lists) {
  for (size_t i = 0; i < lists->size(); ++i) {
    sort_once(&(*lists)[i]);
    select_neighbours(space, most[i], &(*lists)[i]);
  }
}

// All that each node is linked with, in either direction.
NearLists linked_with(const Space& space, const Graph& graph) {
  NearLists lists(static_cast<size_t>(graph.count()));
  for (int32_t node = 0; node < graph.count(); ++node) {
    for (int32_t near : graph.of(node, 0)) {
      if (near == node) continue;  // a graph of others' making may have such links
      const float apart = space.between(node, near);
      lists[static_cast<size_t>(node)].push_back({apart, near});
      lists[static_cast<size_t>(near)].push_back({apart, node});
    }
  }
  for (std::vector<Near>& list : lists) sort_once(&list);
  return lists;
}

// How many links each node may keep on level 0.
std::vector<size_t> budgets(const Graph& graph, const NearLists& linked, int32_t low_degree,
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
  std::vector<size_t> budgets(n, static_cast<size_t>(low_degree));
  const auto hubs = static_cast<size_t>(std::llround(hub_share * static_cast<double>(n)));
  for (size_t i = 0; i < std::min(hubs, n); ++i) {
    budgets[static_cast<size_t>(order[i])] = static_cast<size_t>(longest);
  }
  return budgets;
}

}  // namespace

Graph prune_graph(const Space& space, const Graph& graph, int32_t low_degree, double hub_share) {
  const NearLists linked = linked_with(space, graph);
  const std::vector<size_t> most = budgets(graph, linked, low_degree, hub_share);
  NearLists lists = linked;
  choose(space, most, &lists);
  const NearLists chosen = lists;
  for (size_t i = 0; i < chosen.size(); ++i) {
    for (const Near& near : chosen[i]) {
      lists[static_cast<size_t>(near.node)].push_back({near.distance, static_cast<int32_t>(i)});
    }
  }
  choose(space, most, &lists);
  if (graph.count() > 0) keep_in_reach(graph.entry_point, linked, most, &lists);

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
