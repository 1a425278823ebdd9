#include "base/vectors.h"

#include <atomic>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "base/error.h"
#include "base/parallel.h"

namespace leann {
namespace {

// A float is finite unless all bits of its exponent are set.
bool all_finite(const float* values, int64_t count) {
  uint32_t bad = 0;
  for (int64_t i = 0; i < count; ++i) {
    uint32_t bits;
    std::memcpy(&bits, values + i, sizeof bits);
    bad |= static_cast<uint32_t>((bits & 0x7f800000u) == 0x7f800000u);
  }
  return bad == 0;
}

}  // namespace

void check_finite(const float* vectors, int64_t n, int32_t dimension, int32_t threads) {
  constexpr int64_t kNone = std::numeric_limits<int64_t>::max();
  std::atomic<int64_t> first{kNone};
  parallel_for(n, 4096, threads, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end && row < first.load(); ++row) {
      if (all_finite(vectors + row * dimension, dimension)) continue;
      int64_t seen = first.load();
      while (row < seen && !first.compare_exchange_weak(seen, row)) {
      }
      return;
    }
  });
  if (first.load() != kNone) {
    throw invalid_argument("vector " + std::to_string(first.load()) +
                           " holds a NaN or an infinite value");
  }
}

void normalise(const float* in, int32_t dimension, float* out) {
  double sum[4] = {};
  int32_t i = 0;
  for (; i + 4 <= dimension; i += 4) {
    for (int32_t lane = 0; lane < 4; ++lane) {
      sum[lane] += static_cast<double>(in[i + lane]) * static_cast<double>(in[i + lane]);
    }
  }
  for (; i < dimension; ++i) sum[0] += static_cast<double>(in[i]) * static_cast<double>(in[i]);
  const double energy = (sum[0] + sum[2]) + (sum[1] + sum[3]);
  const double factor = energy > 0 ? 1 / std::sqrt(energy) : 0;
  for (i = 0; i < dimension; ++i) out[i] = static_cast<float>(in[i] * factor);
}

}  // namespace leann
