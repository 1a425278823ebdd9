#include "upstream/hnsw_file.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>

#include "base/error.h"

namespace leann {
namespace {

constexpr uint32_t four_characters(const char (&name)[5]) {
  return static_cast<uint32_t>(static_cast<uint8_t>(name[0])) |
         static_cast<uint32_t>(static_cast<uint8_t>(name[1])) << 8 |
         static_cast<uint32_t>(static_cast<uint8_t>(name[2])) << 16 |
         static_cast<uint32_t>(static_cast<uint8_t>(name[3])) << 24;
}

constexpr uint32_t kHnswFlat = four_characters("IHNf");
constexpr uint32_t kNoStorage = four_characters("null");
constexpr uint32_t kFlat[] = {four_characters("IxFI"), four_characters("IxF2"),
                              four_characters("IxFl")};

// faiss's numbers of its metrics.
constexpr int32_t kInnerProduct = 0, kL2 = 1;

void require(bool condition, const char* what) {
  if (!condition) {
    throw Error(LEANN_CORRUPT, std::string("the index file is damaged: ") + what);
  }
}

Error unknown(const std::string& what) {
  return Error(LEANN_TOO_NEW, "the index file has " + what +
                                  "; this version reads HNSW over flat vectors by inner product or "
                                  "squared distance");
}

// Little-endian values one behind the other; every read is within the bytes or throws.
class Bytes {
 public:
  Bytes(const uint8_t* data, uint64_t size) : at_(data), left_(size) {}

  uint64_t left() const { return left_; }

  template <typename T>
  T value() {
    static_assert(std::is_trivially_copyable<T>::value, "read byte by byte");
    require(left_ >= sizeof(T), "it ends in the middle");
    T value;
    std::memcpy(&value, at_, sizeof(T));
    skip(sizeof(T));
    return value;
  }

  // A count, then as many values.
  template <typename T>
  std::vector<T> array(const char* what) {
    const uint64_t count = value<uint64_t>();
    require(count <= left_ / sizeof(T), what);
    std::vector<T> values(static_cast<size_t>(count));
    if (count > 0) std::memcpy(values.data(), at_, values.size() * sizeof(T));
    skip(count * sizeof(T));
    return values;
  }

  // What value() would give.
  uint64_t peek(uint64_t offset) const {
    Bytes ahead(*this);
    require(left_ >= offset, "it ends in the middle");
    ahead.skip(offset);
    return ahead.value<uint64_t>();
  }

  void skip(uint64_t bytes) {
    require(left_ >= bytes, "it ends in the middle");
    at_ += bytes;
    left_ -= bytes;
  }

