#include "graph/build.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <numeric>
#include <tuple>
#include <vector>

#include "base/parallel.h"
#include "base/random.h"
#include "graph/best_first.h"
#include "graph/links.h"
#include "graph/select.h"

namespace leann {
namespace {

// A batch has at most 1 / kBatchDivisor as many nodes as the graph that it searches.
constexpr int32_t kBatchDivisor = 4;

// The number of levels of each node: more than l with probability m^-l, like floor(-ln(u) / ln(m)),
// but without logarithms, whose rounding differs between platforms.
std::vector<int32_t> draw_levels(int32_t n, int32_t m, uint64_t* random) {
  std::vector<int32_t> levels(static_cast<size_t>(n), 1);
  for (int32_t& level : levels) {
    while (level < kMaxLevels && next_random(random) % static_cast<uint64_t>(m) == 0) ++level;
  }
  return levels;
}

// The order of insertion. Nodes with more levels come first, as in faiss: the first node then stays
// the entry point, and a level is complete before nodes that lack it are inserted. Otherwise
// random, so that sorted input does not fill a batch with each other's neighbours.
std::vector<int32_t> draw_order(const std::vector<int32_t>& levels, uint64_t* random) {
  std::vector<uint64_t> keys(levels.size());
  for (uint64_t& key : keys) key = next_random(random);
  std::vector<int32_t> order(levels.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
    const auto i = static_cast<size_t>(a), j = static_cast<size_t>(b);
    return std::make_tuple(-levels[i], keys[i], a) < std::make_tuple(-levels[j], keys[j], b);
  });
  return order;
}

// The nodes that a search has visited. Clearing it takes constant time.
class Visited {
 public:
  explicit Visited(size_t nodes) : searches_(nodes, 0) {}

  void clear() {
    if (++search_ == 0) {
      std::fill(searches_.begin(), searches_.end(), 0);
      search_ = 1;
    }
  }

  // True if the node is new.
  bool add(int32_t node) {
    uint32_t& last = searches_[static_cast<size_t>(node)];
    if (last == search_) return false;
    last = search_;
    return true;
  }

 private:
  std::vector<uint32_t> searches_;  // the last search that visited each node
  uint32_t search_ = 0;
};

// One Visited for each searching thread, kept from batch to batch because each is as large as the
// graph.
class VisitedPool {
 public:
  explicit VisitedPool(size_t nodes) : nodes_(nodes) {}

  std::unique_ptr<Visited> acquire() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.empty()) return std::make_unique<Visited>(nodes_);
    std::unique_ptr<Visited> visited = std::move(idle_.back());
    idle_.pop_back();
    return visited;
  }

  void release(std::unique_ptr<Visited> visited) {
    const std::lock_guard<std::mutex> lock(mutex_);
    idle_.push_back(std::move(visited));
  }

 private:
  const size_t nodes_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Visited>> idle_;
};

// A link that is not in its list yet.
struct Link {
  int32_t level, from;
  Near to;

  bool operator<(const Link& other) const {
    return std::tie(level, from, to) < std::tie(other.level, other.from, other.to);
  }
  bool same_list(const Link& other) const { return level == other.level && from == other.from; }
};

class Builder {
 public:
  Builder(const Space& space, int32_t n, const BuildOptions& options)
      : space_(space),
        options_(options),
        random_(options.seed),
        levels_(draw_levels(n, options.m, &random_)),
        order_(draw_order(levels_, &random_)),
        links_(levels_, options.m),
        visited_(static_cast<size_t>(n)) {}

  Graph build() {
    for (size_t begin = 0; begin < order_.size();) {
      const size_t size =
          std::clamp<size_t>(begin / kBatchDivisor, 1, static_cast<size_t>(options_.max_batch));
      const size_t end = std::min(order_.size(), begin + size);
      insert(begin, end);
      begin = end;
    }
    Graph graph = links_.graph();
    graph.dimension = space_.dimension;
    graph.metric = space_.metric;
    if (!order_.empty()) {
      graph.entry_point = order_.front();
      graph.top_level = levels(order_.front()) - 1;
    }
    return graph;
  }

 private:
  int32_t levels(int32_t node) const { return levels_[static_cast<size_t>(node)]; }

