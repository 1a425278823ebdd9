#include "coder/encode.h"

#include <cstring>
#include <vector>

#include "base/parallel.h"
#include "base/vectors.h"
#include "leann/leann.h"

namespace leann {
namespace {

// How many of 2^bits - 1 ascending limits lie below z: the index of the nearest level.
inline int32_t nearest(const float* limits, int32_t bits, float z) {
  int32_t found = 0;
  for (int32_t step = 1 << (bits - 1); step > 0; step /= 2) {
    found += z > limits[found + step - 1] ? step : 0;
  }
  return found;
}

double choose_levels(const Coder& coder, const float* z, uint8_t* code) {
  std::memset(code, 0, static_cast<size_t>(coder.code_bytes));
  double inner = 0, energy = 0;
  int32_t chosen[LEANN_MAX_DIMENSION];
  const int32_t r = coder.components();
  for (int32_t c = 0; c < r; ++c) {
    const Component& component = coder.layout[c];
    chosen[c] = nearest(coder.limits.data() + component.limits, component.bits, z[c]);
    const double level = coder.levels[component.levels + chosen[c]];
    inner += z[c] * level;
    energy += level * level;
  }
  // What counts is the angle between y and z, as the scale sets the length. The nearest levels are
  // nearly the best; one round of looking at each component's second nearest takes another 1 to
  // 2 % off the error of estimates, for a microsecond a vector.
  for (int32_t c = 0; c < r; ++c) {
    const Component& component = coder.layout[c];
    const float* levels = coder.levels.data() + component.levels;
    const double now = levels[chosen[c]];
    // Only the neighbour on the far side of z can help.
    const int32_t other = z[c] > now ? chosen[c] + 1 : chosen[c] - 1;
    if (other < 0 || other >= 1 << component.bits) continue;
    const double level = levels[other];
    const double other_inner = inner + z[c] * (level - now);
    const double other_energy = energy + level * level - now * now;
    if (other_inner > 0 && other_inner * other_inner * energy > inner * inner * other_energy) {
      chosen[c] = other;
      inner = other_inner;
      energy = other_energy;
    }
  }
  for (int32_t c = 0; c < r; ++c) {
    const Component& component = coder.layout[c];
    code[component.byte] =
        static_cast<uint8_t>(code[component.byte] | (chosen[c] << component.shift));
  }
  return inner;
}

double choose_codewords(const Coder& coder, const float* z, uint8_t* code) {
  const float* codewords = coder.codewords.data();
  double inner = 0;
  for (uint8_t size : coder.group_sizes) {
    *code = nearest_codeword(codewords, size, z);
    for (int32_t i = 0; i < size; ++i, codewords += kCodewords) {
      inner += static_cast<double>(*z++) * codewords[*code];
    }
    ++code;
  }
  return inner;
}

}  // namespace

double choose(const Coder& coder, const float* z, uint8_t* code) {
  return coder.product() ? choose_codewords(coder, z, code) : choose_levels(coder, z, code);
}

void encode(const Coder& coder, const float* vectors, int64_t n, int32_t threads, uint8_t* codes) {
  const int32_t d = coder.dimension;
  parallel_for(n, 64, threads, [&](int64_t begin, int64_t end) {
    std::vector<float> x(static_cast<size_t>(d)), z(static_cast<size_t>(coder.components()));
    for (int64_t row = begin; row < end; ++row) {
      uint8_t* code = codes + row * coder.code_bytes;
      normalise(vectors + row * d, d, x.data());
      if (coder.learned) {
        for (int32_t i = 0; i < d; ++i) x[i] -= coder.mean[i];
      }
      double energy = 0;
      for (int32_t i = 0; i < d; ++i) energy += static_cast<double>(x[i]) * x[i];
      coder.project(x.data(), z.data());
      const double inner = choose(coder, z.data(), code);
      // The scale that makes the estimate of the vector's product with itself exact, and with a
      // random direction unbiased. Where the levels point away from the vector no scale is right:
      // the largest is nearest.
      const double scale = energy <= 0 ? 0 : energy / (inner > 1e-12 ? inner : 1e-12);
      code[coder.code_bytes - 1] = coder.scale_byte(scale);
    }
  });
}

void decode_components(const Coder& coder, const uint8_t* code, float* y) {
  const float scale = coder.scales[code[coder.code_bytes - 1]];
  const float* codewords = coder.codewords.data();
  for (uint8_t size : coder.group_sizes) {
    for (int32_t i = 0; i < size; ++i, codewords += kCodewords) *y++ = scale * codewords[*code];
    ++code;
  }
  for (const Component& component : coder.layout) {
    const int32_t index = (code[component.byte] >> component.shift) & ((1 << component.bits) - 1);
    *y++ = scale * coder.levels[component.levels + index];
  }
}

void decode(const Coder& coder, const uint8_t* codes, int64_t n, float* vectors) {
  std::vector<float> y(static_cast<size_t>(coder.components()));
  for (int64_t row = 0; row < n; ++row) {
    decode_components(coder, codes + row * coder.code_bytes, y.data());
    float* x = vectors + row * coder.dimension;
    coder.unproject(y.data(), x);
    if (coder.learned) {
      for (int32_t i = 0; i < coder.dimension; ++i) x[i] += coder.mean[i];
    }
  }
}

}  // namespace leann
