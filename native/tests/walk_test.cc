// Walks over index files of the Python package, compared with the results that faiss gave there.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "graph/build.h"
#include "graph/graph_file.h"
#include "graphs.h"
#include "neighbourhoods.h"
#include "synthetic.h"

namespace leann {
namespace {

constexpr int32_t kCount = 150, kDimension = 8;

struct Answer {
  int32_t complexity, k;
  std::vector<int32_t> nodes;
  std::vector<float> scores, query;
};

std::vector<Answer> answers(const std::string& metric) {
  std::ifstream in(upstream_path("answers-" + metric + ".txt"));
  EXPECT_TRUE(in.good());
  std::vector<Answer> all;
  for (std::string line; std::getline(in, line);) {
    std::istringstream numbers(line);
    Answer answer;
    numbers >> answer.complexity >> answer.k;
    answer.nodes.resize(static_cast<size_t>(answer.k));
    answer.scores.resize(static_cast<size_t>(answer.k));
    answer.query.resize(kDimension);
    for (int32_t& node : answer.nodes) numbers >> node;
    for (float& score : answer.scores) numbers >> score;
    for (float& value : answer.query) numbers >> value;
    EXPECT_FALSE(numbers.fail()) << line;
    all.push_back(answer);
  }
  return all;
}

TEST(Walk, FindsWhatFaissFinds) {
  for (const std::string metric : {"mips", "l2", "cosine"}) {
    const GraphHandle vectors = upstream_graph("vectors-" + metric + ".index");
    for (const std::string kind : {"compact", "plain", "vectors"}) {
      const GraphHandle graph = upstream_graph(kind + "-" + metric + ".index");
      int questions = 0;
      for (const Answer& answer : answers(metric)) {
        const WalkHandle walked = walk(graph.get(), answer.query, answer.k, answer.complexity);
        std::set<int32_t> asked;
        const auto found = finish(walked.get(), answer.k, [&](const std::vector<int32_t>& nodes) {
          for (int32_t node : nodes) EXPECT_TRUE(asked.insert(node).second) << "asked twice";
          return vectors_of(vectors.get(), nodes);
        });
        EXPECT_EQ(answer.nodes, found.first) << kind << " " << metric << " " << answer.complexity;
        for (size_t i = 0; i < found.second.size(); ++i) {
          const float score = metric == "l2" ? -answer.scores[i] : answer.scores[i];
          EXPECT_NEAR(score, found.second[i], 1e-4 * std::max(1.0f, std::fabs(score)));
        }
        EXPECT_EQ(static_cast<int64_t>(asked.size()), leann_walk_recomputed(walked.get()));
        ++questions;
      }
      EXPECT_EQ(60, questions);
    }
  }
}

TEST(Walk, AsksForMoreVectorsAtHigherComplexity) {
  const GraphHandle graph = upstream_graph("vectors-mips.index");
  int64_t last = 0;
  for (int32_t complexity : {1, 8, 64, kCount}) {
    const WalkHandle walked = walk(graph.get(), std::vector<float>(kDimension, 1), 3, complexity);
    finish(walked.get(), 3,
           [&](const std::vector<int32_t>& nodes) { return vectors_of(graph.get(), nodes); });
    EXPECT_GE(leann_walk_recomputed(walked.get()), last);
    last = leann_walk_recomputed(walked.get());
  }
  EXPECT_GT(last, kCount * 9 / 10);
  EXPECT_LE(last, kCount);
}

TEST(Walk, ReturnsFewerResultsFromASmallGraph) {
  const GraphHandle graph = upstream_graph("vectors-l2.index");
  const WalkHandle walked = walk(graph.get(), std::vector<float>(kDimension, 0), 1000, 1000);
  const auto found = finish(walked.get(), 1000, [&](const std::vector<int32_t>& nodes) {
    return vectors_of(graph.get(), nodes);
  });
  EXPECT_LE(found.first.size(), static_cast<size_t>(kCount));
  EXPECT_GT(found.first.size(), static_cast<size_t>(kCount) * 9 / 10);
  EXPECT_TRUE(std::is_sorted(found.second.rbegin(), found.second.rend()));
}

TEST(Walk, RejectsMisuse) {
  const GraphHandle graph = upstream_graph("vectors-mips.index");
  leann_walk* made = nullptr;
  std::vector<float> query(kDimension, 1);
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_walk_create(graph.get(), query.data(), 0, 8, 1, &made));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_walk_create(graph.get(), query.data(), 1, 0, 1, &made));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_walk_create(graph.get(), query.data(), 1, 8, 0, &made));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_walk_create(nullptr, query.data(), 1, 8, 1, &made));
  query[3] = NAN;
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_walk_create(graph.get(), query.data(), 1, 8, 1, &made));
  query[3] = 1;
  const WalkHandle walked = walk(graph.get(), query, 1, 8);
  int32_t node = 0, found = 0;
  float score = 0;
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_walk_found(walked.get(), &node, &score, &found));
  EXPECT_STREQ("the walk still needs vectors", leann_last_error());
  const std::vector<float> wrong(kDimension, INFINITY);
  ASSERT_EQ(1, leann_walk_wanted_count(walked.get()));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_walk_provide(walked.get(), wrong.data()));
  finish(walked.get(), 1,
         [&](const std::vector<int32_t>& nodes) { return vectors_of(graph.get(), nodes); });
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_walk_provide(walked.get(), query.data()));
}

