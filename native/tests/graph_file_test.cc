// Graph files: what is written can be read, and damaged files do no harm.
#include "graph/graph_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "base/crc32.h"
#include "graph/bits.h"
#include "graph/build.h"
#include "graph/order.h"
#include "graphs.h"
#include "handles.h"
#include "neighbourhoods.h"
#include "synthetic.h"

namespace leann {
namespace {

constexpr int32_t kDimension = 8;
constexpr size_t kVersionAt = 4, kCrcAt = 8, kCheckedFrom = 12, kMetricAt = 16, kEntryPointAt = 24,
                 kEdgesAt = 28;

Graph built(int32_t n, leann_metric metric, uint64_t seed, int32_t m = 6) {
  const std::vector<float> x = clustered_vectors(n, kDimension, seed);
  BuildOptions options;
  options.m = m;
  options.ef_construction = 40;
  options.seed = seed;
  return build_graph(space_of(x, kDimension, metric), n, options);
}

std::vector<uint8_t> file_of(const Graph& graph) {
  const std::string file = write_graph_file(graph);
  return {file.begin(), file.end()};
}

// So that the checksum does not hide other damage.
void correct_checksum(std::vector<uint8_t>* file) {
  const uint32_t crc = crc32(file->data() + kCheckedFrom, file->size() - kCheckedFrom);
  for (size_t i = 0; i < 4; ++i) (*file)[kCrcAt + i] = static_cast<uint8_t>(crc >> (8 * i));
}

leann_status load_with(std::vector<uint8_t> file, size_t at, uint8_t value) {
  file[at] = value;
  correct_checksum(&file);
  GraphHandle graph;
  return load(file, &graph);
}

TEST(GraphFile, ReadsTheBitsItWrote) {
  std::mt19937_64 random(test_seed());
  std::vector<std::pair<uint64_t, int32_t>> numbers;
  BitWriter writer;
  for (int32_t i = 0; i < 3000; ++i) {
    const auto width = static_cast<int32_t>(random() % 33);
    const uint64_t value = random() & ((uint64_t{1} << width) - 1);
    numbers.emplace_back(value, width);
    writer.put(value, width);
    writer.put_zeta(value + 1);
    writer.put_unary(static_cast<uint32_t>(width));
  }
  const std::string& bytes = writer.bytes();
  BitReader reader(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  for (const auto& number : numbers) {
    ASSERT_EQ(number.first, reader.get(number.second));
    ASSERT_EQ(number.first + 1, reader.get_zeta());
    ASSERT_EQ(static_cast<uint32_t>(number.second), reader.get_unary(64));
  }
  EXPECT_LT(reader.left(), 8u);
}

TEST(GraphFile, OrderHasEveryNodeOnce) {
  Graph graph = built(900, LEANN_L2, test_seed());
  std::vector<int32_t> order = local_order(graph);
  EXPECT_EQ(graph.entry_point, order.front());
  std::sort(order.begin(), order.end());
  for (int32_t i = 0; i < 900; ++i) ASSERT_EQ(i, order[static_cast<size_t>(i)]);
}

TEST(GraphFile, ReadsWhatItWrote) {
  const uint64_t seed = test_seed();
  for (const leann_metric metric : {LEANN_INNER_PRODUCT, LEANN_L2}) {
    for (int32_t n : {0, 1, 2, 3, 40, 1500}) {
      const Graph graph = built(n, metric, seed, n == 40 ? 2 : 6);
      const std::vector<uint8_t> file = file_of(graph);
      expect_equal(graph, read_graph_file(file.data(), file.size()));
      EXPECT_EQ(file, file_of(read_graph_file(file.data(), file.size())));
    }
  }
}

TEST(GraphFile, NeedsFewBitsPerEdge) {
  const Graph graph = built(3000, LEANN_L2, 11, 16);
  const size_t edges = graph.neighbours.size();
  EXPECT_LT(file_of(graph).size(),
            edges);  // the index files of the Python package use 4 bytes per edge
}

TEST(GraphFile, WritesGraphsFromOtherPrograms) {
  const GraphHandle upstream = upstream_graph("vectors-cosine.index");
  const std::vector<uint8_t> file = saved(upstream.get());
  GraphHandle loaded;
  ASSERT_EQ(LEANN_OK, load(file, &loaded)) << leann_last_error();
  EXPECT_EQ(leann_graph_count(upstream.get()), leann_graph_count(loaded.get()));
  EXPECT_EQ(leann_graph_edges(upstream.get()), leann_graph_edges(loaded.get()));
  EXPECT_EQ(0, leann_graph_has_vectors(loaded.get()));
  EXPECT_EQ(file, saved(loaded.get()));
}

TEST(GraphFile, LeavesOutDuplicatesAndSelfLinks) {
  Graph graph;
  graph.dimension = 1;
  graph.entry_point = 1;
  graph.top_level = 0;
  graph.add_list({0, 1, 1, 2});
  graph.end_node();
  graph.add_list({1, 1});
  graph.end_node();
  graph.add_list({0});
  graph.end_node();
  const std::vector<uint8_t> file = file_of(graph);
  EXPECT_EQ((std::vector<int32_t>{1, 2, 0}), read_graph_file(file.data(), file.size()).neighbours);
}

TEST(GraphFile, RejectsEveryTruncatedFile) {
  const std::vector<uint8_t> whole = file_of(built(150, LEANN_L2, test_seed()));
  for (size_t size = 0; size < whole.size(); ++size) {
    std::vector<uint8_t> part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    GraphHandle graph;
    ASSERT_EQ(LEANN_CORRUPT, load(part, &graph)) << size;
    if (size < 12) continue;
    correct_checksum(&part);
    ASSERT_EQ(LEANN_CORRUPT, load(part, &graph)) << size;
  }
  std::vector<uint8_t> longer = whole;
  longer.push_back(0);
  correct_checksum(&longer);
  GraphHandle graph;
  EXPECT_EQ(LEANN_CORRUPT, load(longer, &graph));
}

TEST(GraphFile, SaysWhatIsWrong) {
  const std::vector<uint8_t> whole = file_of(built(150, LEANN_L2, 3));
  EXPECT_EQ(LEANN_OK, load_with(whole, kMetricAt, LEANN_INNER_PRODUCT));
  EXPECT_EQ(LEANN_CORRUPT, load_with(whole, kMetricAt, 2));
  EXPECT_EQ(LEANN_CORRUPT, load_with(whole, 0, 'X'));
  EXPECT_STREQ("this is not a graph file", leann_last_error());
  EXPECT_EQ(LEANN_TOO_NEW, load_with(whole, kVersionAt, 2));
  EXPECT_EQ(LEANN_CORRUPT, load_with(whole, kVersionAt, 0));
  EXPECT_EQ(LEANN_CORRUPT, load_with(whole, kEntryPointAt, 150));
  EXPECT_EQ(LEANN_CORRUPT, load_with(whole, kEdgesAt, static_cast<uint8_t>(whole[kEdgesAt] + 1)));
  std::vector<uint8_t> flipped = whole;
  flipped[flipped.size() / 2] ^= 1;
  GraphHandle graph;
  EXPECT_EQ(LEANN_CORRUPT, load(flipped, &graph));
  EXPECT_STREQ("the graph file is damaged: its checksum is wrong", leann_last_error());
}

TEST(GraphFile, RejectsABufferThatIsTooSmall) {
  const GraphHandle graph = upstream_graph("compact-l2.index");
  std::vector<uint8_t> bytes(10);
  int64_t size = 0;
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_graph_save(graph.get(), bytes.data(), 10, &size));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_graph_save(nullptr, nullptr, 0, &size));
}

// Any bytes that it accepts give a graph that can be walked to the end.
TEST(GraphFile, SurvivesDamage) {
  const uint64_t seed = test_seed();
  std::mt19937_64 random(seed);
  const std::vector<uint8_t> whole = file_of(built(150, LEANN_INNER_PRODUCT, seed));
  int accepted = 0;
  for (int round = 0; round < 4000; ++round) {
    std::vector<uint8_t> damaged = whole;
    for (uint64_t hits = 1 + random() % 3; hits > 0; --hits) {
      const size_t at = kCheckedFrom + random() % (damaged.size() - kCheckedFrom - 8);
      const uint64_t extremes[] = {0,          1,          0x7f,         0xff,
                                   0x7fffffff, 0xffffffff, ~uint64_t{0}, random()};
      const uint64_t value = extremes[random() % 8];
      std::memcpy(&damaged[at], &value, size_t{1} << (random() % 4));
    }
    if (round % 8 != 0) correct_checksum(&damaged);
    GraphHandle graph;
    if (load(damaged, &graph) != LEANN_OK) continue;
    ++accepted;
    const auto dimension = static_cast<size_t>(leann_graph_dimension(graph.get()));
    const WalkHandle walked = walk(graph.get(), std::vector<float>(dimension, 0.5f), 3, 16);
    const auto found = finish(walked.get(), 3, [&](const std::vector<int32_t>& nodes) {
      return std::vector<float>(nodes.size() * dimension, 0.25f);
    });
    EXPECT_LE(found.first.size(), 3u);
    EXPECT_FALSE(saved(graph.get()).empty());
  }
  std::cout << accepted << " of 4,000 damaged files were still graphs" << std::endl;
}

}  // namespace
}  // namespace leann
