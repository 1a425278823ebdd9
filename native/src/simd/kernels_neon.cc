// The kernels for NEON, which every 64-bit ARM has: no flags and no detection needed.
#include <arm_neon.h>

#include "simd/kernels.h"

namespace leann {
namespace {

float dot(const float* a, const float* b, int32_t n) {
  float32x4_t sum0 = vdupq_n_f32(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
  int32_t i = 0;
  for (; i + 16 <= n; i += 16) {
    sum0 = vfmaq_f32(sum0, vld1q_f32(a + i), vld1q_f32(b + i));
    sum1 = vfmaq_f32(sum1, vld1q_f32(a + i + 4), vld1q_f32(b + i + 4));
    sum2 = vfmaq_f32(sum2, vld1q_f32(a + i + 8), vld1q_f32(b + i + 8));
    sum3 = vfmaq_f32(sum3, vld1q_f32(a + i + 12), vld1q_f32(b + i + 12));
  }
  for (; i + 4 <= n; i += 4) sum0 = vfmaq_f32(sum0, vld1q_f32(a + i), vld1q_f32(b + i));
  float total = vaddvq_f32(vaddq_f32(vaddq_f32(sum0, sum1), vaddq_f32(sum2, sum3)));
  for (; i < n; ++i) total += a[i] * b[i];
  return total;
}

void matrix_vector(const float* matrix, int32_t rows, int32_t columns, const float* x, float* out) {
  for (int32_t row = 0; row < rows; ++row) {
    out[row] = dot(matrix + static_cast<int64_t>(row) * columns, x, columns);
  }
}

void outer(const float* left, const float* right, int64_t stride, int64_t count, float* tile) {
  static_assert(kTileRows == 4 && kTileColumns == 16, "the loop below is written for 4 x 16");
  float32x4_t sum[4][4];
  for (int32_t a = 0; a < 4; ++a) {
    for (int32_t b = 0; b < 4; ++b) sum[a][b] = vld1q_f32(tile + a * 16 + b * 4);
  }
  for (int64_t t = 0; t < count; ++t) {
    const float* row = right + t * stride;
    const float32x4_t right0 = vld1q_f32(row), right1 = vld1q_f32(row + 4);
    const float32x4_t right2 = vld1q_f32(row + 8), right3 = vld1q_f32(row + 12);
    for (int32_t a = 0; a < 4; ++a) {
      const float factor = left[t * stride + a];
      sum[a][0] = vfmaq_n_f32(sum[a][0], right0, factor);
      sum[a][1] = vfmaq_n_f32(sum[a][1], right1, factor);
      sum[a][2] = vfmaq_n_f32(sum[a][2], right2, factor);
      sum[a][3] = vfmaq_n_f32(sum[a][3], right3, factor);
    }
  }
  for (int32_t a = 0; a < 4; ++a) {
    for (int32_t b = 0; b < 4; ++b) vst1q_f32(tile + a * 16 + b * 4, sum[a][b]);
  }
}

#include "simd/scores.inc"

constexpr Kernels kKernels = {"neon", dot, matrix_vector, outer, scores, nullptr};

}  // namespace

const Kernels* neon_kernels() { return &kKernels; }

}  // namespace leann