 private:
  const uint8_t* at_;
  uint64_t left_;
};

struct Header {
  int32_t dimension;
  int64_t count;
  leann_metric metric;
};

// The part that every kind of faiss index begins with, behind its four characters.
Header read_header(Bytes* bytes) {
  Header header{};
  header.dimension = bytes->value<int32_t>();
  header.count = bytes->value<int64_t>();
  bytes->skip(2 * sizeof(int64_t));  // unused
  bytes->skip(1);                    // whether it is trained, which these always are
  const auto metric = bytes->value<int32_t>();
  if (metric != kInnerProduct && metric != kL2) {
    throw unknown("metric " + std::to_string(metric));
  }
  header.metric = metric == kL2 ? LEANN_L2 : LEANN_INNER_PRODUCT;
  require(header.dimension >= 1 && header.dimension <= LEANN_MAX_DIMENSION, "its dimension");
  require(header.count >= 0 && header.count <= std::numeric_limits<int32_t>::max() - 1,
          "its number of vectors");
  return header;
}

// Whether the neighbours are compact, which a byte says here; faiss itself writes none, and where the
// offsets follow at once they tell themselves by their number.
bool read_is_compact(Bytes* bytes, uint64_t offsets) {
  if (bytes->left() >= sizeof(uint64_t) && bytes->peek(0) == offsets) return false;
  const auto flag = bytes->value<uint8_t>();
  require(flag <= 1, "the mark of compact neighbours");
  return flag == 1;
}

void require_rising(const std::vector<uint64_t>& offsets, uint64_t end, const char* what) {
  uint64_t last = 0;
  for (uint64_t offset : offsets) {
    require(offset >= last && offset <= end, what);
    last = offset;
  }
}

// Lists with room for a fixed number a level; what is not used is -1.
struct Roomy {
  std::vector<uint64_t> offsets;     // where each node's lists begin
  std::vector<int32_t> level_begin;  // where a level's list begins within them
  std::vector<int32_t> neighbours;
};

void pack(const Roomy& roomy, const std::vector<int32_t>& levels, Graph* graph) {
  for (size_t i = 0; i < levels.size(); ++i) {
    graph->node_offsets[i] = graph->list_offsets.size();
    require(static_cast<size_t>(levels[i]) < roomy.level_begin.size(), "a node's levels");
    for (int32_t level = 0; level < levels[i]; ++level) {
      graph->list_offsets.push_back(graph->neighbours.size());
      const uint64_t begin = roomy.offsets[i] + static_cast<uint64_t>(roomy.level_begin[level]);
      const uint64_t end = roomy.offsets[i] + static_cast<uint64_t>(roomy.level_begin[level + 1]);
      // Room on every level also bounds the memory that a small file can ask for.
      require(begin < end && end <= roomy.offsets[i + 1], "a list of neighbours");
      for (uint64_t j = begin; j < end; ++j) {
        if (roomy.neighbours[j] >= 0) graph->neighbours.push_back(roomy.neighbours[j]);
      }
    }
    graph->list_offsets.push_back(graph->neighbours.size());
  }
  graph->node_offsets[levels.size()] = graph->list_offsets.size();
}

void require_sound(const Graph& graph, const std::vector<int32_t>& levels) {
  const auto n = static_cast<uint64_t>(graph.count());
  require(graph.node_offsets.back() == graph.list_offsets.size(), "where lists begin");
  require_rising(graph.node_offsets, graph.list_offsets.size(), "where a node's lists begin");
  require_rising(graph.list_offsets, graph.neighbours.size(), "where a list begins");
  for (uint64_t i = 0; i < n; ++i) {
    const auto node = static_cast<int32_t>(i);
    require(graph.levels(node) == levels[i], "a node's levels");
    for (int32_t level = 0; level < levels[i]; ++level) {
      for (int32_t near : graph.of(node, level)) {
        require(near >= 0 && static_cast<uint64_t>(near) < n, "a neighbour");
        require(levels[static_cast<size_t>(near)] > level, "a neighbour's level");
      }
    }
  }
  if (n == 0) {
    require(graph.entry_point == -1, "the entry point");
    return;
  }
  require(graph.entry_point >= 0 && static_cast<uint64_t>(graph.entry_point) < n,
          "the entry point");
  require(graph.top_level >= 0 && graph.top_level < levels[static_cast<size_t>(graph.entry_point)],
          "the top level");
}

void read_vectors(uint32_t kind, Bytes* bytes, Graph* graph) {
  bool flat = false;
  for (uint32_t known : kFlat) flat = flat || kind == known;
  if (!flat) throw unknown("vectors of another kind");
  const Header header = read_header(bytes);
  require(header.dimension == graph->dimension && header.count == graph->count(),
          "the size of its vectors");
  graph->vectors = bytes->array<float>("its vectors");
  require(graph->vectors.size() ==
              static_cast<uint64_t>(header.count) * static_cast<uint64_t>(header.dimension),
          "the number of its values");
  for (float value : graph->vectors) require(std::isfinite(value), "a value that is not finite");
}

// What faiss writes where nothing is meant.
constexpr int64_t kUnused = 1 << 20;

// What it searches and builds with by default; whoever searches says otherwise.
constexpr int32_t kBuildComplexity = 200, kSearchComplexity = 16, kUpperBeam = 1;

class Writer {
 public:
  template <typename T>
  void value(T value) {
    const auto* bytes = reinterpret_cast<const uint8_t*>(&value);
    bytes_.insert(bytes_.end(), bytes, bytes + sizeof(T));
  }

  template <typename T>
  void array(const std::vector<T>& values) {
    value(static_cast<uint64_t>(values.size()));
    const auto* bytes = reinterpret_cast<const uint8_t*>(values.data());
    bytes_.insert(bytes_.end(), bytes, bytes + values.size() * sizeof(T));
  }

