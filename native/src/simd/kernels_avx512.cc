// The kernels for AVX-512F. Compiled with -mavx512f: see kernels.h for what not to include.
#include <immintrin.h>

#include "simd/kernels.h"

namespace leann {
namespace {

float dot(const float* a, const float* b, int32_t n) {
  __m512 sum0 = _mm512_setzero_ps(), sum1 = sum0;
  int32_t i = 0;
  for (; i + 32 <= n; i += 32) {
    sum0 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), sum0);
    sum1 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i + 16), _mm512_loadu_ps(b + i + 16), sum1);
  }
  for (; i < n; i += 16) {
    const __mmask16 mask =
        n - i >= 16 ? static_cast<__mmask16>(0xffff) : static_cast<__mmask16>((1u << (n - i)) - 1);
    sum0 = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(mask, a + i), _mm512_maskz_loadu_ps(mask, b + i),
                           sum0);
  }
  return _mm512_reduce_add_ps(_mm512_add_ps(sum0, sum1));
}

void matrix_vector(const float* matrix, int32_t rows, int32_t columns, const float* x, float* out) {
  for (int32_t row = 0; row < rows; ++row) {
    out[row] = dot(matrix + static_cast<int64_t>(row) * columns, x, columns);
  }
}

void outer(const float* left, const float* right, int64_t stride, int64_t count, float* tile) {
  static_assert(kTileRows == 4 && kTileColumns == 16, "the loop below is written for 4 x 16");
  // Separate sums for even and odd rows: eight independent chains keep both units busy.
  __m512 even[4], odd[4];
  for (int32_t a = 0; a < 4; ++a) {
    even[a] = _mm512_loadu_ps(tile + a * 16);
    odd[a] = _mm512_setzero_ps();
  }
  int64_t t = 0;
  for (; t + 2 <= count; t += 2) {
    const __m512 b0 = _mm512_loadu_ps(right + t * stride);
    const __m512 b1 = _mm512_loadu_ps(right + (t + 1) * stride);
    for (int32_t a = 0; a < 4; ++a) {
      even[a] = _mm512_fmadd_ps(_mm512_set1_ps(left[t * stride + a]), b0, even[a]);
      odd[a] = _mm512_fmadd_ps(_mm512_set1_ps(left[(t + 1) * stride + a]), b1, odd[a]);
    }
  }
  for (int32_t a = 0; a < 4; ++a) {
    if (t < count) {
      even[a] = _mm512_fmadd_ps(_mm512_set1_ps(left[t * stride + a]),
                                _mm512_loadu_ps(right + t * stride), even[a]);
    }
    _mm512_storeu_ps(tile + a * 16, _mm512_add_ps(even[a], odd[a]));
  }
}

#include "simd/scores.inc"

constexpr Kernels kKernels = {"avx512", dot, matrix_vector, outer, scores, nullptr};

}  // namespace

const Kernels* avx512_kernels() { return &kKernels; }

}  // namespace leann
