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

constexpr uint32_t fourcc(const char (&name)[5]) {
  return static_cast<uint32_t>(static_cast<uint8_t>(name[0])) |
         static_cast<uint32_t>(static_cast<uint8_t>(name[1])) << 8 |
         static_cast<uint32_t>(static_cast<uint8_t>(name[2])) << 16 |
         static_cast<uint32_t>(static_cast<uint8_t>(name[3])) << 24;
}

constexpr uint32_t kHnswFlat = fourcc("IHNf");
constexpr uint32_t kNoStorage = fourcc("null");
constexpr uint32_t kFlat[] = {fourcc("IxFI"), fourcc("IxF2"), fourcc("IxFl")};

// How faiss numbers its metrics.
constexpr int32_t kInnerProduct = 0, kL2 = 1;

void require(bool condition, const char* what) {
  if (!condition) {
    throw Error(LEANN_CORRUPT, std::string("the index file is damaged: ") + what);
  }
}

Error unsupported(const std::string& what) {
  return Error(LEANN_TOO_NEW,
               "the index file has " + what +
                   "; this version reads HNSW over flat vectors, by inner product or "
                   "squared distance");
}

// A sequence of little-endian values. Throws instead of reading past the end.
class Reader {
 public:
  Reader(const uint8_t* data, uint64_t size) : at_(data), left_(size) {}

  uint64_t left() const { return left_; }

  template <typename T>
  T value() {
    static_assert(std::is_trivially_copyable<T>::value, "read byte by byte");
    require(left_ >= sizeof(T), "it is truncated");
    T value;
    std::memcpy(&value, at_, sizeof(T));
    skip(sizeof(T));
    return value;
  }

  // A count, then that many values.
  template <typename T>
  std::vector<T> array() {
    const uint64_t count = value<uint64_t>();
    require(count <= left_ / sizeof(T), "it is truncated");
    std::vector<T> values(static_cast<size_t>(count));
    if (count > 0) std::memcpy(values.data(), at_, values.size() * sizeof(T));
    skip(count * sizeof(T));
    return values;
  }

  // The value at an offset, without advancing.
  uint64_t peek(uint64_t offset) const {
    Reader ahead(*this);
    require(left_ >= offset, "it is truncated");
    ahead.skip(offset);
    return ahead.value<uint64_t>();
  }

