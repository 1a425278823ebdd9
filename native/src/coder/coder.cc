#include "coder/coder.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "coder/gaussian.h"

namespace leann {
namespace {

// The levels of `dimension` components of a random unit vector.
ScalarQuantiser gaussian_quantiser(int32_t dimension, int32_t bits) {
  const std::vector<float> of_one = gaussian_levels(bits, dimension);
  std::vector<float> levels;
  levels.reserve(of_one.size() * static_cast<size_t>(dimension));
  for (int32_t c = 0; c < dimension; ++c) {
    levels.insert(levels.end(), of_one.begin(), of_one.end());
  }
  return ScalarQuantiser(
      std::vector<uint8_t>(static_cast<size_t>(dimension), static_cast<uint8_t>(bits)),
      std::move(levels));
}

}  // namespace

Blind::Blind(int32_t dimension, int32_t bits_, uint64_t seed_)
    : bits(bits_),
      seed(seed_),
      projection(dimension, seed),
      quantiser(gaussian_quantiser(dimension, bits)) {}

Scales::Scales(float low_, float step_) : low(low_), step(step_), values(256, 0.0f) {
  for (int32_t byte = 1; byte < 256; ++byte) {
    values[static_cast<size_t>(byte)] =
        static_cast<float>(std::exp(low + byte * static_cast<double>(step)));
  }
}

Scales Scales::between(double low, double high) {
  const auto step = static_cast<float>((high - low) / 254);
  return Scales(static_cast<float>(low - step), step);
}

uint8_t Scales::nearest(double scale) const {
  if (scale <= 0) return 0;
  const double byte = std::round((std::log(scale) - low) / step);
  return static_cast<uint8_t>(std::min(255.0, std::max(1.0, byte)));
}

// The only code, apart from the coder file, that depends on the kind of a coder.

Coder::Coder(Kind kind_) : kind(std::move(kind_)) {
  dimension = std::visit([](const auto& k) { return k.projection.dimension(); }, kind);
  code_bytes = std::visit([](const auto& k) { return k.quantiser.bytes + 1; }, kind);
}

bool Coder::learned() const {
  return std::visit([](const auto& k) { return k.projection.kLearned; }, kind);
}

int64_t Coder::trained_on() const {
  return std::visit([](const auto& k) { return k.projection.trained_on; }, kind);
}

int32_t Coder::components() const {
  return std::visit([](const auto& k) { return k.projection.components(); }, kind);
}

void Coder::subtract_mean(float* x) const {
  std::visit([&](const auto& k) { k.projection.subtract_mean(x); }, kind);
}

float Coder::dot_mean(const float* x) const {
  return std::visit([&](const auto& k) { return k.projection.dot_mean(x); }, kind);
}

std::vector<float> Coder::mean_components() const {
  return std::visit([](const auto& k) { return k.projection.mean_components(); }, kind);
}

void Coder::project(const float* x, float* out) const {
  std::visit([&](const auto& k) { k.projection.project(x, out); }, kind);
}

void Coder::reconstruct(float* components, float* x) const {
  std::visit([&](const auto& k) { k.projection.reconstruct(components, x); }, kind);
}

double Coder::encode_components(const float* z, uint8_t* code) const {
  return std::visit([&](const auto& k) { return k.quantiser.encode(z, code); }, kind);
}

void Coder::decode_components(const uint8_t* code, float* y) const {
  const float scale = scales.values[code[code_bytes - 1]];
  std::visit([&](const auto& k) { k.quantiser.decode(code, scale, y); }, kind);
}

void Coder::add_to_tables(const float* p, float* tables) const {
  std::visit([&](const auto& k) { k.quantiser.add_to_tables(p, tables); }, kind);
}

}  // namespace leann
