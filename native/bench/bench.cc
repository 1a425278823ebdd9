// Times training, encoding and scanning on synthetic vectors: leann_bench [dimension [code_bytes]].
// Scanning is timed at every SIMD level of this machine; LEANN_SIMD caps the rest.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "coder/encode.h"
#include "coder/train.h"
#include "coder/vectors.h"
#include "scan/query.h"
#include "scan/scan.h"
#include "simd/kernels.h"
#include "synthetic.h"

namespace {

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// The least of several runs: what the machine can do when nothing else disturbs it.
template <typename Work>
double best_of(int runs, Work work) {
  double best = 1e300;
  for (int i = 0; i < runs; ++i) {
    const double start = seconds();
    work();
    best = std::min(best, seconds() - start);
  }
  return best;
}

// The smallest depth of the codes' order that keeps `share` of the true top 3 of the queries, and
// the rms error of all estimates.
void print_depth(const leann::Coder& coder, const std::vector<float>& x, int64_t n,
                 const std::vector<uint8_t>& codes, const std::vector<float>& queries, int64_t m) {
  const int32_t d = coder.dimension;
  std::vector<float> unit(x.size());
  for (int64_t i = 0; i < n; ++i) leann::normalise(&x[i * d], d, &unit[i * d]);
  std::vector<int64_t> ranks;
  double sum = 0;
  std::vector<float> exact(n), guess(n), q(d);
  std::vector<int32_t> ids(n);
  for (int64_t i = 0; i < n; ++i) ids[i] = static_cast<int32_t>(i);
  for (int64_t k = 0; k < m; ++k) {
    leann::normalise(&queries[k * d], d, q.data());
    leann::kernels().matrix_vector(unit.data(), static_cast<int32_t>(n), d, q.data(), exact.data());
    const auto query = leann::make_query(coder, q.data());
    leann::score_rows(*query, leann::kernels(), codes.data(), ids.data(), static_cast<int32_t>(n),
                      guess.data());
    for (int64_t i = 0; i < n; ++i) sum += (exact[i] - guess[i]) * (exact[i] - guess[i]);
    std::vector<int32_t> order(ids);
    std::partial_sort(order.begin(), order.begin() + 3, order.end(),
                      [&](int32_t a, int32_t b) { return exact[a] > exact[b]; });
    for (int64_t t = 0; t < 3; ++t) {
      int64_t rank = 0;
      for (int64_t i = 0; i < n; ++i) rank += guess[i] > guess[order[t]] ? 1 : 0;
      ranks.push_back(rank);
    }
  }
  std::sort(ranks.begin(), ranks.end());
  std::printf(
      "depth for recall@3 of 90/95/98 %%: %lld %lld %lld   rms error %.5f (coder says %.5f)\n",
      static_cast<long long>(ranks[ranks.size() * 90 / 100] + 1),
      static_cast<long long>(ranks[ranks.size() * 95 / 100] + 1),
      static_cast<long long>(ranks[ranks.size() * 98 / 100] + 1),
      std::sqrt(sum / static_cast<double>(n * m)), static_cast<double>(coder.error));
}

}  // namespace

int main(int argc, char** argv) {
  const int32_t d = argc > 1 ? std::atoi(argv[1]) : 384;
  const int32_t code_bytes = argc > 2 ? std::atoi(argv[2]) : 33;
  const int64_t n = 16000, m = 1000, many = 1000000;
  const std::vector<float> x = leann::clustered_vectors(n, d, 1);
  const std::vector<float> queries = leann::clustered_vectors(m, d, 2);

  std::unique_ptr<leann::Coder> coder;
  const double train =
      best_of(1, [&] { coder = leann::train_coder(x.data(), n, d, code_bytes, 1); });
  std::printf("d %d, %d bytes, kernels %s\n", d, coder->code_bytes, leann::kernels().name);
  std::printf("train %lld x %d: %.3f s on 1 thread, %d components kept\n",
              static_cast<long long>(n), d, train, coder->components());
  std::vector<uint8_t> codes(static_cast<size_t>(n * coder->code_bytes));
  const double encode = best_of(3, [&] { leann::encode(*coder, x.data(), n, 1, codes.data()); });
  std::printf("encode: %.2f us a vector on 1 thread\n", 1e6 * encode / n);
  print_depth(*coder, x, n, codes, queries, m);

  std::vector<uint8_t> big(static_cast<size_t>(many * coder->code_bytes));
  for (size_t i = 0; i < big.size(); ++i) big[i] = codes[i % codes.size()];
  const auto query = leann::make_query(*coder, queries.data());
  const double make = best_of(100, [&] { leann::make_query(*coder, queries.data()); });
  std::printf("query: %.1f us\n", 1e6 * make);
  std::vector<int32_t> ids(100);
  std::vector<float> scores(100);
  for (int level = leann::kScalar; level <= leann::kAvx512; ++level) {
    const leann::Kernels* kernels = leann::kernels_of(static_cast<leann::SimdLevel>(level));
    if (kernels == nullptr) continue;
    const double scan = best_of(7, [&] {
      leann::scan_top(*query, *kernels, big.data(), many, nullptr, 100, ids.data(), scores.data());
    });
    std::printf("scan of 1,000,000 codes, top 100, %s: %.2f ms\n", kernels->name, 1e3 * scan);
  }
  return 0;
}
