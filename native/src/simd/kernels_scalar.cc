// The kernels in plain C++: the reference for the others, and the fallback on every platform.
#include "simd/kernels.h"

namespace leann {
namespace {

// Eight separate sums let the compiler use the baseline's vector instructions without reordering
// additions.
constexpr int32_t kLanes = 8;

float dot(const float* a, const float* b, int32_t n) {
  float sum[kLanes] = {};
  int32_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (int32_t lane = 0; lane < kLanes; ++lane) sum[lane] += a[i + lane] * b[i + lane];
  }
  float total = ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
  for (; i < n; ++i) total += a[i] * b[i];
  return total;
}

void matrix_vector(const float* matrix, int32_t rows, int32_t columns, const float* x, float* out) {
  for (int32_t row = 0; row < rows; ++row) {
    out[row] = dot(matrix + static_cast<int64_t>(row) * columns, x, columns);
  }
}

void outer(const float* left, const float* right, int64_t stride, int64_t count, float* tile) {
  for (int32_t a = 0; a < kTileRows; ++a) {
    float sum[kTileColumns] = {};
    for (int64_t t = 0; t < count; ++t) {
      const float factor = left[t * stride + a];
      const float* row = right + t * stride;
      for (int32_t b = 0; b < kTileColumns; ++b) sum[b] += factor * row[b];
    }
    for (int32_t b = 0; b < kTileColumns; ++b) tile[a * kTileColumns + b] += sum[b];
  }
}

#include "simd/scores.inc"

constexpr Kernels kKernels = {"scalar", dot, matrix_vector, outer, scores, nullptr};

}  // namespace

const Kernels* scalar_kernels() { return &kKernels; }

}  // namespace leann
