#include "graph/graph_file.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/crc32.h"
#include "base/error.h"
#include "graph/bits.h"
#include "graph/order.h"

namespace leann {
namespace {

constexpr char kMagic[] = {'L', 'N', 'G', 'R'};
constexpr uint32_t kVersion = 1;        // the version written
constexpr uint32_t kOldestVersion = 1;  // the oldest version still read
constexpr uint32_t kNoEntryPoint = 0xffffffffu;

// Offsets of the fields of the header, which are little-endian.
constexpr size_t kVersionAt = 4, kCrcAt = 8, kDimensionAt = 12, kMetricAt = 16, kCountAt = 20,
                 kEntryPointAt = 24, kEdgesAt = 28, kHeaderBytes = 36;

// The links between two nodes; forward is from the earlier to the later one in the order.
constexpr uint32_t kForward = 1, kBackward = 2, kBoth = 3;

void require(bool condition, const char* what) {
  if (!condition) {
    throw Error(LEANN_CORRUPT, std::string("the graph file is damaged: ") + what);
  }
}

void put_value(uint64_t value, size_t at, size_t bytes, std::string* out) {
  for (size_t i = 0; i < bytes; ++i) (*out)[at + i] = static_cast<char>(value >> (8 * i) & 0xff);
}

uint64_t get_value(const uint8_t* data, size_t at, size_t bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes; ++i) value |= uint64_t{data[at + i]} << (8 * i);
  return value;
}

// The nodes of each level, in the given order.
std::vector<std::vector<int32_t>> nodes_by_level(const std::vector<int32_t>& order,
                                                 const std::vector<int32_t>& levels) {
  std::vector<std::vector<int32_t>> nodes;
  for (int32_t node : order) {
    const auto of_node = static_cast<size_t>(levels[static_cast<size_t>(node)]);
    if (nodes.size() < of_node) nodes.resize(of_node);
    for (size_t level = 0; level < of_node; ++level) nodes[level].push_back(node);
  }
  return nodes;
}

// --- writing ---------------------------------------------------------------------------------------

struct Pair {
  int32_t earlier, later;  // positions among the level's nodes
  uint32_t links;

