#include "coder/coder.h"

#include <algorithm>
#include <cmath>

#include "simd/kernels.h"

namespace leann {

void Coder::derive() {
  derive_basis();
  derive_layout();
  derive_limits();
  derive_codewords();
  derive_scales();
}

void Coder::derive_basis() {
  if (!learned) {
    rotation = std::make_unique<const Rotation>(dimension, seed);
    return;
  }
  basis.resize(basis_int8.size());
  size_t at = 0;
  for (float scale : basis_scale) {
    for (int32_t i = 0; i < dimension; ++i, ++at) basis[at] = scale * basis_int8[at];
  }
}

void Coder::derive_layout() {
  layout.clear();
  layout.reserve(bits.size());
  int32_t byte = 0, used = 0, first_level = 0, first_limit = 0;
  for (uint8_t width : bits) {
    if (used + width > 8) {
      ++byte;
      used = 0;
    }
    layout.push_back({byte, width, static_cast<uint8_t>(used), first_level, first_limit});
    used += width;
    first_level += 1 << width;
    first_limit += (1 << width) - 1;
  }
  code_bytes = product() ? static_cast<int32_t>(group_sizes.size()) + 1 : code_bytes_of(bits);
}

void Coder::derive_limits() {
  limits.clear();
  limits.reserve(levels.size());
  for (const Component& component : layout) {
    const float* level = levels.data() + component.levels;
    for (int32_t i = 0; i + 1 < 1 << component.bits; ++i) {
      limits.push_back(0.5f * level[i] + 0.5f * level[i + 1]);
    }
  }
}

void Coder::derive_codewords() {
  codewords.resize(codewords_int8.size());
  size_t at = 0;
  for (float scale : codeword_scale) {
    for (int32_t i = 0; i < kCodewords; ++i, ++at) codewords[at] = scale * codewords_int8[at];
  }
}

void Coder::derive_scales() {
  scales.assign(256, 0.0f);
  for (int32_t byte = 1; byte < 256; ++byte) {
    scales[static_cast<size_t>(byte)] =
        static_cast<float>(std::exp(scale_low + byte * static_cast<double>(scale_step)));
  }
}

void Coder::project(const float* x, float* out) const {
  if (learned) {
    kernels().matrix_vector(basis.data(), components(), dimension, x, out);
  } else {
    std::copy(x, x + dimension, out);
    rotation->forward(out);
  }
}

void Coder::unproject(float* components_, float* x) const {
  if (!learned) {
    rotation->backward(components_);
    std::copy(components_, components_ + dimension, x);
    return;
  }
  std::fill(x, x + dimension, 0.0f);
  const float* row = basis.data();
  for (int32_t c = 0; c < components(); ++c, row += dimension) {
    for (int32_t i = 0; i < dimension; ++i) x[i] += components_[c] * row[i];
  }
}

uint8_t Coder::scale_byte(double scale) const {
  if (scale <= 0) return 0;
  const double byte = std::round((std::log(scale) - scale_low) / scale_step);
  return static_cast<uint8_t>(std::min(255.0, std::max(1.0, byte)));
}

int32_t code_bytes_of(const std::vector<uint8_t>& bits) {
  int32_t bytes = 0, free = 0;
  for (uint8_t width : bits) {
    if (width > free) {
      ++bytes;
      free = 8;
    }
    free -= width;
  }
  return bytes + 1;
}

}  // namespace leann