TEST(Walk, FindsTheHubs) {
  Graph graph;  // a star: all nodes link to node 2, which links to 0 and 1
  graph.dimension = 1;
  graph.entry_point = 2;
  graph.top_level = 0;
  for (const std::vector<int32_t>& list : {std::vector<int32_t>{2}, {2}, {0, 1}, {1, 2}}) {
    graph.add_list(list);
    graph.end_node();
  }
  const std::string file = write_graph_file(graph);
  GraphHandle loaded;
  ASSERT_EQ(LEANN_OK, load({file.begin(), file.end()}, &loaded));
  std::vector<int32_t> hubs(3);
  ASSERT_EQ(LEANN_OK, leann_graph_hubs(loaded.get(), 3, hubs.data()));
  EXPECT_EQ((std::vector<int32_t>{2, 1, 0}), hubs);
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_graph_hubs(loaded.get(), 5, hubs.data()));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_graph_hubs(loaded.get(), 1, nullptr));
}

// What batches save and cost, over all queries.
TEST(Walk, StopsLessOftenForLargerBatches) {
  constexpr int32_t kNodes = 2000, kValues = 16, kQuestions = 50;
  const std::vector<float> x = clustered_vectors(kNodes, kValues, 1);
  const std::vector<float> questions = clustered_vectors(kQuestions, kValues, 2);
  const Space space = space_of(x, kValues, LEANN_L2);
  BuildOptions options;
  options.m = 8;
  const Graph graph = build_graph(space, kNodes, options);
  int64_t stops[2] = {}, recomputed[2] = {}, hits[2] = {};
  for (const int32_t batch : {1, 64}) {
    const int32_t i = batch == 1 ? 0 : 1;
    for (int32_t q = 0; q < kQuestions; ++q) {
      const float* question = &questions[static_cast<size_t>(q * kValues)];
      Walk walk(graph, std::vector<float>(question, question + kValues), 5, 16, batch);
      for (; !walk.wanted().empty(); ++stops[i]) {
        std::vector<float> vectors;
        for (const int32_t node : walk.wanted()) {
          vectors.insert(vectors.end(), space[node], space[node] + kValues);
        }
        walk.provide(vectors.data());
      }
      recomputed[i] += walk.recomputed();
      const std::vector<int32_t> truth = nearest(space, kNodes, question, 5);
      for (const auto& found : walk.found()) {
        hits[i] += std::count(truth.begin(), truth.end(), found.second);
      }
    }
  }
  EXPECT_LT(3 * stops[1], 2 * stops[0]);
  EXPECT_GE(recomputed[1], recomputed[0]);
  EXPECT_LE(recomputed[1], 1.5 * static_cast<double>(recomputed[0]));
  EXPECT_GE(hits[1], hits[0]);
}

}  // namespace
}  // namespace leann
