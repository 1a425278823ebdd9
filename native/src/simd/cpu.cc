// Uses cpuid and xgetbv directly: a compiler's __builtin_cpu_supports depends on a run-time library
// that some cross compilers leave empty, and then silently reports no features at all.
#include "simd/cpu.h"

#if defined(LEANN_HAVE_X86)
#include <cpuid.h>
#endif

namespace leann {

#if defined(LEANN_HAVE_X86)
namespace {

// The register states that the operating system saves on a context switch.
unsigned int saved_states() {
  unsigned int low = 0, high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

}  // namespace

CpuFeatures cpu_features() {
  CpuFeatures features;
  unsigned int a = 0, b = 0, c = 0, d = 0;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return features;
  constexpr unsigned int kFma = 1u << 12, kOsxsave = 1u << 27, kAvx = 1u << 28;
  if ((c & kOsxsave) == 0 || (c & kAvx) == 0) return features;
  const bool fma = (c & kFma) != 0;
  const unsigned int states = saved_states();
  constexpr unsigned int kYmm = 0x6, kZmm = 0xe6;  // XMM and YMM; these, opmask and both ZMM halves
  if ((states & kYmm) != kYmm) return features;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return features;
  constexpr unsigned int kAvx2Bit = 1u << 5, kAvx512fBit = 1u << 16;
  features.avx2 = fma && (b & kAvx2Bit) != 0;
  features.avx512 = features.avx2 && (b & kAvx512fBit) != 0 && (states & kZmm) == kZmm;
  constexpr unsigned int kBwBit = 1u << 30, kVlBit = 1u << 31, kVbmiBit = 1u << 1;
  features.vbmi = features.avx512 && (b & kBwBit) != 0 && (b & kVlBit) != 0 && (c & kVbmiBit) != 0;
  return features;
}
#else
CpuFeatures cpu_features() { return CpuFeatures(); }
#endif

}  // namespace leann
