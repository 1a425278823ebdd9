// Quantises each component on its own, and packs the results into bytes.
#ifndef LEANN_CODER_SCALAR_QUANTISER_H_
#define LEANN_CODER_SCALAR_QUANTISER_H_

#include <cstdint>
#include <vector>

namespace leann {

constexpr int32_t kMaxBits = 8;  // per component

// Has encode, decode, add_to_tables and bytes in common with ProductQuantiser, so that code written
// for one works for the other.
struct ScalarQuantiser {
  // The place of a component in a code, and of its levels and limits in the arrays below.
  struct Component {
    int32_t byte;    // of the code
    uint8_t bits;    // 1..8; they never straddle two bytes
    uint8_t shift;   // the lowest bit
    int32_t levels;  // index of the first of its 2^bits levels, ascending
    int32_t limits;  // index of the first of its 2^bits - 1 limits between neighbouring levels
  };

  ScalarQuantiser(std::vector<uint8_t> bits, std::vector<float> levels);

  // Writes the code of the components z (`bytes` bytes). Returns <z, y>, y being what it decodes to
  // at scale 1.
  double encode(const float* z, uint8_t* code) const;

  // y = scale * the components that a code stands for.
  void decode(const uint8_t* code, float scale, float* y) const;

  // Adds to tables[j][value], of bytes x 256 values, what byte j of a code contributes to the inner
  // product with a query of components p if it has that value.
  void add_to_tables(const float* p, float* tables) const;

  // What the coder file holds.
  std::vector<uint8_t> bits;  // of each component, in the order in which they fill a code
  std::vector<float> levels;  // of all components, one after another

  std::vector<Component> layout;
  std::vector<float> limits;  // halfway between neighbouring levels
  int32_t bytes;              // of a code, without the scale byte
};

}  // namespace leann

#endif  // LEANN_CODER_SCALAR_QUANTISER_H_
