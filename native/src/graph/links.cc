#include "graph/links.h"

namespace leann {

Links::Links(const std::vector<int32_t>& levels, int32_t m) : m_(static_cast<size_t>(m)) {
  lists_.reserve(levels.size() + 1);
  size_t lists = 0;
  for (int32_t of_node : levels) {
    lists_.push_back(lists);
    lists += static_cast<size_t>(of_node);
  }
  lists_.push_back(lists);
  used_.resize(lists);
  neighbours_.resize((lists + levels.size()) * m_);
}

void Links::set(int32_t node, int32_t level, const std::vector<Near>& neighbours) {
  int32_t* out = &neighbours_[begin(node, level)];
  for (const Near& near : neighbours) *out++ = near.node;
  used_[list(node, level)] = static_cast<uint16_t>(neighbours.size());
}

Graph Links::graph() const {
  Graph graph;
  for (size_t i = 0; i + 1 < lists_.size(); ++i) {
    const auto node = static_cast<int32_t>(i);
    const auto levels = static_cast<int32_t>(lists_[i + 1] - lists_[i]);
    for (int32_t level = 0; level < levels; ++level) {
      const Neighbours near = of(node, level);
      graph.add_list({near.begin(), near.end()});
    }
    graph.end_node();
  }
  return graph;
}

}  // namespace leann
