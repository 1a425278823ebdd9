// Search over a graph by codes, compared with a scan of the same codes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/vectors.h"
#include "graph/build.h"
#include "graph/graph.h"
#include "graph/graph_file.h"
#include "graphs.h"
#include "handles.h"
#include "leann/leann.h"
#include "neighbourhoods.h"
#include "synthetic.h"

namespace leann {
namespace {

constexpr int32_t kRows = 4000, kDimension = 48, kQueries = 100, kTop = 20, kComplexity = 64;

struct Answer {
  std::vector<int32_t> ids;
  std::vector<float> scores;
  int64_t visited = 0;
};

// Codes of clustered vectors, queries from the same clusters, and a graph.
class CodedSearch : public ::testing::Test {
 protected:
  void make(CoderHandle made, int32_t rows, int32_t low_degree, int32_t threads = 2) {
    coder = std::move(made);
    n = rows;
    codes.resize(static_cast<size_t>(n * leann_coder_code_bytes(coder.get())));
    ASSERT_EQ(LEANN_OK, leann_encode(coder.get(), vectors.data(), n, 1, codes.data()));
    graph = built(low_degree, threads);
  }

  GraphHandle built(int32_t low_degree, int32_t threads) const {
    leann_graph* made = nullptr;
    EXPECT_EQ(LEANN_OK, leann_graph_build_coded(coder.get(), codes.data(), n, 16, 100, low_degree,
                                                7, threads, &made))
        << leann_last_error();
    return GraphHandle(made);
  }

  QueryHandle query(int32_t q) const {
    leann_query* made = nullptr;
    EXPECT_EQ(LEANN_OK, leann_query_create(coder.get(), &queries[size_t(q * kDimension)], &made));
    return QueryHandle(made);
  }

  Answer search(const leann_query* query, const std::vector<uint64_t>* accept,
                int32_t top = kTop) const {
    Answer answer{std::vector<int32_t>(size_t(top)), std::vector<float>(size_t(top))};
    int32_t found = -1;
    EXPECT_EQ(LEANN_OK,
              leann_graph_search(graph.get(), query, codes.data(), n,
                                 accept == nullptr ? nullptr : accept->data(), top, kComplexity,
                                 answer.ids.data(), answer.scores.data(), &found, &answer.visited))
        << leann_last_error();
    answer.ids.resize(size_t(found));
    answer.scores.resize(size_t(found));
    return answer;
  }

  Answer scan(const leann_query* query, const std::vector<uint64_t>* accept,
              int32_t top = kTop) const {
    Answer answer{std::vector<int32_t>(size_t(top)), std::vector<float>(size_t(top))};
    int32_t found = -1;
    EXPECT_EQ(LEANN_OK,
              leann_scan(query, codes.data(), n, accept == nullptr ? nullptr : accept->data(), top,
                         answer.ids.data(), answer.scores.data(), &found));
    answer.ids.resize(size_t(found));
    answer.scores.resize(size_t(found));
    return answer;
  }

  // The share of the scan's results that the search finds, with the same scores, and its mean
  // visits.
  std::pair<double, double> overlap(const std::vector<uint64_t>* accept) const {
    size_t hits = 0, all = 0;
    int64_t visited = 0;
    for (int32_t q = 0; q < kQueries; ++q) {
      const QueryHandle asked = query(q);
      const Answer truth = scan(asked.get(), accept), answer = search(asked.get(), accept);
      EXPECT_EQ(truth.ids.size(), answer.ids.size());
      EXPECT_TRUE(std::is_sorted(answer.scores.rbegin(), answer.scores.rend()));
      for (size_t i = 0; i < answer.ids.size(); ++i) {
        const auto same = std::find(truth.ids.begin(), truth.ids.end(), answer.ids[i]);
        if (same == truth.ids.end()) continue;
        EXPECT_EQ(truth.scores[size_t(same - truth.ids.begin())], answer.scores[i]);
        ++hits;
      }
      all += truth.ids.size();
      visited += answer.visited;
    }
    return {double(hits) / double(all), double(visited) / kQueries};
  }

  std::vector<uint64_t> every(int32_t step) const {
    std::vector<uint64_t> accept(size_t(n + 63) / 64);
    for (int32_t i = 0; i < n; i += step) accept[size_t(i / 64)] |= uint64_t{1} << (i % 64);
    return accept;
  }