  bool operator<(const Pair& other) const {
    return std::tie(earlier, later) < std::tie(other.earlier, other.later);
  }
};

// The pairs of linked nodes on one level, without duplicates.
std::vector<Pair> linked_pairs(const Graph& graph, int32_t level,
                               const std::vector<int32_t>& nodes) {
  std::vector<int32_t> positions(static_cast<size_t>(graph.count()));
  for (size_t i = 0; i < nodes.size(); ++i) {
    positions[static_cast<size_t>(nodes[i])] = static_cast<int32_t>(i);
  }
  std::vector<Pair> all;
  for (int32_t node : nodes) {
    const int32_t from = positions[static_cast<size_t>(node)];
    for (int32_t near : graph.of(node, level)) {
      const int32_t to = positions[static_cast<size_t>(near)];
      if (from < to) all.push_back({from, to, kForward});
      if (from > to) all.push_back({to, from, kBackward});
    }
  }
  std::sort(all.begin(), all.end());
  size_t kept = 0;
  for (const Pair& pair : all) {
    if (kept > 0 && !(all[kept - 1] < pair)) {
      all[kept - 1].links |= pair.links;
    } else {
      all[kept++] = pair;
    }
  }
  all.resize(kept);
  return all;
}

// Returns the number of edges written.
uint64_t write_level(const std::vector<Pair>& pairs, size_t nodes, BitWriter* bits) {
  uint64_t edges = 0;
  auto pair = pairs.begin();
  for (size_t i = 0; i < nodes; ++i) {
    auto last = static_cast<int32_t>(i);
    const auto end =
        std::find_if(pair, pairs.end(), [&](const Pair& p) { return p.earlier != last; });
    bits->put_zeta(static_cast<uint64_t>(end - pair) + 1);
    for (; pair != end; ++pair) {
      bits->put_zeta(static_cast<uint64_t>(pair->later - last));
      last = pair->later;
      bits->put(pair->links == kBoth ? 1 : 0, 1);
      if (pair->links != kBoth) bits->put(pair->links == kForward ? 1 : 0, 1);
      edges += pair->links == kBoth ? 2 : 1;
    }
  }
  return edges;
}

// --- reading ---------------------------------------------------------------------------------------

std::vector<int32_t> read_order(uint64_t count, BitReader* bits) {
  const int32_t width = width_below(count);
  require(count * static_cast<uint64_t>(width) <= bits->left(), "it has too many nodes");
  std::vector<int32_t> order;
  order.reserve(count);
  std::vector<bool> seen(count);
  for (uint64_t i = 0; i < count; ++i) {
    const uint64_t node = bits->get(width);
    require(node < count && !seen[node], "the order of the nodes is invalid");
    seen[node] = true;
    order.push_back(static_cast<int32_t>(node));
  }
  return order;
}

// Calls visit(level, from, to) for every edge.
template <typename Visit>
void for_each_edge(BitReader* bits, const std::vector<std::vector<int32_t>>& nodes_of,
                   Visit visit) {
  for (size_t level = 0; level < nodes_of.size(); ++level) {
    const std::vector<int32_t>& nodes = nodes_of[level];
    for (size_t i = 0; i < nodes.size(); ++i) {
      size_t last = i;
      for (uint64_t pairs = bits->get_zeta() - 1; pairs > 0; --pairs) {
        const uint64_t gap = bits->get_zeta();
        require(gap < nodes.size() - last, "a neighbour is out of range");
        last += gap;
        const bool both = bits->get(1) == 1;
        const bool forward = both || bits->get(1) == 1;
        if (forward) visit(static_cast<int32_t>(level), nodes[i], nodes[last]);
        if (both || !forward) visit(static_cast<int32_t>(level), nodes[last], nodes[i]);
      }
    }
  }
}

// Fills offsets and neighbours. Reads the edges twice, so that no list has to grow.
void read_lists(const std::vector<int32_t>& levels, uint64_t edges, BitReader* bits,
                const std::vector<std::vector<int32_t>>& nodes_of, Graph* graph) {
  for (int32_t of_node : levels) {
    const uint64_t lists = graph->node_offsets.back() + static_cast<uint64_t>(of_node) + 1;
    graph->node_offsets.push_back(lists);
  }
  const auto list = [graph](int32_t level, int32_t node) {
    return graph->node_offsets[static_cast<size_t>(node)] + static_cast<uint64_t>(level);
  };
  std::vector<uint64_t>& offsets = graph->list_offsets;
  offsets.resize(graph->node_offsets.back());  // sizes first
  BitReader again(*bits);
  uint64_t read = 0;
  for_each_edge(bits, nodes_of, [&](int32_t level, int32_t from, int32_t) {
    ++offsets[list(level, from)];
    ++read;
  });
  require(read == edges, "the number of edges is wrong");
  uint64_t begin = 0;
  for (uint64_t& offset : offsets) begin += std::exchange(offset, begin);
  graph->neighbours.resize(edges);
  // This moves each list's offset to its end, where the next list starts.
  for_each_edge(&again, nodes_of, [&](int32_t level, int32_t from, int32_t to) {
    graph->neighbours[offsets[list(level, from)]++] = to;
  });
  uint64_t last = 0;
  for (uint64_t& offset : offsets) {
    std::sort(graph->neighbours.begin() + static_cast<std::ptrdiff_t>(last),
              graph->neighbours.begin() + static_cast<std::ptrdiff_t>(offset));
    last = std::exchange(offset, last);
  }
}

void require_readable(const uint8_t* data, size_t size) {
  if (size < sizeof kMagic || std::memcmp(data, kMagic, sizeof kMagic) != 0) {
    throw Error(LEANN_CORRUPT, "this is not a graph file");
  }
  require(size >= kHeaderBytes, "it is truncated");
  const uint64_t version = get_value(data, kVersionAt, 4);
  require(version != 0, "its version is missing");
  if (version < kOldestVersion) {
    throw Error(LEANN_TOO_OLD, "the graph file has version " + std::to_string(version) +
                                   ", which is no longer read");
  }
  if (version > kVersion) {
    throw Error(LEANN_TOO_NEW, "the graph file has version " + std::to_string(version) +
                                   "; this library reads versions up to " +
                                   std::to_string(kVersion));
  }
  require(get_value(data, kCrcAt, 4) == crc32(data + kDimensionAt, size - kDimensionAt),
          "its checksum is wrong");
}

}  // namespace

