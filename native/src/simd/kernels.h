// The loops that are worth writing once per instruction set, and the choice among them.
//
// Files compiled with -mavx512f and the like include this header, so it must not pull in any inline
// function: the linker could pick such a file's copy of it for the rest of the library.
#ifndef LEANN_SIMD_KERNELS_H_
#define LEANN_SIMD_KERNELS_H_

#include <stdint.h>

namespace leann {

// The tile of a covariance matrix that one call of Kernels::outer adds to.
enum { kTileRows = 4, kTileColumns = 16 };

// The rows that one call of Kernels::reaches looks at.
enum { kBlockRows = 64 };

struct Kernels {
  const char* name;

  // sum_i a[i] * b[i], i < n.
  float (*dot)(const float* a, const float* b, int32_t n);

  // out[i] = <row i, x> for a row-major matrix of `rows` x `columns`. Each value has the same bits
  // as the one dot returns.
  void (*matrix_vector)(const float* matrix, int32_t rows, int32_t columns, const float* x,
                        float* out);

  // tile[a][b] += sum_t left[t * stride + a] * right[t * stride + b], t < count, for a tile of
  // kTileRows x kTileColumns, row-major.
  void (*outer)(const float* left, const float* right, int64_t stride, int64_t count, float* tile);

  // out[i] = bias + scales[row i's last byte] * sum_j table[j * 256 + row i's byte j] for `count`
  // contiguous rows of bytes + 1 bytes. Every level adds in the order of j, without fused
  // operations, so that the bits are the same for all levels and any count.
  void (*scores)(const float* table, int32_t bytes, const float* scales, float bias,
                 const uint8_t* codes, int64_t count, float* out);

  // Which of kBlockRows contiguous rows of bytes + 1 bytes may score high enough, as a bit for each:
  // row i if min(255, (max(0, sum_j table[j * 256 + row i's byte j] - least)) >> shift) is at least
  // limits[row i's last byte]. bytes <= 256. Reads nothing beyond the rows. Null where this would
  // not be faster than `scores`.
  uint64_t (*reaches)(const uint8_t* table, int32_t bytes, uint16_t least, int32_t shift,
                      const uint8_t* limits, const uint8_t* codes);
};

// In ascending order of preference.
enum SimdLevel { kScalar = 0, kNeon = 1, kAvx2 = 2, kAvx512 = 3 };

// The kernels in use, chosen once: the best that the processor and the operating system support,
// capped by the environment variable LEANN_SIMD.
const Kernels& kernels();

// The kernels of one level, or nullptr if this build or this machine lacks it.
const Kernels* kernels_of(SimdLevel level);

// The kernels that LEANN_SIMD=cap would choose here; a null or unknown cap has no effect.
const Kernels& kernels_capped(const char* cap);

// Defined in kernels_<level>.cc, if that file is compiled.
const Kernels* scalar_kernels();
const Kernels* avx2_kernels();
const Kernels* avx512_kernels();
const Kernels* vbmi_kernels();
const Kernels* neon_kernels();

}  // namespace leann

#endif  // LEANN_SIMD_KERNELS_H_
