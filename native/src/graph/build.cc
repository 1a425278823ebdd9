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

// A batch is at most this part of the graph that it searches.
constexpr int32_t kBatchShare = 4;

// Levels of each node: l + 1 or more with probability m^-l, as floor(-ln(u) / ln(m)) would give, but
// without logarithms, whose rounding differs between platforms.
std::vector<int32_t> draw_levels(int32_t n, int32_t m, uint64_t* random) {
  std::vector<int32_t> levels(static_cast<size_t>(n), 1);
  for (int32_t& level : levels) {
    while (level < kMaxLevels && next_random(random) % static_cast<uint64_t>(m) == 0) ++level;
  }
  return levels;
}

// Highest levels first, as faiss inserts: then the first node is the entry point for good, and no
// level changes once those below it are being filled. Else at random, so that a caller's sorted
// vectors do not fill a batch with neighbours.
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

// Which nodes a search has seen; forgetting them takes no time.
class Seen {
 public:
  explicit Seen(size_t nodes) : searches_(nodes, 0) {}

  void forget() {
    if (++search_ == 0) {
      std::fill(searches_.begin(), searches_.end(), 0);
      search_ = 1;
    }
  }

  // True if it had not been seen.
  bool add(int32_t node) {
    uint32_t& last = searches_[static_cast<size_t>(node)];
    if (last == search_) return false;
    last = search_;
    return true;
  }

 private:
  std::vector<uint32_t> searches_;  // the last that saw each node
  uint32_t search_ = 0;
};

// One for each thread that is searching, kept from batch to batch, as each holds a number a node.
class SeenPool {
 public:
  explicit SeenPool(size_t nodes) : nodes_(nodes) {}

  std::unique_ptr<Seen> take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.empty()) return std::make_unique<Seen>(nodes_);
    std::unique_ptr<Seen> seen = std::move(idle_.back());
    idle_.pop_back();
    return seen;
  }

  void give_back(std::unique_ptr<Seen> seen) {
    const std::lock_guard<std::mutex> lock(mutex_);
    idle_.push_back(std::move(seen));
  }

 private:
  const size_t nodes_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Seen>> idle_;
};

// A link that a list has not taken in yet.
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
        seen_(static_cast<size_t>(n)) {}

  Graph build() {
    for (size_t begin = 0; begin < order_.size();) {
      const size_t most =
          std::clamp<size_t>(begin / kBatchShare, 1, static_cast<size_t>(options_.largest_batch));
      const size_t end = std::min(order_.size(), begin + most);
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
                   std::unique_ptr<Seen> seen = seen_.take();
                   for (auto i = static_cast<size_t>(first); i < static_cast<size_t>(last); ++i) {
                     connect(begin, begin + i, seen.get(), &back[i]);
                   }
                   seen_.give_back(std::move(seen));
                 });
    std::vector<Link> links;
    for (const std::vector<Link>& some : back) links.insert(links.end(), some.begin(), some.end());
    take_in(std::move(links));
  }

  // Fills the lists of the node at `position`, of a batch that began at `begin`; nothing links to it
  // yet, which `back` is for.
  void connect(size_t begin, size_t position, Seen* seen, std::vector<Link>* back) {
    const int32_t node = order_[position];
    std::vector<Near> batch;
    for (size_t i = begin; i < position; ++i) {
      batch.push_back({space_.between(node, order_[i]), order_[i]});
    }
    std::vector<Near> nearest;
    if (begin > 0) nearest.push_back(enter(node));
    for (int32_t level = levels(node) - 1; level >= 0; --level) {
      if (begin > 0) nearest = search(node, nearest.front(), level, seen);
      // Those before it in the order have all the levels that it has.
      std::vector<Near> candidates = nearest;
      candidates.insert(candidates.end(), batch.begin(), batch.end());
      std::sort(candidates.begin(), candidates.end());
      const auto most = static_cast<size_t>(options_.ef_construction);
      if (candidates.size() > most) candidates.resize(most);
      select_neighbours(space_, links_.room(level), &candidates);
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

  // From the entry point to where the node's own levels begin, ever nearer to it.
  Near enter(int32_t node) const {
    const int32_t entry = order_.front();
    return descend({space_.between(node, entry), entry}, levels(entry) - 1, levels(node), links(),
                   distance_to(node));
  }

  // The ef_construction nearest that a search of one level finds, nearest first.
  std::vector<Near> search(int32_t node, const Near& start, int32_t level, Seen* seen) const {
    seen->forget();
    return best_first(
        start, level, static_cast<size_t>(options_.ef_construction), links(),
        [&](const int32_t* nodes, size_t count, float* out) {
          for (size_t i = 0; i < count; ++i) __builtin_prefetch(space_[nodes[i]]);
          for (size_t i = 0; i < count; ++i) out[i] = space_.between(node, nodes[i]);
        },
        [&](int32_t near) { return seen->add(near); }, [](int32_t) { return true; },
        [] { return true; });
  }

  // Each list takes in all of its new links at once, so that no other thread touches it.
  void take_in(std::vector<Link> links) {
    std::sort(links.begin(), links.end());
    std::vector<size_t> lists;  // where the links of each begin, and the end
    for (size_t i = 0; i < links.size(); ++i) {
      if (i == 0 || !links[i].same_list(links[i - 1])) lists.push_back(i);
    }
    lists.push_back(links.size());
    parallel_for(static_cast<int64_t>(lists.size()) - 1, 16, options_.threads,
                 [&](int64_t first, int64_t last) {
                   for (auto i = static_cast<size_t>(first); i < static_cast<size_t>(last); ++i) {
                     extend(&links[lists[i]], links.data() + lists[i + 1]);
                   }
                 });
  }

  void extend(const Link* first, const Link* last) {
    const int32_t node = first->from, level = first->level;
    std::vector<Near> candidates;
    for (int32_t near : links_.of(node, level)) {
      candidates.push_back({space_.between(node, near), near});
    }
    for (const Link* link = first; link != last; ++link) candidates.push_back(link->to);
    std::sort(candidates.begin(), candidates.end());
    select_neighbours(space_, links_.room(level), &candidates);
    links_.set(node, level, candidates);
  }

  const Space space_;
  const BuildOptions options_;
  uint64_t random_;
  const std::vector<int32_t> levels_;
  const std::vector<int32_t> order_;
  Links links_;
  SeenPool seen_;
};

}  // namespace

Graph build_graph(const Space& space, int32_t n, const BuildOptions& options) {
  return Builder(space, n, options).build();
}

}  // namespace leann