  // Inserts order_[begin .. end).
  void insert(size_t begin, size_t end) {
    std::vector<std::vector<Link>> back(end - begin);
    parallel_for(static_cast<int64_t>(end - begin), 1, options_.threads,
                 [&](int64_t first, int64_t last) {
                   std::unique_ptr<Visited> visited = visited_.acquire();
                   for (auto i = static_cast<size_t>(first); i < static_cast<size_t>(last); ++i) {
                     connect(begin, begin + i, visited.get(), &back[i]);
                   }
                   visited_.release(std::move(visited));
                 });
    std::vector<Link> links;
    for (const std::vector<Link>& some : back) links.insert(links.end(), some.begin(), some.end());
    add_back_links(std::move(links));
  }

  // Fills the lists of the node at `position` of the order, in the batch that starts at `begin`.
  // The links back to it go to `back`.
  void connect(size_t begin, size_t position, Visited* visited, std::vector<Link>* back) {
    const int32_t node = order_[position];
    std::vector<Near> batch;
    for (size_t i = begin; i < position; ++i) {
      batch.push_back({space_.between(node, order_[i]), order_[i]});
    }
    std::vector<Near> nearest;
    if (begin > 0) nearest.push_back(find_start(node));
    for (int32_t level = levels(node) - 1; level >= 0; --level) {
      if (begin > 0) nearest = search(node, nearest.front(), level, visited);
      // Earlier nodes in the order have all the levels that this one has.
      std::vector<Near> candidates = nearest;
      candidates.insert(candidates.end(), batch.begin(), batch.end());
      std::sort(candidates.begin(), candidates.end());
      const auto limit = static_cast<size_t>(options_.ef_construction);
      if (candidates.size() > limit) candidates.resize(limit);
      select_neighbours(space_, links_.capacity(level), &candidates);
      links_.set(node, level, candidates);
      for (const Near& near : candidates) {
        back->push_back({level, near.node, {near.distance, node}});
      }
    }
  }

  auto links() const {
    return [this](int32_t node, int32_t level) { return links_.of(node, level); };
  }

  auto distance_to(int32_t node) const {
    return [this, node](int32_t near) { return space_.between(node, near); };
  }

  // Where to start searching the node's top level: descends to it from the entry point.
  Near find_start(int32_t node) const {
    const int32_t entry = order_.front();
    return descend({space_.between(node, entry), entry}, levels(entry) - 1, levels(node), links(),
                   distance_to(node));
  }

  // The ef_construction nearest nodes that a search of one level finds, nearest first.
  std::vector<Near> search(int32_t node, const Near& start, int32_t level, Visited* visited) const {
    visited->clear();
    return best_first(
        start, level, static_cast<size_t>(options_.ef_construction), links(),
        [&](const int32_t* nodes, size_t count, float* out) {
          for (size_t i = 0; i < count; ++i) __builtin_prefetch(space_[nodes[i]]);
          for (size_t i = 0; i < count; ++i) out[i] = space_.between(node, nodes[i]);
        },
        [&](int32_t near) { return visited->add(near); }, [](int32_t) { return true; },
        [] { return true; });
  }

  // Adds all new links of a list at once, so that only one thread touches it.
  void add_back_links(std::vector<Link> links) {
    std::sort(links.begin(), links.end());
    std::vector<size_t> lists;  // where the links of each begin, and the end
    for (size_t i = 0; i < links.size(); ++i) {
      if (i == 0 || !links[i].same_list(links[i - 1])) lists.push_back(i);
    }
    lists.push_back(links.size());
    parallel_for(static_cast<int64_t>(lists.size()) - 1, 16, options_.threads,
                 [&](int64_t first, int64_t last) {
                   for (auto i = static_cast<size_t>(first); i < static_cast<size_t>(last); ++i) {
                     add_to_list(&links[lists[i]], links.data() + lists[i + 1]);
                   }
                 });
  }

  void add_to_list(const Link* first, const Link* last) {
    const int32_t node = first->from, level = first->level;
    std::vector<Near> candidates;
    for (int32_t near : links_.of(node, level)) {
      candidates.push_back({space_.between(node, near), near});
    }
    for (const Link* link = first; link != last; ++link) candidates.push_back(link->to);
    std::sort(candidates.begin(), candidates.end());
    select_neighbours(space_, links_.capacity(level), &candidates);
    links_.set(node, level, candidates);
  }

  const Space space_;
  const BuildOptions options_;
  uint64_t random_;
  const std::vector<int32_t> levels_;
  const std::vector<int32_t> order_;
  Links links_;
  VisitedPool visited_;
};

}  // namespace

Graph build_graph(const Space& space, int32_t n, const BuildOptions& options) {
  return Builder(space, n, options).build();
}

}  // namespace leann
