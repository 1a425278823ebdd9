#include "coder/blind.h"

#include <algorithm>
#include <cmath>

#include "coder/gaussian.h"

namespace leann {

Coder blind_coder(int32_t dimension, int32_t bits, uint64_t seed) {
  Coder coder{Blind(dimension, bits, seed)};
  // For a unit vector x of many dimensions and its code y, <x, y> and |y|^2 are both close to
  // 1 - distortion. That gives the usual scale, and the error towards a random direction. In few
  // dimensions a rotated vector is far from Gaussian and scales vary more, so the range is wider.
  const double kept = 1 - gaussian_distortion(bits);
  coder.error = static_cast<float>(std::sqrt((1 / kept - 1) / dimension));
  const double middle = -std::log(kept);
  const double width = 0.05 + 10 / std::sqrt(static_cast<double>(dimension));
  coder.scales = Scales::between(middle - std::min(1.5, width), middle + std::min(3.0, width));
  return coder;
}

}  // namespace leann
