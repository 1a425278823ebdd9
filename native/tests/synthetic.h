// Vectors that look like embeddings: clusters, and a spectrum that decays.
#ifndef LEANN_TESTS_SYNTHETIC_H_
#define LEANN_TESTS_SYNTHETIC_H_

#include <cmath>
#include <cstdint>
#include <vector>

#include "base/random.h"
#include "coder/rotation.h"

namespace leann {

// Normally distributed (Box-Muller); the same on every platform except for rounding.
class Gaussian {
 public:
  explicit Gaussian(uint64_t seed) : state_(seed) {}

  float next() {
    const double u = (static_cast<double>(next_random(&state_) >> 11) + 0.5) / 9007199254740992.0;
    const double v = static_cast<double>(next_random(&state_) >> 11) / 9007199254740992.0;
    return static_cast<float>(std::sqrt(-2 * std::log(u)) * std::cos(6.283185307179586 * v));
  }

 private:
  uint64_t state_;
};

// n x d independent Gaussian values.
inline std::vector<float> gaussian_vectors(int64_t n, int32_t d, uint64_t seed) {
  Gaussian gaussian(seed);
  std::vector<float> x(static_cast<size_t>(n * d));
  for (float& value : x) value = gaussian.next();
  return x;
}

// n x d: the sum of a common offset, a cluster's centre and an individual part, in directions of
// decreasing weightt 1 / sqrt(1 + i / 8), rotated so that no coordinate axis is special. Two calls
// with the same `space` use the same clusters. Not of unit length.
inline std::vector<float> clustered_vectors(int64_t n, int32_t d, uint64_t seed,
                                            uint64_t space = 1) {
  constexpr int32_t kClusters = 64;
  const Rotation rotation(d, space);
  const auto weight = [&](std::vector<float>* x) {
    for (size_t i = 0; i < x->size(); ++i) {
      (*x)[i] /= std::sqrt(1 + static_cast<float>(i % static_cast<size_t>(d)) / 8);
    }
  };
  std::vector<float> centres = gaussian_vectors(kClusters, d, space + 1);
  weight(&centres);
  std::vector<float> x = gaussian_vectors(n, d, seed);
  weight(&x);
  uint64_t state = seed ^ 0x5eed;
  for (int64_t row = 0; row < n; ++row) {
    float* y = x.data() + row * d;
    const float* centre = centres.data() + next_random(&state) % kClusters * static_cast<size_t>(d);
    for (int32_t i = 0; i < d; ++i) y[i] += centre[i];
    y[0] += 2;
    rotation.forward(y);
  }
  return x;
}

}  // namespace leann

#endif  // LEANN_TESTS_SYNTHETIC_H_
