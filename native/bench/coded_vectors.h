// What the benchmarks of searches over codes have in common: their vectors and codes, and what they
// count.
#ifndef LEANN_BENCH_CODED_VECTORS_H_
#define LEANN_BENCH_CODED_VECTORS_H_

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

#include "base/random.h"
#include "base/vectors.h"
#include "coder/encode.h"
#include "synthetic.h"

namespace leann_bench {

constexpr int32_t kDimension = 384, kQueries = 500, kThreads = 2;

inline double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Vectors {
  std::vector<float> x, queries;  // rows of kDimension

  int64_t size() const { return static_cast<int64_t>(x.size()) / kDimension; }
};

// Rows of float32, little-endian, of which the last kQueries are queries; synthetic ones for "-".
inline Vectors read_vectors(const char* path) {
  Vectors vectors;
  if (std::strcmp(path, "-") == 0) {
    vectors.x = leann::clustered_vectors(20000 + kQueries, kDimension, 1);
  } else {
    std::ifstream in(path, std::ios::binary);
    const std::vector<char> bytes(std::istreambuf_iterator<char>(in), {});
    vectors.x.resize(bytes.size() / sizeof(float));
    std::memcpy(vectors.x.data(), bytes.data(), vectors.x.size() * sizeof(float));
  }
  vectors.queries.assign(vectors.x.end() - kQueries * kDimension, vectors.x.end());
  vectors.x.resize(vectors.x.size() - vectors.queries.size());
  return vectors;
}

// Codes of n vectors. If n is more than there are, further vectors are made from these: a vector
// plus 0.6 times the difference of two others, so that they vary as the real ones do. Calls
// seen(vectors, first row, number of rows) for all of them, batch by batch, at unit length.
template <typename Seen>
std::vector<uint8_t> encode_enlarged(const leann::Coder& coder, const std::vector<float>& x,
                                     int32_t n, Seen seen) {
  constexpr int64_t kBatch = 4096;
  const auto real = static_cast<uint64_t>(x.size() / kDimension);
  std::vector<uint8_t> codes(static_cast<size_t>(n) * static_cast<size_t>(coder.code_bytes));
  std::vector<float> batch;
  uint64_t state = 1;
  for (int64_t row = 0; row < n; row += kBatch) {
    const int64_t count = std::min(kBatch, n - row);
    batch.clear();
    for (int64_t i = row; i < row + count; ++i) {
      const bool made = i >= static_cast<int64_t>(real);
      const uint64_t a = made ? leann::next_random(&state) % real : static_cast<uint64_t>(i),
                     b = made ? leann::next_random(&state) % real : 0,
                     c = made ? leann::next_random(&state) % real : 0;
      for (uint64_t j = 0; j < kDimension; ++j) {
        batch.push_back(x[a * kDimension + j] +
                        0.6f * (x[b * kDimension + j] - x[c * kDimension + j]));
      }
      float* last = &batch[batch.size() - kDimension];
      leann::normalise(last, kDimension, last);
    }
    leann::encode(coder, batch.data(), count, kThreads, codes.data() + row * coder.code_bytes);
    seen(batch.data(), row, count);
  }
  return codes;
}

using Ids = std::vector<std::vector<int32_t>>;

// The percentage of the first `top` that are wanted that are among the first `within` found.
inline double percentage(const Ids& wanted, const Ids& found, size_t top, size_t within) {
  size_t hits = 0, all = 0;
  for (size_t q = 0; q < wanted.size(); ++q) {
    const auto end =
        found[q].begin() + static_cast<std::ptrdiff_t>(std::min(within, found[q].size()));
    for (size_t i = 0; i < std::min(top, wanted[q].size()); ++i) {
      hits += static_cast<size_t>(std::count(found[q].begin(), end, wanted[q][i]));
      ++all;
    }
  }
  return 100.0 * static_cast<double>(hits) / static_cast<double>(all);
}

}  // namespace leann_bench

#endif  // LEANN_BENCH_CODED_VECTORS_H_
