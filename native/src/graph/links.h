// A graph under construction: lists with a fixed capacity.
#ifndef LEANN_GRAPH_LINKS_H_
#define LEANN_GRAPH_LINKS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "graph/graph.h"
#include "graph/select.h"

namespace leann {

// Different lists may be read and written by different threads at the same time.
class Links {
 public:
  // Capacity for 2 * m neighbours on level 0 and m on each level above. Node i has levels[i] >= 1.
  Links(const std::vector<int32_t>& levels, int32_t m);

  size_t capacity(int32_t level) const { return level == 0 ? 2 * m_ : m_; }

  Neighbours of(int32_t node, int32_t level) const {
    const int32_t* first = &neighbours_[begin(node, level)];
    return {first, first + used_[list(node, level)]};
  }

  // At most capacity(level) neighbours.
  void set(int32_t node, int32_t level, const std::vector<Near>& neighbours);

  // All lists. The caller fills in the entry point, the metric and the dimension.
  Graph graph() const;

 private:
  size_t list(int32_t node, int32_t level) const {
    return lists_[static_cast<size_t>(node)] + static_cast<size_t>(level);
  }

  // Every list has capacity m, and the first one of each node m more.
  size_t begin(int32_t node, int32_t level) const {
    return (list(node, level) + static_cast<size_t>(node) + (level > 0 ? 1 : 0)) * m_;
  }

  const size_t m_;
  std::vector<size_t> lists_;   // the first list of each node, then the number of lists
  std::vector<uint16_t> used_;  // number of neighbours in each list
  std::vector<int32_t> neighbours_;
};

}  // namespace leann

#endif  // LEANN_GRAPH_LINKS_H_
