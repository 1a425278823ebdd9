// Features that the processor has and whose registers the operating system saves.
#ifndef LEANN_SIMD_CPU_H_
#define LEANN_SIMD_CPU_H_

namespace leann {

struct CpuFeatures {
  bool avx2 = false;    // AVX2 and FMA
  bool avx512 = false;  // AVX-512F
  bool vbmi = false;    // AVX-512F, BW, VL and VBMI
};

// All false on anything but x86.
CpuFeatures cpu_features();

}  // namespace leann

#endif  // LEANN_SIMD_CPU_H_
