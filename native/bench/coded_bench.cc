// Finds the nearest codes by a scan and by a search of a graph over them, and prints a Markdown
// table. Usage: leann_coded_bench [VECTORS [n [DEGREE[/LOW_DEGREE]...]]]
//
// VECTORS: rows of 384 float32, little-endian, of which the last 500 are queries; synthetic vectors
// if it is missing or "-". If n is more than the file has, further vectors are made from its own: a
// vector plus 0.6 times the difference of two others, so that they vary as the real ones do.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "base/vectors.h"
#include "coder/encode.h"
#include "coder/train.h"
#include "graph/coded_build.h"
#include "graph/coded_search.h"
#include "graph/graph_file.h"
#include "scan/query.h"
#include "scan/scan.h"
#include "synthetic.h"

namespace {

constexpr int32_t kDimension = 384, kQueries = 500, kTop = 128, kCodeBytes = 33, kThreads = 2;

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::vector<float> read(const char* path) {
  std::ifstream in(path, std::ios::binary);
  const std::vector<char> bytes(std::istreambuf_iterator<char>(in), {});
  std::vector<float> x(bytes.size() / sizeof(float));
  std::memcpy(x.data(), bytes.data(), x.size() * sizeof(float));
  return x;
}

void enlarge(int64_t n, std::vector<float>* x) {
  const auto real = static_cast<uint64_t>(x->size() / kDimension);
  uint64_t state = 1;
  x->reserve(static_cast<size_t>(n * kDimension));
  while (static_cast<int64_t>(x->size()) < n * kDimension) {
    const size_t a = leann::next_random(&state) % real, b = leann::next_random(&state) % real,
                 c = leann::next_random(&state) % real;
    for (size_t i = 0; i < kDimension; ++i) {
      x->push_back((*x)[a * kDimension + i] +
                   0.6f * ((*x)[b * kDimension + i] - (*x)[c * kDimension + i]));
    }
  }
}

using Ids = std::vector<std::vector<int32_t>>;

// The percentage of the scan's first `top` results that were found.
double percentage(const Ids& scanned, const Ids& found, size_t top) {
  size_t hits = 0, all = 0;
  for (size_t q = 0; q < scanned.size(); ++q) {
    for (size_t i = 0; i < std::min(top, scanned[q].size()); ++i) {
      hits += static_cast<size_t>(std::count(found[q].begin(), found[q].end(), scanned[q][i]));
      ++all;
    }
  }
  return 100.0 * static_cast<double>(hits) / static_cast<double>(all);
}

}  // namespace

int main(int argc, char** argv) {
  const bool synthetic = argc < 2 || std::strcmp(argv[1], "-") == 0;
  std::vector<float> x =
      synthetic ? leann::clustered_vectors(20000 + kQueries, kDimension, 1) : read(argv[1]);
  const std::vector<float> query_vectors(x.end() - kQueries * kDimension, x.end());
  x.resize(x.size() - query_vectors.size());
  int32_t n = argc > 2 ? std::atoi(argv[2]) : static_cast<int32_t>(x.size() / kDimension);
  std::vector<std::pair<int32_t, int32_t>> degrees{{8, 8}, {16, 8}, {16, 16}, {16, 0}, {32, 32}};
  if (argc > 3) degrees.clear();
  for (int i = 3; i < argc; ++i) {
    const char* low = std::strchr(argv[i], '/');
    degrees.emplace_back(std::atoi(argv[i]), low == nullptr ? 0 : std::atoi(low + 1));
  }
  enlarge(n, &x);

  const auto coder =
      leann::train_coder(x.data(), std::min(n, 16000), kDimension, kCodeBytes, kThreads);
  std::vector<uint8_t> codes(static_cast<size_t>(n) * kCodeBytes);
  leann::encode(coder, x.data(), n, kThreads, codes.data());
  std::vector<float>().swap(x);
  std::vector<leann::Query> queries;
  for (int32_t q = 0; q < kQueries; ++q) {
    queries.push_back(
        leann::make_query(coder, &query_vectors[static_cast<size_t>(q * kDimension)]));
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
          100.0 * static_cast<double>(scored) / kQueries / n, percentage(scanned, found, 3),
          percentage(scanned, found, 24), percentage(scanned, found, 128), search / kQueries * 1e6,
          scan / kQueries * 1e6);
      std::fflush(stdout);
    }
  }
  return 0;
}