std::string write_graph_file(const Graph& graph) {
  const std::vector<int32_t> order = local_order(graph);
  std::vector<int32_t> levels;
  for (int32_t node = 0; node < graph.count(); ++node) levels.push_back(graph.levels(node));
  BitWriter bits;
  for (int32_t node : order) bits.put(static_cast<uint64_t>(node), width_below(order.size()));
  for (int32_t node : order) {
    bits.put_unary(static_cast<uint32_t>(levels[static_cast<size_t>(node)] - 1));
  }
  uint64_t edges = 0;
  int32_t level = 0;
  for (const std::vector<int32_t>& nodes : nodes_by_level(order, levels)) {
    edges += write_level(linked_pairs(graph, level++, nodes), nodes.size(), &bits);
  }
  std::string file(kHeaderBytes, '\0');
  std::memcpy(&file[0], kMagic, sizeof kMagic);
  put_value(kVersion, kVersionAt, 4, &file);
  put_value(static_cast<uint64_t>(graph.dimension), kDimensionAt, 4, &file);
  put_value(static_cast<uint64_t>(graph.metric), kMetricAt, 4, &file);
  put_value(order.size(), kCountAt, 4, &file);
  put_value(order.empty() ? kNoEntryPoint : static_cast<uint64_t>(graph.entry_point), kEntryPointAt,
            4, &file);
  put_value(edges, kEdgesAt, 8, &file);
  file += bits.bytes();
  put_value(crc32(&file[kDimensionAt], file.size() - kDimensionAt), kCrcAt, 4, &file);
  return file;
}

Graph read_graph_file(const uint8_t* data, size_t size) {
  require_readable(data, size);
  Graph graph;
  const uint64_t dimension = get_value(data, kDimensionAt, 4);
  require(dimension >= 1 && dimension <= LEANN_MAX_DIMENSION, "the dimension is out of range");
  graph.dimension = static_cast<int32_t>(dimension);
  const uint64_t metric = get_value(data, kMetricAt, 4);
  require(metric == LEANN_INNER_PRODUCT || metric == LEANN_L2, "the metric is unknown");
  graph.metric = static_cast<leann_metric>(metric);
  const uint64_t count = get_value(data, kCountAt, 4);
  require(count < std::numeric_limits<int32_t>::max(), "it has too many nodes");

  BitReader bits(data + kHeaderBytes, size - kHeaderBytes);
  const std::vector<int32_t> order = read_order(count, &bits);
  require(count <= bits.left(), "it has too many nodes");
  std::vector<int32_t> levels(count);
  for (int32_t node : order) {
    levels[static_cast<size_t>(node)] = 1 + static_cast<int32_t>(bits.get_unary(kMaxLevels - 1));
  }
  const uint64_t edges = get_value(data, kEdgesAt, 8);
  read_lists(levels, edges, &bits, nodes_by_level(order, levels), &graph);
  require(bits.left() < 8 && bits.get(static_cast<int32_t>(bits.left())) == 0,
          "it has excess bytes");

  const uint64_t entry_point = get_value(data, kEntryPointAt, 4);
  if (count == 0) {
    require(entry_point == kNoEntryPoint, "the entry point is wrong");
    return graph;
  }
  require(entry_point < count, "the entry point is wrong");
  graph.entry_point = static_cast<int32_t>(entry_point);
  graph.top_level = *std::max_element(levels.begin(), levels.end()) - 1;
  require(levels[entry_point] - 1 == graph.top_level, "the entry point is wrong");
  return graph;
}

}  // namespace leann
