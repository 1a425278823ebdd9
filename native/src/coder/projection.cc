#include "coder/projection.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "simd/kernels.h"

namespace leann {

PcaProjection::PcaProjection(int64_t trained_on_, std::vector<float> mean_,
                             std::vector<int8_t> basis_int8_, std::vector<float> basis_scale_)
    : trained_on(trained_on_),
      mean(std::move(mean_)),
      basis_int8(std::move(basis_int8_)),
      basis_scale(std::move(basis_scale_)),
      basis(basis_int8.size()) {
  size_t at = 0;
  for (float scale : basis_scale) {
    for (size_t i = 0; i < mean.size(); ++i, ++at) basis[at] = scale * basis_int8[at];
  }
}

void PcaProjection::subtract_mean(float* x) const {
  for (size_t i = 0; i < mean.size(); ++i) x[i] -= mean[i];
}

float PcaProjection::dot_mean(const float* x) const {
  return kernels().dot(x, mean.data(), dimension());
}

std::vector<float> PcaProjection::mean_components() const {
  std::vector<float> values(static_cast<size_t>(components()) + 1, 0.0f);
  project(mean.data(), values.data());
  double rest = 0;
  for (float value : mean) rest += static_cast<double>(value) * value;
  for (float value : values) rest -= static_cast<double>(value) * value;
  values.back() = static_cast<float>(std::sqrt(std::max(0.0, rest)));
  return values;
}

void PcaProjection::project(const float* x, float* out) const {
  kernels().matrix_vector(basis.data(), components(), dimension(), x, out);
}

void PcaProjection::reconstruct(float* values, float* x) const {
  std::fill(x, x + mean.size(), 0.0f);
  const float* row = basis.data();
  for (int32_t c = 0; c < components(); ++c, row += mean.size()) {
    for (size_t i = 0; i < mean.size(); ++i) x[i] += values[c] * row[i];
  }
  for (size_t i = 0; i < mean.size(); ++i) x[i] += mean[i];
}

RotationProjection::RotationProjection(int32_t dimension, uint64_t seed)
    : dimension_(dimension), rotation_(dimension, seed) {}

std::vector<float> RotationProjection::mean_components() const {
  return std::vector<float>(static_cast<size_t>(dimension_), 0.0f);
}

void RotationProjection::project(const float* x, float* out) const {
  std::copy(x, x + dimension_, out);
  rotation_.forward(out);
}

void RotationProjection::reconstruct(float* components, float* x) const {
  rotation_.backward(components);
  std::copy(components, components + dimension_, x);
}

}  // namespace leann
