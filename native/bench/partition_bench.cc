// Finds the nearest codes by a scan of all, with and without bounds, and by a scan of the nearest
// lists of a partition, and prints a Markdown table.
// Usage: leann_partition_bench [VECTORS [n [LISTS [BYTES]]]]
//
// VECTORS and n are as for leann_coded_bench; n 0 means all that the file has. LISTS: the number of
// lists as a multiple of the square root of n, 4 by default; 0 for the scans only. BYTES: of a
// code, 23 by default.
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "coded_vectors.h"
#include "coder/train.h"
#include "partition.h"
#include "scan/query.h"
#include "scan/scan.h"
#include "simd/kernels.h"

namespace {

using namespace leann_bench;

constexpr int32_t kComponents = 165, kTop = 256, kNearest = 10, kRepeats = 5;
constexpr double kShares[] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5};

// The queries' true nearest, of the vectors that it has been shown.
class Exact {
 public:
  explicit Exact(const std::vector<float>& queries) : queries_(queries), best_(kQueries) {}

  void show(const float* rows, int64_t first, int64_t count) {
    leann::parallel_for(kQueries, 8, kThreads, [&](int64_t begin, int64_t end) {
      std::vector<float> scores(static_cast<size_t>(count));
      for (auto q = static_cast<size_t>(begin); q < static_cast<size_t>(end); ++q) {
        leann::kernels().matrix_vector(rows, static_cast<int32_t>(count), kDimension,
                                       &queries_[q * kDimension], scores.data());
        auto& best = best_[q];
        for (size_t i = 0; i < scores.size(); ++i) {
          if (best.size() == kNearest && -scores[i] >= best.back().first) continue;
          const std::pair<float, int32_t> one(
              -scores[i], static_cast<int32_t>(first + static_cast<int64_t>(i)));
          best.insert(std::upper_bound(best.begin(), best.end(), one), one);
          if (best.size() > kNearest) best.pop_back();
        }
      }
    });
  }

  Ids ids() const {
    Ids ids(best_.size());
    for (size_t q = 0; q < ids.size(); ++q) {
      for (const auto& one : best_[q]) ids[q].push_back(one.second);
    }
    return ids;
  }

 private:
  const std::vector<float>& queries_;
  std::vector<std::vector<std::pair<float, int32_t>>> best_;
};

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// Microseconds of CPU time of a query, each the least of some tries: other programs only make it
// longer.
double time_of(const std::function<void(size_t)>& search) {
  double sum = 0;
  for (size_t q = 0; q < kQueries; ++q) {
    double least = std::numeric_limits<double>::infinity();
    for (int32_t i = 0; i < kRepeats; ++i) {
      const double start = cpu_seconds();
      search(q);
      least = std::min(least, cpu_seconds() - start);
    }
    sum += least;
  }
  return sum / kQueries * 1e6;
}

void print(const char* what, double built, double scored, const Ids& exact, const Ids& scanned,
           const Ids& found, double micros) {
  std::printf("| %s | %.1f | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.0f |\n", what,
              built, 100 * scored, percentage(scanned, found, 3, kTop),
              percentage(scanned, found, 24, kTop), percentage(scanned, found, 128, kTop),
              percentage(exact, found, 3, kTop), micros);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const Vectors vectors = read_vectors(argc > 1 ? argv[1] : "-");
  const int32_t given = argc > 2 ? std::atoi(argv[2]) : 0;
  const int32_t n = given > 0 ? given : static_cast<int32_t>(vectors.size());
  const double multiple = argc > 3 ? std::atof(argv[3]) : 4;
  const int32_t code_bytes = argc > 4 ? std::atoi(argv[4]) : 23;
  const auto coder =
      leann::train_product_coder(vectors.x.data(), std::min<int64_t>(vectors.size(), 16000),
                                 kDimension, code_bytes, kComponents, kThreads);
  Exact nearest(vectors.queries);
  const std::vector<uint8_t> codes = encode_enlarged(
      coder, vectors.x, n,
      [&](const float* rows, int64_t first, int64_t count) { nearest.show(rows, first, count); });
  const Ids exact = nearest.ids();
  std::vector<leann::Query> queries;
  for (size_t q = 0; q < kQueries; ++q) {
    queries.push_back(leann::make_query(coder, &vectors.queries[q * kDimension]));
  }

  std::printf("%d codes of %d bytes (%s)\n\n", n, code_bytes, leann::kernels().name);
  std::printf(
      "| | built, s | codes scored | of the scan's first 3 | 24 | 128 | of the true 3 | us |\n");
  std::printf("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
  Ids scanned(kQueries);
  std::vector<float> scores(kTop);
  const auto scan = [&](const leann::Kernels& kernels, size_t q) {
    scanned[q].resize(kTop);
    scanned[q].resize(static_cast<size_t>(leann::scan_top(
        queries[q], kernels, codes.data(), n, nullptr, kTop, scanned[q].data(), scores.data())));
  };
  leann::Kernels plain = leann::kernels();
  plain.reaches = nullptr;
  const double without = time_of([&](size_t q) { scan(plain, q); });
  print("scan", 0, 1, exact, scanned, scanned, without);
  const double with = time_of([&](size_t q) { scan(leann::kernels(), q); });
  print("scan with bounds", 0, 1, exact, scanned, scanned, with);
  if (multiple <= 0) return 0;
  const double start = seconds();
  const Partition partition(coder, codes.data(), n, static_cast<int32_t>(multiple * std::sqrt(n)));
  const double built = seconds() - start;
  char what[32];
  std::snprintf(what, sizeof what, "%d lists", partition.lists());
  for (double share : kShares) {
    Ids found(kQueries);
    std::vector<int64_t> scored(kQueries);
    const double micros = time_of([&](size_t q) {
      scored[q] =
          partition.search(&vectors.queries[q * kDimension], queries[q], share, kTop, &found[q]);
    });
    const auto all = std::accumulate(scored.begin(), scored.end(), int64_t{0});
    print(what, built, static_cast<double>(all) / kQueries / n, exact, scanned, found, micros);
  }
  return 0;
}
