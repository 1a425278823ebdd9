#include "coder/encode.h"

#include <vector>

#include "base/parallel.h"
#include "base/vectors.h"

namespace leann {

void encode(const Coder& coder, const float* vectors, int64_t n, int32_t threads, uint8_t* codes) {
  const int32_t d = coder.dimension;
  parallel_for(n, 64, threads, [&](int64_t begin, int64_t end) {
    std::vector<float> x(static_cast<size_t>(d)), z(static_cast<size_t>(coder.components()));
    for (int64_t row = begin; row < end; ++row) {
      uint8_t* code = codes + row * coder.code_bytes;
      normalise(vectors + row * d, d, x.data());
      coder.subtract_mean(x.data());
      double energy = 0;
      for (int32_t i = 0; i < d; ++i) energy += static_cast<double>(x[i]) * x[i];
      coder.project(x.data(), z.data());
      const double inner = coder.encode_components(z.data(), code);
      // The scale that makes the estimate of the vector's product with itself exact, and unbiased
      // with a random direction. If the code points away from the vector, no scale is right; the
      // largest is the least wrong.
      const double scale = energy <= 0 ? 0 : energy / (inner > 1e-12 ? inner : 1e-12);
      code[coder.code_bytes - 1] = coder.scales.nearest(scale);
    }
  });
}

void decode(const Coder& coder, const uint8_t* codes, int64_t n, float* vectors) {
  std::vector<float> y(static_cast<size_t>(coder.components()));
  for (int64_t row = 0; row < n; ++row) {
    coder.decode_components(codes + row * coder.code_bytes, y.data());
    coder.reconstruct(y.data(), vectors + row * coder.dimension);
  }
}

}  // namespace leann
