// A random rotation that costs O(d log d) instead of a d x d matrix.
#ifndef LEANN_CODER_ROTATION_H_
#define LEANN_CODER_ROTATION_H_

#include <cstdint>
#include <vector>

namespace leann {

// Rounds of: random signs, a Hadamard transform of the largest power-of-two head; random signs, the
// same of the tail; random signs, a 45 degree turn of each pair (i, i + ceil(d/2)). The head and
// the tail overlap, so every round mixes them; the pairs help where the overlap is small. This is
// the walk that RaBitQ's library uses; it needs d >= 1. Every operation is a plain float addition
// or multiplication in a fixed order, so it gives the same bits everywhere.
class Rotation {
 public:
  Rotation(int32_t dimension, uint64_t seed);

  // x becomes R x; |x| stays.
  void forward(float* x) const;
  // x becomes R^T x.
  void backward(float* x) const;

 private:
  void flip(int32_t which, float* x) const;
  void hadamard(float* x) const;
  void turn(float* x, bool back) const;

  int32_t dimension_;
  int32_t block_;             // the largest power of two <= dimension
  float block_factor_;        // 1 / sqrt(block)
  std::vector<float> signs_;  // 3 * rounds x dimension, each 1 or -1
};

}  // namespace leann

#endif  // LEANN_CODER_ROTATION_H_
