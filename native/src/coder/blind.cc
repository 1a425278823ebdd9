#include "coder/blind.h"

#include <algorithm>
#include <cmath>

#include "coder/gaussian.h"

namespace leann {

std::unique_ptr<Coder> blind_coder(int32_t dimension, int32_t bits, uint64_t seed) {
  auto coder = std::make_unique<Coder>();
  coder->dimension = dimension;
  coder->blind_bits = bits;
  coder->seed = seed;
  coder->bits.assign(static_cast<size_t>(dimension), static_cast<uint8_t>(bits));
  const std::vector<float> levels = gaussian_levels(bits, dimension);
  coder->levels.reserve(levels.size() * static_cast<size_t>(dimension));
  for (int32_t c = 0; c < dimension; ++c) {
    coder->levels.insert(coder->levels.end(), levels.begin(), levels.end());
  }

  // For a unit vector x of many dimensions and its levels y, <x, y> and |y|^2 are nearly
  // 1 - distortion. Hence the usual scale, and the error towards a random direction. In few
  // dimensions a rotated vector is far from Gaussian and the scale strays, hence the width.
  const double kept = 1 - gaussian_distortion(bits);
  coder->error = static_cast<float>(std::sqrt((1 / kept - 1) / dimension));
  const double middle = -std::log(kept);
  const double width = 0.05 + 10 / std::sqrt(static_cast<double>(dimension));
  const double low = middle - std::min(1.5, width), high = middle + std::min(3.0, width);
  coder->scale_step = static_cast<float>((high - low) / 254);
  coder->scale_low = static_cast<float>(low - coder->scale_step);  // byte 1 is the lowest scale
  coder->derive();
  return coder;
}

}  // namespace leann
