// Finds the nearest codes by a scan and by a walk over a graph of them: leann_coded_bench
// [VECTORS | n [dimension]]. VECTORS: rows of 384 float32, questions last.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "coder/encode.h"
#include "coder/train.h"
#include "coder/vectors.h"
#include "graph/coded_build.h"
#include "graph/coded_search.h"
#include "graph/packed.h"
#include "scan/query.h"
#include "scan/scan.h"
#include "synthetic.h"

namespace {

constexpr int32_t kQueries = 500, kTop = 128, kCodeBytes = 33, kThreads = 2;

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

int main(int argc, char** argv) {
  int32_t n = argc > 1 ? std::atoi(argv[1]) : 20000, d = argc > 2 ? std::atoi(argv[2]) : 384;
  std::vector<float> x;
  if (n > 0) {
    x = leann::clustered_vectors(n + kQueries, d, 1);
  } else {
    std::ifstream in(argv[1], std::ios::binary);
    std::vector<char> bytes(std::istreambuf_iterator<char>(in), {});
    x.resize(bytes.size() / 4);
    std::memcpy(x.data(), bytes.data(), x.size() * 4);
    n = static_cast<int32_t>(x.size() / d) - kQueries;
  }
  for (int32_t i = 0; i < n + kQueries; ++i) {
    leann::normalise(&x[size_t(i) * d], d, &x[size_t(i) * d]);
  }
  const auto coder = leann::train_coder(x.data(), std::min(n, 16000), d, kCodeBytes, kThreads);
  std::vector<uint8_t> codes(static_cast<size_t>(n) * kCodeBytes);
  leann::encode(*coder, x.data(), n, kThreads, codes.data());
  std::printf("n %d, d %d, %d components\n", n, d, coder->components());
  std::vector<std::unique_ptr<leann::Query>> queries;
  std::vector<std::vector<int32_t>> by_scan;
  for (int32_t q = 0; q < kQueries; ++q) {
    queries.push_back(leann::make_query(*coder, &x[size_t(n + q) * d]));
  }
  std::vector<int32_t> ids(kTop);
  std::vector<float> scores(kTop);
  double start = seconds();
  for (const auto& query : queries) {
    const int32_t found = leann::scan_top(*query, leann::kernels(), codes.data(), n, nullptr, kTop,
                                          ids.data(), scores.data());
    by_scan.emplace_back(ids.begin(), ids.begin() + found);
  }
  std::printf("scan %.1f us\n", (seconds() - start) / kQueries * 1e6);
  for (int32_t m : {8, 16, 32}) {
    for (int32_t low : {0, m / 4, m / 2}) {
      if (low != 0 && low < 4) continue;
      leann::BuildOptions options;
      options.m = m;
      options.threads = kThreads;
      start = seconds();
      const leann::Graph graph = leann::build_coded_graph(*coder, codes.data(), n, low, options);
      const double built = seconds() - start;
      const std::string file = leann::write_graph_file(graph);
      start = seconds();
      leann::read_graph_file(reinterpret_cast<const uint8_t*>(file.data()), file.size());
      std::printf("m %d low %d: built %.1f s, %.1f edges a node, %.2f bytes a node, load %.3f s\n",
                  m, low, built, 1.0 * graph.neighbours.size() / n, 1.0 * file.size() / n,
                  seconds() - start);
      for (int32_t complexity : {128, 256, 512}) {
        int64_t visited = 0, all = 0, three = 0, twenty = 0;
        start = seconds();
        std::vector<std::vector<int32_t>> found_all;
        for (const auto& query : queries) {
          int64_t some = 0;
          const int32_t found =
              leann::search_top(graph, *query, leann::kernels(), codes.data(), nullptr, kTop,
                                complexity, ids.data(), scores.data(), &some);
          visited += some;
          found_all.emplace_back(ids.begin(), ids.begin() + found);
        }
        const double took = (seconds() - start) / kQueries;
        for (int32_t q = 0; q < kQueries; ++q) {
          for (int32_t i = 0; i < kTop; ++i) {
            const bool hit = std::count(found_all[q].begin(), found_all[q].end(), by_scan[q][i]);
            all += hit;
            three += hit && i < 3;
            twenty += hit && i < 24;
          }
        }
        std::printf(
            "  complexity %d: %.1f us, visited %.0f (%.2f %%), of the scan's first 3 %.2f %%, 24 "
            "%.2f %%, 128 %.2f %%\n",
            complexity, took * 1e6, 1.0 * visited / kQueries, 100.0 * visited / kQueries / n,
            100.0 * three / kQueries / 3, 100.0 * twenty / kQueries / 24,
            100.0 * all / kQueries / kTop);
      }
    }
  }
  return 0;
}
