// Index files that the Python package LEANN 0.3.8 wrote (golden/upstream/make.py), and damaged
// ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>

#include "graphs.h"
#include "handles.h"

namespace leann {
namespace {

constexpr int32_t kCount = 150, kDimension = 8;

TEST(Upstream, ReadsEveryKindAlike) {
  for (const std::string metric : {"mips", "l2", "cosine"}) {
    const GraphHandle compact = upstream_graph("compact-" + metric + ".index");
    const GraphHandle plain = upstream_graph("plain-" + metric + ".index");
    const GraphHandle vectors = upstream_graph("vectors-" + metric + ".index");
    for (const GraphHandle* graph : {&compact, &plain, &vectors}) {
      EXPECT_EQ(kCount, leann_graph_count(graph->get()));
      EXPECT_EQ(kDimension, leann_graph_dimension(graph->get()));
      EXPECT_EQ(metric == "l2" ? LEANN_L2 : LEANN_INNER_PRODUCT, leann_graph_metric(graph->get()));
      EXPECT_EQ(leann_graph_edges(vectors.get()), leann_graph_edges(graph->get()));
      EXPECT_GT(leann_graph_edges(graph->get()), kCount);
      EXPECT_EQ(graph == &vectors ? 1 : 0, leann_graph_has_vectors(graph->get()));
    }
  }
}

TEST(Upstream, CopiesItsVectors) {
  const GraphHandle graph = upstream_graph("vectors-cosine.index");
  for (int32_t node : {0, 77, kCount - 1}) {
    float square = 0;
    for (float value : vectors_of(graph.get(), {node})) square += value * value;
    EXPECT_NEAR(1, square, 1e-5) << node;
  }
  float out[kDimension];
  for (int32_t node : {-1, kCount}) {
    EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_graph_vectors(graph.get(), &node, 1, out));
  }
  const int32_t first = 0;
  const GraphHandle pruned = upstream_graph("plain-cosine.index");
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_graph_vectors(pruned.get(), &first, 1, out));
  EXPECT_STREQ("the graph has no vectors", leann_last_error());
}

TEST(Upstream, RejectsEveryTruncatedFile) {
  for (const std::string name : {"compact-mips", "plain-l2", "vectors-cosine"}) {
    const std::vector<uint8_t> whole = upstream_file(name + ".index");
    for (size_t size = 0; size < whole.size(); ++size) {
      GraphHandle graph;
      const std::vector<uint8_t> part(whole.begin(), whole.begin() + static_cast<long>(size));
      const leann_status status = read_graph(part, &graph);
      // Without the four characters that say that it has no vectors, a graph is still complete.
      if (name == "plain-l2" && size == whole.size() - 4) continue;
      if (name == "vectors-cosine" && status == LEANN_OK) {
        EXPECT_EQ(0, leann_graph_has_vectors(graph.get())) << size;
        continue;
      }
      EXPECT_EQ(LEANN_CORRUPT, status) << name << " cut at " << size;
      EXPECT_EQ(nullptr, graph.get());
    }
  }
}

std::vector<uint8_t> written(const leann_graph* graph) {
  int64_t size = 0;
  EXPECT_EQ(LEANN_OK, leann_graph_write_upstream(graph, nullptr, 0, &size)) << leann_last_error();
  std::vector<uint8_t> bytes(static_cast<size_t>(size));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT,
            leann_graph_write_upstream(graph, bytes.data(), size - 1, &size));
  EXPECT_EQ(LEANN_OK, leann_graph_write_upstream(graph, bytes.data(), size, &size));
  return bytes;
}

// The same bytes as the package writes, except for the level shares, which are never read, and the
// complexity that it was built with.
TEST(Upstream, WritesTheCompactFileThatTheOtherKindsBecome) {
  for (const std::string metric : {"mips", "l2", "cosine"}) {
    const std::vector<uint8_t> compact = upstream_file("compact-" + metric + ".index");
    for (const std::string kind : {"compact", "plain", "vectors"}) {
      const std::vector<uint8_t> ours =
          written(upstream_graph(kind + "-" + metric + ".index").get());
      GraphHandle again;
      ASSERT_EQ(LEANN_OK, read_graph(ours, &again)) << leann_last_error();
      EXPECT_EQ(0, leann_graph_has_vectors(again.get()));
      EXPECT_EQ(ours, written(again.get()));
      const size_t neighbours = static_cast<size_t>(leann_graph_edges(again.get())) * 4;
      EXPECT_TRUE(std::equal(ours.end() - static_cast<long>(neighbours), ours.end(),
                             compact.end() - static_cast<long>(neighbours)));
      EXPECT_TRUE(std::equal(ours.begin(), ours.begin() + 37, compact.begin()));
    }
  }
}

TEST(Upstream, RejectsUnknownKinds) {
  std::vector<uint8_t> other = upstream_file("plain-mips.index");
  other[3] = 'p';
  GraphHandle graph;
  EXPECT_EQ(LEANN_TOO_NEW, read_graph(other, &graph));
  EXPECT_EQ(LEANN_CORRUPT, read_graph({}, &graph));
}

// Any bytes that it accepts give a graph that can be walked to the end.
TEST(Upstream, SurvivesDamage) {
  const uint64_t seed = test_seed();
  std::mt19937_64 random(seed);
  const std::vector<float> query(kDimension, 0.5f);
  int accepted = 0;
  for (const std::string name : {"compact-mips", "plain-l2", "vectors-cosine"}) {
    const std::vector<uint8_t> whole = upstream_file(name + ".index");
    for (int round = 0; round < 4000; ++round) {
      std::vector<uint8_t> damaged = whole;
      for (uint64_t hits = 1 + random() % 3; hits > 0; --hits) {
        const size_t at = random() % (damaged.size() - 8);
        const uint64_t extremes[] = {0,          1,          0x7f,         0xff,
                                     0x7fffffff, 0xffffffff, ~uint64_t{0}, random()};
        const uint64_t value = extremes[random() % 8];
        std::memcpy(&damaged[at], &value, size_t{1} << (random() % 4));
      }
      GraphHandle graph;
      if (read_graph(damaged, &graph) != LEANN_OK) continue;
      ++accepted;
      std::vector<float> asked(query);
      asked.resize(static_cast<size_t>(leann_graph_dimension(graph.get())), 0.5f);
      const WalkHandle walked = walk(graph.get(), asked, 3, 16);
      const auto found = finish(walked.get(), 3, [&](const std::vector<int32_t>& nodes) {
        return std::vector<float>(nodes.size() * asked.size(), 0.25f);
      });
      EXPECT_LE(found.first.size(), 3u);
    }
  }
  std::cout << accepted << " of 12,000 damaged files were still graphs" << std::endl;
}

}  // namespace
}  // namespace leann