  void skip(uint64_t bytes) {
    require(left_ >= bytes, "it is truncated");
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

// What every faiss index starts with, after its four characters.
Header read_header(Reader* reader) {
  Header header{};
  header.dimension = reader->value<int32_t>();
  header.count = reader->value<int64_t>();
  reader->skip(2 * sizeof(int64_t));  // unused
  reader->skip(1);                    // whether it is trained; always true here
  const auto metric = reader->value<int32_t>();
  if (metric != kInnerProduct && metric != kL2) {
    throw unsupported("metric " + std::to_string(metric));
  }
  header.metric = metric == kL2 ? LEANN_L2 : LEANN_INNER_PRODUCT;
  require(header.dimension >= 1 && header.dimension <= LEANN_MAX_DIMENSION,
          "the dimension is out of range");
  require(header.count >= 0 && header.count <= std::numeric_limits<int32_t>::max() - 1,
          "the number of vectors is out of range");
  return header;
}

// Whether the neighbours are compact, which a byte says. faiss itself writes no such byte; the
// offsets then follow at once and are recognised by their number.
bool read_is_compact(Reader* reader, uint64_t offsets) {
  if (reader->left() >= sizeof(uint64_t) && reader->peek(0) == offsets) return false;
  const auto flag = reader->value<uint8_t>();
  require(flag <= 1, "the mark of compact neighbours is wrong");
  return flag == 1;
}

void require_ascending(const std::vector<uint64_t>& offsets, uint64_t end, const char* what) {
  uint64_t last = 0;
  for (uint64_t offset : offsets) {
    require(offset >= last && offset <= end, what);
    last = offset;
  }
}

// Lists of a fixed size per level; unused entries are -1.
struct PaddedLists {
  std::vector<uint64_t> offsets;     // where each node's lists start
  std::vector<int32_t> level_begin;  // where each level's list starts within them
  std::vector<int32_t> neighbours;
};

void compact_lists(const PaddedLists& padded, const std::vector<int32_t>& levels, Graph* graph) {
  for (size_t i = 0; i < levels.size(); ++i) {
    graph->node_offsets[i] = graph->list_offsets.size();
    require(static_cast<size_t>(levels[i]) < padded.level_begin.size(),
            "the levels of a node are wrong");
    for (int32_t level = 0; level < levels[i]; ++level) {
      graph->list_offsets.push_back(graph->neighbours.size());
      const uint64_t begin = padded.offsets[i] + static_cast<uint64_t>(padded.level_begin[level]);
      const uint64_t end = padded.offsets[i] + static_cast<uint64_t>(padded.level_begin[level + 1]);
      // No list has size 0, which also bounds the memory that a small file can ask for.
      require(begin < end && end <= padded.offsets[i + 1], "a list of neighbours is out of range");
      for (uint64_t j = begin; j < end; ++j) {
        if (padded.neighbours[j] >= 0) graph->neighbours.push_back(padded.neighbours[j]);
      }
    }
    graph->list_offsets.push_back(graph->neighbours.size());
  }
  graph->node_offsets[levels.size()] = graph->list_offsets.size();
}

void require_valid(const Graph& graph, const std::vector<int32_t>& levels) {
  const auto n = static_cast<uint64_t>(graph.count());
  require(graph.node_offsets.back() == graph.list_offsets.size(), "the list offsets are wrong");
  require_ascending(graph.node_offsets, graph.list_offsets.size(), "the node offsets are wrong");
  require_ascending(graph.list_offsets, graph.neighbours.size(), "the list offsets are wrong");
  for (uint64_t i = 0; i < n; ++i) {
    const auto node = static_cast<int32_t>(i);
    require(graph.levels(node) == levels[i], "the levels of a node are wrong");
    for (int32_t level = 0; level < levels[i]; ++level) {
      for (int32_t near : graph.of(node, level)) {
        require(near >= 0 && static_cast<uint64_t>(near) < n, "a neighbour is out of range");
        require(levels[static_cast<size_t>(near)] > level, "a neighbour lacks the level");
      }
    }
  }
  if (n == 0) {
    require(graph.entry_point == -1, "the entry point is wrong");
    return;
  }
  require(graph.entry_point >= 0 && static_cast<uint64_t>(graph.entry_point) < n,
          "the entry point is wrong");
  require(graph.top_level >= 0 && graph.top_level < levels[static_cast<size_t>(graph.entry_point)],
          "the top level is wrong");
}

void read_vectors(uint32_t kind, Reader* reader, Graph* graph) {
  bool flat = false;
  for (uint32_t known : kFlat) flat = flat || kind == known;
  if (!flat) throw unsupported("vectors of another kind");
  const Header header = read_header(reader);
  require(header.dimension == graph->dimension && header.count == graph->count(),
          "the vectors have the wrong size");
  graph->vectors = reader->array<float>();
  require(graph->vectors.size() ==
              static_cast<uint64_t>(header.count) * static_cast<uint64_t>(header.dimension),
          "the number of vector values is wrong");
  for (float value : graph->vectors) require(std::isfinite(value), "a vector value is not finite");
}

// What faiss writes into unused fields.
constexpr int64_t kUnused = 1 << 20;

// Its default parameters for building and searching; a search passes its own.
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

// The parameter m: no node has more neighbours above level 0, or more than 2 * m on level 0.
int32_t max_neighbours(const Graph& graph) {
  int64_t m = 2;
  for (int32_t node = 0; node < graph.count(); ++node) {
    for (int32_t level = 0; level < graph.levels(node); ++level) {
      const Neighbours near = graph.of(node, level);
      const int64_t degree = near.end() - near.begin();
      m = std::max(m, level == 0 ? (degree + 1) / 2 : degree);
    }
  }
  return static_cast<int32_t>(m);
}

}  // namespace

std::vector<uint8_t> write_hnsw_file(const Graph& graph) {
  const int32_t m = max_neighbours(graph);
  std::vector<double> level_shares;
  std::vector<int32_t> level_begin = {0};
  // faiss draws levels so that each has 1/m of the nodes of the one below.
  const double scale = 1 / std::log(static_cast<double>(m));
  for (int32_t level = 0; level <= graph.top_level || level == 0; ++level) {
    level_shares.push_back(std::exp(-level / scale) * (1 - std::exp(-1 / scale)));
    level_begin.push_back(level_begin.back() + (level == 0 ? 2 * m : m));
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
  out.array(level_shares);
  out.array(level_begin);
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
  Reader reader(data, static_cast<uint64_t>(size));
  const auto kind = reader.value<uint32_t>();
  if (kind != kHnswFlat) throw unsupported("another kind of index");
  const Header header = read_header(&reader);
  Graph graph;
  graph.dimension = header.dimension;
  graph.metric = header.metric;
  reader.array<double>();  // the share of the nodes on each level, which only building needs
  PaddedLists padded;
  padded.level_begin = reader.array<int32_t>();
  int32_t last = 0;
  for (int32_t begin : padded.level_begin) {
    require(begin >= last, "the level sizes are wrong");
    last = begin;
  }
  const std::vector<int32_t> levels = reader.array<int32_t>();
  require(levels.size() == static_cast<uint64_t>(header.count), "the number of levels is wrong");
  for (int32_t level : levels)
    require(level >= 1 && level <= kMaxLevels, "the levels of a node are wrong");

  const bool compact = read_is_compact(&reader, levels.size() + 1);
  if (compact) {
    graph.list_offsets = reader.array<uint64_t>();
    graph.node_offsets = reader.array<uint64_t>();
    require(graph.node_offsets.size() == levels.size() + 1, "the node offsets are wrong");
  } else {
    padded.offsets = reader.array<uint64_t>();
    require(padded.offsets.size() == levels.size() + 1, "the node offsets are wrong");
    padded.neighbours = reader.array<int32_t>();
    require_ascending(padded.offsets, padded.neighbours.size(), "the node offsets are wrong");
    graph.node_offsets.resize(levels.size() + 1);
    compact_lists(padded, levels, &graph);
  }
  graph.entry_point = reader.value<int32_t>();
  graph.top_level = reader.value<int32_t>();
  reader.skip(3 * sizeof(int32_t));  // parameters for building and searching
  uint32_t storage = kNoStorage;
  if (compact) {
    storage = reader.value<uint32_t>();
    graph.neighbours = reader.array<int32_t>();
  } else if (reader.left() > 0) {
    storage = reader.value<uint32_t>();
  }
  require_valid(graph, levels);
  if (storage != kNoStorage) read_vectors(storage, &reader, &graph);
  return graph;
}

}  // namespace leann
