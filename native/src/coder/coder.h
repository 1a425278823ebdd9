// A coder: how vectors become codes. One structure serves all kinds.
#ifndef LEANN_CODER_CODER_H_
#define LEANN_CODER_CODER_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "coder/product.h"
#include "coder/rotation.h"

namespace leann {

constexpr int32_t kMaxBits = 8;  // a component

// Where a component lies in a code, and where its levels lie in Coder::levels.
struct Component {
  int32_t byte;    // of the code
  uint8_t bits;    // 1..8; it never straddles a byte
  uint8_t shift;   // its lowest bit
  int32_t levels;  // index of its first level; it has 2^bits, ascending
  int32_t limits;  // index of the first of its 2^bits - 1 limits between neighbouring levels
};

struct Coder {
  // What the coder file holds.
  int32_t dimension = 0;
  float error = 0;
  float scale_low = 0;   // scale(0) = 0; scale(byte) = exp(scale_low + byte * scale_step)
  float scale_step = 0;  // > 0

  // Not of a product coder: its components are not coded one by one.
  std::vector<uint8_t> bits;  // of each kept component, in the order they fill a code's bytes
  std::vector<float> levels;  // of all components one after the other

  // Only learned coders have these; their components are basis * (x - mean).
  bool learned = false;
  int64_t trained_on = 0;
  std::vector<float> mean;
  std::vector<int8_t> basis_int8;  // components() x dimension
  std::vector<float> basis_scale;  // of each row

  // Only a product coder has these. The components of a group, which share a byte, follow each other.
  std::vector<uint8_t> group_sizes;    // of each byte of a code but the last
  std::vector<int8_t> codewords_int8;  // components() x kCodewords
  std::vector<float> codeword_scale;   // of each component

  // Only a blind coder has these; its components are the rotated x.
  int32_t blind_bits = 0;
  uint64_t seed = 0;

  // What derive() makes of the above.
  std::vector<float> basis;  // components() x dimension, learned only
  std::unique_ptr<const Rotation> rotation;
  std::vector<Component> layout;
  std::vector<float> limits;     // halfway between neighbouring levels
  std::vector<float> codewords;  // components() x kCodewords
  std::vector<float> scales;     // 256
  int32_t code_bytes = 0;        // the scale byte included

  bool product() const { return !group_sizes.empty(); }

  int32_t components() const {
    return learned ? static_cast<int32_t>(basis_scale.size()) : dimension;
  }

  // Fills the derived part. Needs sizes that agree; throws nothing but std::bad_alloc.
  void derive();
  void derive_basis();
  void derive_layout();
  void derive_limits();
  void derive_codewords();
  void derive_scales();

  // out[c] = component c of the direction x (no mean is subtracted), c < components().
  void project(const float* x, float* out) const;

  // x = the vector with these components and nothing else. Destroys components' content.
  void unproject(float* components, float* x) const;

  // The scale byte whose scale is nearest to `scale` in the logarithm; 0 where scale is 0.
  uint8_t scale_byte(double scale) const;
};

// The bytes that components of these bits take, filled in order, the scale byte included.
int32_t code_bytes_of(const std::vector<uint8_t>& bits);

}  // namespace leann

#endif  // LEANN_CODER_CODER_H_