  std::vector<uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<uint8_t> bytes_;
};

// The most neighbours on a level above 0; level 0 has room for twice as many.
int32_t connections(const Graph& graph) {
  int64_t most = 2;
  for (int32_t node = 0; node < graph.count(); ++node) {
    for (int32_t level = 0; level < graph.levels(node); ++level) {
      const Neighbours near = graph.of(node, level);
      const int64_t degree = near.end() - near.begin();
      most = std::max(most, level == 0 ? (degree + 1) / 2 : degree);
    }
  }
  return static_cast<int32_t>(most);
}

}  // namespace

std::vector<uint8_t> write_hnsw_file(const Graph& graph) {
  const int32_t m = connections(graph);
  std::vector<double> shares;
  std::vector<int32_t> room = {0};
  // As faiss draws levels: each has 1/m of the nodes of the one below.
  const double spread = 1 / std::log(static_cast<double>(m));
  for (int32_t level = 0; level <= graph.top_level || level == 0; ++level) {
    shares.push_back(std::exp(-level / spread) * (1 - std::exp(-1 / spread)));
    room.push_back(room.back() + (level == 0 ? 2 * m : m));
  }
  std::vector<int32_t> levels;
  for (int32_t node = 0; node < graph.count(); ++node) levels.push_back(graph.levels(node));

  Writer out;
  out.value(kHnswFlat);
  out.value(graph.dimension);
  out.value(static_cast<int64_t>(graph.count()));
  out.value(kUnused);
  out.value(kUnused);
  out.value(uint8_t{1});
  out.value(graph.metric == LEANN_L2 ? kL2 : kInnerProduct);
  out.array(shares);
  out.array(room);
  out.array(levels);
  out.value(uint8_t{1});
  out.array(graph.list_offsets);
  out.array(graph.node_offsets);
  out.value(graph.entry_point);
  out.value(graph.top_level);
  out.value(kBuildComplexity);
  out.value(kSearchComplexity);
  out.value(kUpperBeam);
  out.value(kNoStorage);
  out.array(graph.neighbours);
  return out.take();
}

Graph read_hnsw_file(const uint8_t* data, int64_t size) {
  Bytes bytes(data, static_cast<uint64_t>(size));
  const auto kind = bytes.value<uint32_t>();
  if (kind != kHnswFlat) throw unknown("another kind of index");
  const Header header = read_header(&bytes);
  Graph graph;
  graph.dimension = header.dimension;
  graph.metric = header.metric;
  bytes.array<double>("the shares of levels");
  Roomy roomy;
  roomy.level_begin = bytes.array<int32_t>("the room of levels");
  int32_t last = 0;
  for (int32_t begin : roomy.level_begin) {
    require(begin >= last, "the room of levels");
    last = begin;
  }
  const std::vector<int32_t> levels = bytes.array<int32_t>("the levels");
  require(levels.size() == static_cast<uint64_t>(header.count), "the number of levels");
  for (int32_t level : levels) require(level >= 1 && level <= kMaxLevels, "a node's levels");

  const bool compact = read_is_compact(&bytes, levels.size() + 1);
  if (compact) {
    graph.list_offsets = bytes.array<uint64_t>("where lists begin");
    graph.node_offsets = bytes.array<uint64_t>("where a node's lists begin");
    require(graph.node_offsets.size() == levels.size() + 1, "where a node's lists begin");
  } else {
    roomy.offsets = bytes.array<uint64_t>("where a node's lists begin");
    require(roomy.offsets.size() == levels.size() + 1, "where a node's lists begin");
    roomy.neighbours = bytes.array<int32_t>("the neighbours");
    require_rising(roomy.offsets, roomy.neighbours.size(), "where a node's lists begin");
    graph.node_offsets.resize(levels.size() + 1);
    pack(roomy, levels, &graph);
  }
  graph.entry_point = bytes.value<int32_t>();
  graph.top_level = bytes.value<int32_t>();
  bytes.skip(3 * sizeof(int32_t));  // how it was built and searched
  uint32_t storage = kNoStorage;
  if (compact) {
    storage = bytes.value<uint32_t>();
    graph.neighbours = bytes.array<int32_t>("the neighbours");
  } else if (bytes.left() > 0) {
    storage = bytes.value<uint32_t>();
  }
  require_sound(graph, levels);
  if (storage != kNoStorage) read_vectors(storage, &bytes, &graph);
  return graph;
}

}  // namespace leann
