// Finds the nearest codes by a scan and by a search of a graph over them, and prints a Markdown
// table. Usage: leann_coded_bench [VECTORS [n [DEGREE[/LOW_DEGREE]...]]]
//
// VECTORS: rows of 384 float32, little-endian, of which the last 500 are queries; synthetic vectors
// if it is missing or "-". If n is more than the file has, further vectors are made from its own: a
// vector plus 0.6 times the difference of two others, so that they vary as the real ones do.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "coded_vectors.h"
#include "coder/train.h"
#include "graph/coded_build.h"
#include "graph/coded_search.h"
#include "graph/graph_file.h"
#include "scan/query.h"
#include "scan/scan.h"

namespace {

using namespace leann_bench;

constexpr int32_t kTop = 128, kCodeBytes = 33;

}  // namespace

int main(int argc, char** argv) {
  const Vectors vectors = read_vectors(argc > 1 ? argv[1] : "-");
  const int32_t n = argc > 2 ? std::atoi(argv[2]) : static_cast<int32_t>(vectors.size());
  std::vector<std::pair<int32_t, int32_t>> degrees{{8, 8}, {16, 8}, {16, 16}, {16, 0}, {32, 32}};
  if (argc > 3) degrees.clear();
  for (int i = 3; i < argc; ++i) {
    const char* low = std::strchr(argv[i], '/');
    degrees.emplace_back(std::atoi(argv[i]), low == nullptr ? 0 : std::atoi(low + 1));
  }

  const auto coder = leann::train_coder(vectors.x.data(), std::min<int64_t>(vectors.size(), 16000),
                                        kDimension, kCodeBytes, kThreads);
  const std::vector<uint8_t> codes =
      encode_enlarged(coder, vectors.x, n, [](const float*, int64_t, int64_t) {});
  std::vector<leann::Query> queries;
  for (int32_t q = 0; q < kQueries; ++q) {
    queries.push_back(
        leann::make_query(coder, &vectors.queries[static_cast<size_t>(q * kDimension)]));
  }
  std::vector<int32_t> ids(kTop);
  std::vector<float> scores(kTop);
  const auto scan_all = [&] {
    Ids scanned;
    for (const auto& query : queries) {
      const int32_t found = leann::scan_top(query, leann::kernels(), codes.data(), n, nullptr, kTop,
                                            ids.data(), scores.data());
      scanned.emplace_back(ids.begin(), ids.begin() + found);
    }
    return scanned;
  };
  const Ids scanned = scan_all();
  std::printf("%d codes of %d bytes (%s)\n\n", n, kCodeBytes, leann::kernels().name);
  std::printf(
      "| degree | low degree | edges | bytes | built, s | loaded, s | in sight | codes scored |");
  std::printf(" of the scan's first 3 | 24 | 128 | us | a scan, us |\n");
  std::printf("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (const auto [degree, low_degree] : degrees) {
    leann::BuildOptions options;
    options.m = degree;
    options.threads = kThreads;
    double start = seconds();
    const leann::Graph graph =
        leann::build_coded_graph(coder, codes.data(), n, low_degree, options);
    const double built = seconds() - start;
    const std::string file = leann::write_graph_file(graph);
    start = seconds();
    leann::read_graph_file(reinterpret_cast<const uint8_t*>(file.data()), file.size());
    const double loaded = seconds() - start;
    for (const int32_t complexity : {128, 256, 512, 1024}) {
      // In turn, so that other load on the machine slows both down.
      start = seconds();
      scan_all();
      const double scan = seconds() - start;
      int64_t scored = 0;
      Ids found;
      start = seconds();
      for (const auto& query : queries) {
        int64_t some = 0;
        const int32_t size =
            leann::search_top(graph, query, leann::kernels(), codes.data(), nullptr, kTop,
                              complexity, ids.data(), scores.data(), &some);
        scored += some;
        found.emplace_back(ids.begin(), ids.begin() + size);
      }
      const double search = seconds() - start;
      std::printf(
          "| %d | %d | %.1f | %.1f | %.1f | %.3f | %d | %.0f (%.1f %%) | %.2f %% | %.2f %% |"
          " %.2f %% | %.0f | %.0f |\n",
          degree, low_degree == 0 ? 2 * degree : low_degree,
          1.0 * static_cast<double>(graph.neighbours.size()) / n,
          1.0 * static_cast<double>(file.size()) / n, built, loaded, complexity,
          static_cast<double>(scored) / kQueries,
          100.0 * static_cast<double>(scored) / kQueries / n, percentage(scanned, found, 3, kTop),
          percentage(scanned, found, 24, kTop), percentage(scanned, found, 128, kTop),
          search / kQueries * 1e6, scan / kQueries * 1e6);
      std::fflush(stdout);
    }
  }
  return 0;
}
