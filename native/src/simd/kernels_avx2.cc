// The kernels for AVX2 with FMA. Compiled with -mavx2 -mfma: see kernels.h for what not to include.
#include <immintrin.h>

#include "simd/kernels.h"

namespace leann {
namespace {

inline float sum_of(__m256 v) {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

float dot(const float* a, const float* b, int32_t n) {
  __m256 sum0 = _mm256_setzero_ps(), sum1 = sum0, sum2 = sum0, sum3 = sum0;
  int32_t i = 0;
  for (; i + 32 <= n; i += 32) {
    sum0 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), sum0);
    sum1 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8), _mm256_loadu_ps(b + i + 8), sum1);
    sum2 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 16), _mm256_loadu_ps(b + i + 16), sum2);
    sum3 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 24), _mm256_loadu_ps(b + i + 24), sum3);
  }
  for (; i + 8 <= n; i += 8) {
    sum0 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), sum0);
  }
  float total = sum_of(_mm256_add_ps(_mm256_add_ps(sum0, sum1), _mm256_add_ps(sum2, sum3)));
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
  __m256 sum[4][2];
  for (int32_t a = 0; a < 4; ++a) {
    sum[a][0] = _mm256_loadu_ps(tile + a * 16);
    sum[a][1] = _mm256_loadu_ps(tile + a * 16 + 8);
  }
  for (int64_t t = 0; t < count; ++t) {
    const __m256 b0 = _mm256_loadu_ps(right + t * stride);
    const __m256 b1 = _mm256_loadu_ps(right + t * stride + 8);
    for (int32_t a = 0; a < 4; ++a) {
      const __m256 factor = _mm256_broadcast_ss(left + t * stride + a);
      sum[a][0] = _mm256_fmadd_ps(factor, b0, sum[a][0]);
      sum[a][1] = _mm256_fmadd_ps(factor, b1, sum[a][1]);
    }
  }
  for (int32_t a = 0; a < 4; ++a) {
    _mm256_storeu_ps(tile + a * 16, sum[a][0]);
    _mm256_storeu_ps(tile + a * 16 + 8, sum[a][1]);
  }
}

#include "simd/scores.inc"

constexpr Kernels kKernels = {"avx2", dot, matrix_vector, outer, scores, nullptr};

}  // namespace

const Kernels* avx2_kernels() { return &kKernels; }

}  // namespace leann
