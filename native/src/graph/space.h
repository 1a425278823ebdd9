// Distances between vectors: lower is nearer, whatever the metric.
#ifndef LEANN_GRAPH_SPACE_H_
#define LEANN_GRAPH_SPACE_H_

#include <cstddef>
#include <cstdint>
#include <limits>

#include "leann/leann.h"

namespace leann {

// The negated inner product or the squared distance of two vectors of n finite values. The order of
// additions is the same on every platform, so that a graph does not depend on the machine that
// built it. Never a NaN, which could not be sorted: if huge products cancel out, the distance is
// infinite.
inline float distance(leann_metric metric, const float* a, const float* b, size_t n) {
  constexpr size_t kLanes =
      16;  // separate sums, which the compiler can vectorise at any SIMD level
  float sums[kLanes] = {};
  const auto term = [metric](float x, float y) {
    return metric == LEANN_L2 ? (x - y) * (x - y) : -(x * y);
  };
  size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (size_t j = 0; j < kLanes; ++j) sums[j] += term(a[i + j], b[i + j]);
  }
  for (size_t j = 0; i < n; ++i, ++j) sums[j] += term(a[i], b[i]);
  for (size_t half = kLanes / 2; half > 0; half /= 2) {
    for (size_t j = 0; j < half; ++j) sums[j] += sums[j + half];
  }
  return sums[0] == sums[0] ? sums[0] : std::numeric_limits<float>::infinity();
}

// The vectors of a graph's nodes: row-major, finite, owned by someone else.
struct Space {
  const float* vectors;
  int32_t dimension;
  leann_metric metric;

  const float* operator[](int32_t node) const {
    return vectors + static_cast<size_t>(node) * static_cast<size_t>(dimension);
  }

  float between(int32_t a, int32_t b) const {
    return distance(metric, (*this)[a], (*this)[b], static_cast<size_t>(dimension));
  }
};

}  // namespace leann

#endif  // LEANN_GRAPH_SPACE_H_