  const std::vector<float> vectors = clustered_vectors(kRows, kDimension, 1);
  const std::vector<float> queries = clustered_vectors(kQueries, kDimension, 2);
  int32_t n = 0;
  CoderHandle coder;
  std::vector<uint8_t> codes;
  GraphHandle graph;
};

TEST_F(CodedSearch, FindsNearlyWhatTheScanFindsFromFewCodes) {
  for (const int32_t low_degree : {0, 8}) {
    make(trained(vectors, kDimension, 17), kRows, low_degree);
    const auto [found, visited] = overlap(nullptr);
    EXPECT_GE(found, low_degree == 0 ? 0.99 : 0.95);
    EXPECT_LT(visited, kRows / 4);
  }
  make(blind(kDimension, 4, 3), kRows, 8);
  EXPECT_GE(overlap(nullptr).first, 0.95);
}

TEST_F(CodedSearch, RespectsAFilter) {
  make(trained(vectors, kDimension, 17), kRows, 8);
  const std::vector<uint64_t> all = every(1), half = every(2), tenth = every(10);
  EXPECT_EQ(overlap(nullptr), overlap(&all));
  for (const auto* accept : {&half, &tenth}) {
    EXPECT_GE(overlap(accept).first, 0.95);
    for (const int32_t id : search(query(0).get(), accept).ids) {
      EXPECT_TRUE((*accept)[size_t(id / 64)] >> (id % 64) & 1);
    }
  }
}

TEST_F(CodedSearch, ScansIfAFilterAcceptsFew) {
  make(trained(vectors, kDimension, 17), kRows, 8);
  for (const int32_t step : {100, 1000, kRows}) {
    const std::vector<uint64_t> few = every(step);
    const auto [found, visited] = overlap(&few);
    EXPECT_EQ(1, found);
    EXPECT_LE(visited, 2.5 * kRows / step);
  }
  const std::vector<uint64_t> none(size_t(n + 63) / 64);
  EXPECT_TRUE(search(query(0).get(), &none).ids.empty());
}

TEST_F(CodedSearch, ScansIfTheGraphLeadsNowhere) {
  make(trained(vectors, kDimension, 17), kRows, 0);
  Graph unlinked;  // no node has a link: a search never leaves the entry point
  unlinked.dimension = kDimension;
  unlinked.entry_point = 0;
  unlinked.top_level = 0;
  for (int32_t node = 0; node < kRows; ++node) {
    unlinked.add_list({});
    unlinked.end_node();
  }
  const std::string file = write_graph_file(unlinked);
  ASSERT_EQ(LEANN_OK, load({file.begin(), file.end()}, &graph));
  EXPECT_EQ(1, overlap(nullptr).first);
}

TEST_F(CodedSearch, ReturnsAllRowsOnRequest) {
  make(trained(vectors, kDimension, 17), 300, 8);
  EXPECT_EQ(scan(query(0).get(), nullptr, 300).ids, search(query(0).get(), nullptr, 300).ids);
  EXPECT_EQ(scan(query(0).get(), nullptr, 500).ids, search(query(0).get(), nullptr, 500).ids);
}

// The graph is built from the coder's components, which are fewer than the values of a vector but
// have the same distances.
TEST_F(CodedSearch, LinksWhatTheDecodedVectorsWouldLink) {
  make(trained(vectors, kDimension, 9), 1000, 0);
  std::vector<float> decoded(size_t(n * kDimension));
  ASSERT_EQ(LEANN_OK, leann_decode(coder.get(), codes.data(), n, decoded.data()));
  for (int32_t i = 0; i < n; ++i) {
    normalise(&decoded[size_t(i * kDimension)], kDimension, &decoded[size_t(i * kDimension)]);
  }
  BuildOptions options;
  options.m = 16;
  options.ef_construction = 100;
  options.seed = 7;
  const Graph expected =
      build_graph(space_of(decoded, kDimension, LEANN_INNER_PRODUCT), n, options);
  const std::vector<uint8_t> file = saved(graph.get());
  const Graph actual = read_graph_file(file.data(), file.size());
  std::ptrdiff_t alike = 0, all = 0;
  for (int32_t node = 0; node < n; ++node) {
    const Neighbours a = expected.of(node, 0), b = actual.of(node, 0);
    std::vector<int32_t> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    alike += static_cast<std::ptrdiff_t>(both.size());
    all += a.end() - a.begin();
  }
  EXPECT_GE(double(alike) / double(all), 0.98);
}

TEST_F(CodedSearch, AcceptsAnEmptyGraph) {
  make(blind(kDimension, 4, 3), 0, 8);
  EXPECT_TRUE(search(query(0).get(), nullptr).ids.empty());
}

TEST_F(CodedSearch, BuildsTheSameGraphOnAnyNumberOfThreads) {
  make(trained(vectors, kDimension, 17), 1000, 8, 1);
  EXPECT_EQ(saved(graph.get()), saved(built(8, 3).get()));
}

TEST_F(CodedSearch, RejectsAWrongNumberOfCodes) {
  make(blind(kDimension, 4, 3), 100, 0);
  int32_t id = 0, found = 0;
  float score = 0;
  int64_t visited = 0;
  const QueryHandle asked = query(0);
  EXPECT_EQ(LEANN_INVALID_ARGUMENT,
            leann_graph_search(graph.get(), asked.get(), codes.data(), 99, nullptr, 1, 1, &id,
                               &score, &found, &visited));
  EXPECT_STREQ("n must be the graph's 100 nodes, got 99", leann_last_error());
  EXPECT_EQ(LEANN_INVALID_ARGUMENT,
            leann_graph_search(graph.get(), asked.get(), codes.data(), 100, nullptr, 0, 1, &id,
                               &score, &found, &visited));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT,
            leann_graph_search(graph.get(), asked.get(), codes.data(), 100, nullptr, 1, 0, &id,
                               &score, &found, &visited));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT,
            leann_graph_search(nullptr, asked.get(), codes.data(), 100, nullptr, 1, 1, &id, &score,
                               &found, &visited));
  leann_graph* none = nullptr;
  EXPECT_EQ(LEANN_INVALID_ARGUMENT,
            leann_graph_build_coded(coder.get(), codes.data(), 100, 16, 100, -1, 0, 1, &none));
  EXPECT_EQ(nullptr, none);
}

}  // namespace
}  // namespace leann
