// Chooses the kernels: the best that the processor, the operating system and LEANN_SIMD allow.
#include <cstdlib>
#include <cstring>

#include "simd/cpu.h"
#include "simd/kernels.h"

namespace leann {
namespace {

constexpr SimdLevel kBestFirst[] = {kAvx512, kAvx2, kNeon, kScalar};

// The level that a cap names; the highest one if it names none.
SimdLevel level_named(const char* name) {
  if (name == nullptr) return kAvx512;
  if (std::strcmp(name, "scalar") == 0) return kScalar;
  if (std::strcmp(name, "neon") == 0) return kNeon;
  if (std::strcmp(name, "avx2") == 0) return kAvx2;
  return kAvx512;
}

}  // namespace

const Kernels* kernels_of(SimdLevel level) {
  switch (level) {
    case kScalar:
      return scalar_kernels();
#if defined(LEANN_HAVE_NEON)
    case kNeon:
      return neon_kernels();
#endif
#if defined(LEANN_HAVE_X86)
    case kAvx2:
      return cpu_features().avx2 ? avx2_kernels() : nullptr;
    case kAvx512:
      if (cpu_features().vbmi) return vbmi_kernels();
      return cpu_features().avx512 ? avx512_kernels() : nullptr;
#endif
    default:
      return nullptr;
  }
}

const Kernels& kernels_capped(const char* cap) {
  const SimdLevel highest = level_named(cap);
  for (SimdLevel level : kBestFirst) {
    if (level > highest) continue;
    const Kernels* found = kernels_of(level);
    if (found != nullptr) return *found;
  }
  return *scalar_kernels();
}

const Kernels& kernels() {
  static const Kernels& chosen = kernels_capped(std::getenv("LEANN_SIMD"));
  return chosen;
}

}  // namespace leann
