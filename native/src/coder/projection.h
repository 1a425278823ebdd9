// The coordinates in which vectors are quantised. Both projections have the same members, so that
// code written for one works for the other.
#ifndef LEANN_CODER_PROJECTION_H_
#define LEANN_CODER_PROJECTION_H_

#include <cstdint>
#include <vector>

#include "coder/rotation.h"

namespace leann {

// Principal components: basis * (x - mean).
struct PcaProjection {
  static constexpr bool kLearned = true;

  PcaProjection(int64_t trained_on, std::vector<float> mean, std::vector<int8_t> basis_int8,
                std::vector<float> basis_scale);

  int32_t dimension() const { return static_cast<int32_t>(mean.size()); }
  int32_t components() const { return static_cast<int32_t>(basis_scale.size()); }

  void subtract_mean(float* x) const;
  float dot_mean(const float* x) const;

  // The mean's components, then the length of the part of it outside of their space. Replacing the
  // mean by these values does not change the inner products of decoded vectors.
  std::vector<float> mean_components() const;

  // out[c] = component c of x, without subtracting the mean.
  void project(const float* x, float* out) const;

  // x = the mean + the vector with these components. May overwrite `components`.
  void reconstruct(float* components, float* x) const;

  // What the coder file holds.
  int64_t trained_on;  // number of vectors
  std::vector<float> mean;
  std::vector<int8_t> basis_int8;  // components() x dimension()
  std::vector<float> basis_scale;  // one for each row

  std::vector<float> basis;  // basis_scale * basis_int8
};

// A random rotation, which needs no data. The mean is zero.
struct RotationProjection {
  static constexpr bool kLearned = false;
  static constexpr int64_t trained_on = 0;

  RotationProjection(int32_t dimension, uint64_t seed);

  int32_t dimension() const { return dimension_; }
  int32_t components() const { return dimension_; }

  void subtract_mean(float*) const {}
  float dot_mean(const float*) const { return 0; }
  std::vector<float> mean_components() const;
  void project(const float* x, float* out) const;
  void reconstruct(float* components, float* x) const;

 private:
  int32_t dimension_;
  Rotation rotation_;
};

}  // namespace leann

#endif  // LEANN_CODER_PROJECTION_H_
