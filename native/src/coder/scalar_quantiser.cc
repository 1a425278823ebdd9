#include "coder/scalar_quantiser.h"

#include <cstddef>
#include <cstring>
#include <utility>

#include "leann/leann.h"

namespace leann {
namespace {

// The index of the level nearest to z: how many of the 2^bits - 1 ascending limits lie below it.
inline int32_t nearest_level(const float* limits, int32_t bits, float z) {
  int32_t found = 0;
  for (int32_t step = 1 << (bits - 1); step > 0; step /= 2) {
    found += z > limits[found + step - 1] ? step : 0;
  }
  return found;
}

}  // namespace

ScalarQuantiser::ScalarQuantiser(std::vector<uint8_t> bits_, std::vector<float> levels_)
    : bits(std::move(bits_)), levels(std::move(levels_)) {
  layout.reserve(bits.size());
  limits.reserve(levels.size());
  int32_t byte = 0, used = 0, first_level = 0;
  for (uint8_t width : bits) {
    if (used + width > 8) {
      ++byte;
      used = 0;
    }
    layout.push_back({byte, width, static_cast<uint8_t>(used), first_level,
                      static_cast<int32_t>(limits.size())});
    const float* level = levels.data() + first_level;
    for (int32_t i = 0; i + 1 < 1 << width; ++i) {
      limits.push_back(0.5f * level[i] + 0.5f * level[i + 1]);
    }
    used += width;
    first_level += 1 << width;
  }
  bytes = byte + 1;
}

double ScalarQuantiser::encode(const float* z, uint8_t* code) const {
  std::memset(code, 0, static_cast<size_t>(bytes));
  double inner = 0, energy = 0;
  int32_t chosen[LEANN_MAX_DIMENSION];
  const auto r = static_cast<int32_t>(layout.size());
  for (int32_t c = 0; c < r; ++c) {
    const Component& component = layout[c];
    chosen[c] = nearest_level(limits.data() + component.limits, component.bits, z[c]);
    const double level = levels[component.levels + chosen[c]];
    inner += z[c] * level;
    energy += level * level;
  }
  // Only the angle between y and z matters, because the scale sets the length. The nearest levels
  // are close to the best choice; one pass over each component's second nearest level reduces the
  // error of estimates by another 1 to 2 %, for a microsecond per vector.
  for (int32_t c = 0; c < r; ++c) {
    const Component& component = layout[c];
    const float* level = levels.data() + component.levels;
    const double now = level[chosen[c]];
    // Only the neighbour on the other side of z can help.
    const int32_t other = z[c] > now ? chosen[c] + 1 : chosen[c] - 1;
    if (other < 0 || other >= 1 << component.bits) continue;
    const double then = level[other];
    const double other_inner = inner + z[c] * (then - now);
    const double other_energy = energy + then * then - now * now;
    if (other_inner > 0 && other_inner * other_inner * energy > inner * inner * other_energy) {
      chosen[c] = other;
      inner = other_inner;
      energy = other_energy;
    }
  }
  for (int32_t c = 0; c < r; ++c) {
    const Component& component = layout[c];
    code[component.byte] =
        static_cast<uint8_t>(code[component.byte] | (chosen[c] << component.shift));
  }
  return inner;
}

void ScalarQuantiser::decode(const uint8_t* code, float scale, float* y) const {
  for (const Component& component : layout) {
    const int32_t index = (code[component.byte] >> component.shift) & ((1 << component.bits) - 1);
    *y++ = scale * levels[component.levels + index];
  }
}

void ScalarQuantiser::add_to_tables(const float* p, float* tables) const {
  for (const Component& component : layout) {
    float* table = tables + static_cast<int64_t>(component.byte) * 256;
    const float* level = levels.data() + component.levels;
    const int32_t mask = (1 << component.bits) - 1;
    const float factor = *p++;
    for (int32_t value = 0; value < 256; ++value) {
      table[value] += factor * level[(value >> component.shift) & mask];
    }
  }
}

}  // namespace leann
