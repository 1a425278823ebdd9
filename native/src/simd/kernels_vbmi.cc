// The kernels for AVX-512F, and one more for processors that also have VBMI, which looks up 64 bytes
// in a table of 256 by four instructions. Compiled with -mavx512vbmi and what it needs: see
// kernels.h for what not to include.
#include <immintrin.h>

#include "simd/kernels.h"

namespace leann {
namespace {

constexpr int32_t kChunk = 16;  // bytes of a row that are transposed at a time

// x[i] = table[x[i]], for a table of 256 bytes.
inline __m512i look_up(const uint8_t* table, __m512i x) {
  const __m512i low =
      _mm512_permutex2var_epi8(_mm512_loadu_si512(table), x, _mm512_loadu_si512(table + 64));
  const __m512i high =
      _mm512_permutex2var_epi8(_mm512_loadu_si512(table + 128), x, _mm512_loadu_si512(table + 192));
  return _mm512_mask_blend_epi8(_mm512_movepi8_mask(x), low, high);
}

// columns[c] = byte `c` of each of 64 rows, for kChunk bytes; `valid` tells which of them may be
// read.
inline void load_columns(const uint8_t* codes, int64_t stride, __mmask16 valid,
                         __m512i columns[kChunk]) {
  const auto load = [&](int64_t row) { return _mm_maskz_loadu_epi8(valid, codes + row * stride); };
  for (int32_t i = 0; i < kChunk; ++i) {
    __m512i rows = _mm512_castsi128_si512(load(i));
    rows = _mm512_inserti32x4(rows, load(i + 16), 1);
    rows = _mm512_inserti32x4(rows, load(i + 32), 2);
    columns[i] = _mm512_inserti32x4(rows, load(i + 48), 3);
  }
  // Of the 8 bits of a byte's place (register, byte of the lane), each step moves the first to the
  // end. Four steps swap the halves.
  for (int32_t step = 0; step < 4; ++step) {
    __m512i moved[kChunk];
    for (int32_t i = 0; i < kChunk / 2; ++i) {
      moved[2 * i] = _mm512_unpacklo_epi8(columns[i], columns[i + kChunk / 2]);
      moved[2 * i + 1] = _mm512_unpackhi_epi8(columns[i], columns[i + kChunk / 2]);
    }
    for (int32_t i = 0; i < kChunk; ++i) columns[i] = moved[i];
  }
}

uint64_t reaches(const uint8_t* table, int32_t bytes, uint16_t least, int32_t shift,
                 const uint8_t* limits, const uint8_t* codes) {
  const int32_t stride = bytes + 1;
  const __mmask16 valid = stride >= kChunk ? static_cast<__mmask16>(0xffff)
                                           : static_cast<__mmask16>((1u << stride) - 1);
  const __m512i low_byte = _mm512_set1_epi16(0xff);
  __m512i even = _mm512_setzero_si512(), odd = even;  // sums of the rows, in 16 bits
  __m512i limit = even;
  for (int32_t at = 0; at < stride; at += kChunk) {
    // The last chunk ends with the row, so that nothing beyond is read; it has some columns again.
    const int32_t first = stride < kChunk ? 0 : (at + kChunk <= stride ? at : stride - kChunk);
    __m512i columns[kChunk];
    load_columns(codes + first, stride, valid, columns);
    for (int32_t column = at; column < first + kChunk && column < stride; ++column) {
      const __m512i values = columns[column - first];
      if (column == bytes) {
        limit = look_up(limits, values);
        break;
      }
      const __m512i found = look_up(table + column * 256, values);
      even = _mm512_add_epi16(even, _mm512_and_si512(found, low_byte));
      odd = _mm512_add_epi16(odd, _mm512_srli_epi16(found, 8));
    }
  }
  const __m512i from = _mm512_set1_epi16(static_cast<int16_t>(least));
  const __m128i by = _mm_cvtsi32_si128(shift);
  const auto above = [&](__m512i sums) {
    return _mm512_min_epu16(_mm512_srl_epi16(_mm512_subs_epu16(sums, from), by), low_byte);
  };
  const __m512i found = _mm512_or_si512(above(even), _mm512_slli_epi16(above(odd), 8));
  return _mm512_cmpge_epu8_mask(found, limit);
}

Kernels with_reaches(const Kernels& others) {
  Kernels kernels = others;
  kernels.reaches = reaches;
  return kernels;
}

}  // namespace

const Kernels* vbmi_kernels() {
  static const Kernels kernels = with_reaches(*avx512_kernels());
  return &kernels;
}

}  // namespace leann
