// A coder: how vectors become codes. A kind of coder is a projection and a quantiser; everything
// else is the same for all kinds.
#ifndef LEANN_CODER_CODER_H_
#define LEANN_CODER_CODER_H_

#include <cstdint>
#include <variant>
#include <vector>

#include "coder/product_quantiser.h"
#include "coder/projection.h"
#include "coder/scalar_quantiser.h"

namespace leann {

// The kinds, as leann.h describes them.
struct Transform {
  PcaProjection projection;
  ScalarQuantiser quantiser;
};

struct Product {
  PcaProjection projection;
  ProductQuantiser quantiser;
};

struct Blind {
  Blind(int32_t dimension, int32_t bits, uint64_t seed);

  // What the coder file holds; the rest follows from it.
  int32_t bits;
  uint64_t seed;

  RotationProjection projection;
  ScalarQuantiser quantiser;
};

// The scales that the last byte of a code stands for, evenly spaced in the logarithm.
struct Scales {
  Scales() = default;
  Scales(float low, float step);

  // The scales of which byte 1 is exp(low) and byte 255 exp(high).
  static Scales between(double low, double high);

  // The byte whose scale is nearest to `scale` in the logarithm; 0 for 0.
  uint8_t nearest(double scale) const;

  float low = 0;              // scale(0) = 0; scale(byte) = exp(low + byte * step)
  float step = 0;             // > 0
  std::vector<float> values;  // of all 256 bytes
};

struct Coder {
  using Kind = std::variant<Transform, Product, Blind>;

  explicit Coder(Kind kind);

  bool learned() const;
  int64_t trained_on() const;  // number of vectors; 0 if not learned
  int32_t components() const;

  // The projection's; see projection.h.
  void subtract_mean(float* x) const;
  float dot_mean(const float* x) const;
  std::vector<float> mean_components() const;
  void project(const float* x, float* out) const;
  void reconstruct(float* components, float* x) const;

  // The quantiser's, see scalar_quantiser.h. encode_components leaves the scale byte alone.
  double encode_components(const float* z, uint8_t* code) const;
  void decode_components(const uint8_t* code, float* y) const;
  void add_to_tables(const float* p, float* tables) const;

  int32_t dimension;
  int32_t code_bytes;  // the scale byte included
  float error = 0;
  Scales scales;
  Kind kind;
};

}  // namespace leann

#endif  // LEANN_CODER_CODER_H_
