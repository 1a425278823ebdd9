// Graphs built from vectors, compared with brute force and with a build of one node at a time.
#include "graph/build.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "graphs.h"
#include "handles.h"
#include "neighbourhoods.h"
#include "synthetic.h"

namespace leann {
namespace {

constexpr int32_t kDimension = 12;

BuildOptions options(int32_t m, uint64_t seed, int32_t threads = 1) {
  BuildOptions made;
  made.m = m;
  made.ef_construction = 60;
  made.seed = seed;
  made.threads = threads;
  return made;
}

TEST(Build, IsTheSameOnAnyNumberOfThreads) {
  const uint64_t seed = test_seed();
  const std::vector<float> x = clustered_vectors(1200, kDimension, seed);
  for (const leann_metric metric : {LEANN_INNER_PRODUCT, LEANN_L2}) {
    const Space space = space_of(x, kDimension, metric);
    const Graph one = build_graph(space, 1200, options(8, seed));
    for (int32_t threads : {2, 3}) {
      expect_equal(one, build_graph(space, 1200, options(8, seed, threads)));
    }
    EXPECT_NE(one.neighbours, build_graph(space, 1200, options(8, seed + 1)).neighbours);
  }
}

TEST(Build, FindsWhatBruteForceFinds) {
  const uint64_t seed = test_seed();
  const int32_t n = 2000;
  const std::vector<float> x = clustered_vectors(n, kDimension, seed);
  const std::vector<float> queries = clustered_vectors(100, kDimension, seed + 1);
  for (const leann_metric metric : {LEANN_INNER_PRODUCT, LEANN_L2}) {
    const Space space = space_of(x, kDimension, metric);
    BuildOptions one_by_one = options(8, seed);
    one_by_one.max_batch = 1;
    const double alone = recall(build_graph(space, n, one_by_one), space, queries, 10, 48);
    const double batched = recall(build_graph(space, n, options(8, seed)), space, queries, 10, 48);
    std::cout << "recall@10: " << batched << ", inserted one by one " << alone << std::endl;
    EXPECT_GE(batched, 0.9);
    EXPECT_GE(batched, alone - 0.02);
  }
}

TEST(Build, LimitsTheLengthOfLists) {
  const uint64_t seed = test_seed();
  const std::vector<float> x = clustered_vectors(1500, kDimension, seed);
  for (int32_t m : {2, 6}) {
    const Graph graph = build_graph(space_of(x, kDimension, LEANN_L2), 1500, options(m, seed));
    expect_valid(graph, 2 * m, m);
    EXPECT_EQ(1500, graph.count());
    EXPECT_GT(graph.top_level, 1);
    const auto above = std::count_if(graph.node_offsets.begin() + 1, graph.node_offsets.end(),
                                     [&, last = uint64_t{0}](uint64_t end) mutable {
                                       const uint64_t lists = end - last;
                                       last = end;
                                       return lists > 2;
                                     });
    EXPECT_NEAR(1.0 / m, static_cast<double>(above) / 1500, 0.06);
  }
}

TEST(Build, AcceptsFewAndEqualVectors) {
  for (int32_t n : {0, 1, 2, 3, 700}) {
    for (int32_t dimension : {1, 5}) {
      const std::vector<float> x(static_cast<size_t>(n * dimension), 0.5f);
      for (const leann_metric metric : {LEANN_INNER_PRODUCT, LEANN_L2}) {
        const Space space = space_of(x, dimension, metric);
        const Graph graph = build_graph(space, n, options(4, 7, 2));
        expect_valid(graph, 8, 4);
        EXPECT_EQ(n, graph.count());
        const std::vector<float> query(static_cast<size_t>(dimension), 0.25f);
        EXPECT_EQ(static_cast<size_t>(std::min(n, 3)),
                  walked(graph, space, query.data(), 3, 8).size());
      }
    }
  }
}

TEST(Build, FindsTheNearestOnALine) {
  std::vector<float> x;
  for (int32_t i = 0; i < 500; ++i) x.push_back(static_cast<float>(i));
  const Space space = space_of(x, 1, LEANN_L2);
  const Graph graph = build_graph(space, 500, options(4, 3));
  for (float at : {0.0f, 123.2f, 499.0f}) {
    EXPECT_EQ(nearest(space, 500, &at, 1), walked(graph, space, &at, 1, 16));
  }
}

// Their inner products overflow, and may cancel out to a NaN.
TEST(Build, AcceptsHugeValues) {
  std::vector<float> x;
  for (int32_t i = 0; i < 200; ++i) {
    const float huge = std::numeric_limits<float>::max() / static_cast<float>(1 + i % 7);
    x.push_back(i % 2 == 0 ? huge : -huge);
    x.push_back(i % 3 == 0 ? huge : -huge);
  }
  for (const leann_metric metric : {LEANN_INNER_PRODUCT, LEANN_L2}) {
    const Graph graph = build_graph(space_of(x, 2, metric), 200, options(4, 1));
    expect_valid(graph, 8, 4);
  }
}

TEST(Build, WorksThroughTheAbi) {
  const std::vector<float> x = clustered_vectors(300, kDimension, 5);
  leann_graph* made = nullptr;
  ASSERT_EQ(LEANN_OK, leann_graph_build(x.data(), 300, kDimension, LEANN_L2, 6, 40, 9, 2, &made))
      << leann_last_error();
  const GraphHandle graph(made);
  EXPECT_EQ(300, leann_graph_count(made));
  EXPECT_EQ(kDimension, leann_graph_dimension(made));
  EXPECT_EQ(LEANN_L2, leann_graph_metric(made));
  EXPECT_GT(leann_graph_edges(made), 300);
  EXPECT_EQ(0, leann_graph_has_vectors(made));
  const WalkHandle walk_of = walk(made, std::vector<float>(&x[0], &x[kDimension]), 1, 16);
  const auto found = finish(walk_of.get(), 1, [&](const std::vector<int32_t>& nodes) {
    std::vector<float> vectors;
    for (int32_t node : nodes) {
      vectors.insert(vectors.end(), &x[static_cast<size_t>(node * kDimension)],
                     &x[static_cast<size_t>(node * kDimension)] + kDimension);
    }
    return vectors;
  });
  EXPECT_EQ(std::vector<int32_t>{0}, found.first);
  for (int32_t threads : {1, 3}) {
    leann_graph* again = nullptr;
    ASSERT_EQ(LEANN_OK,
              leann_graph_build(x.data(), 300, kDimension, LEANN_L2, 6, 40, 9, threads, &again));
    EXPECT_EQ(saved(made), saved(GraphHandle(again).get()));
  }
}

TEST(Build, RejectsMisuse) {
  std::vector<float> x(20, 1.0f);
  leann_graph* made = nullptr;
  const auto build = [&](int64_t n, int32_t dimension, int32_t metric, int32_t m, int32_t ef) {
    return leann_graph_build(x.data(), n, dimension, static_cast<leann_metric>(metric), m, ef, 0, 1,
                             &made);
  };
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, build(-1, 2, LEANN_L2, 4, 8));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, build(INT64_C(1) << 31, 2, LEANN_L2, 4, 8));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, build(10, 0, LEANN_L2, 4, 8));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, build(10, 2, LEANN_L2, 1, 8));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, build(10, 2, LEANN_L2, 513, 8));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, build(10, 2, LEANN_L2, 4, 0));
  x[3] = NAN;
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, build(10, 2, LEANN_L2, 4, 8));
  EXPECT_EQ(nullptr, made);
}

}  // namespace
}  // namespace leann
