// A random rotation in O(d log d), without a d x d matrix.
#ifndef LEANN_CODER_ROTATION_H_
#define LEANN_CODER_ROTATION_H_

#include <cstdint>
#include <vector>

namespace leann {

// Rounds of: random signs and a Hadamard transform of the head, whose size is the largest power of
// two; random signs and the same of the tail; random signs and a rotation by 45 degrees of each
// pair (i, i + ceil(d/2)). Head and tail overlap, so every round mixes them; the pairs help if the
// overlap is small. This is the method of RaBitQ's library; it needs d >= 1. Every operation is a
// plain float addition or multiplication in a fixed order, so it gives the same bits everywhere.
class Rotation {
 public:
  Rotation(int32_t dimension, uint64_t seed);

  // x becomes R x; |x| does not change.
  void forward(float* x) const;
  // x becomes R^T x.
  void backward(float* x) const;

 private:
  void flip(int32_t which, float* x) const;
  void hadamard(float* x) const;
  void rotate_pairs(float* x, bool back) const;

  int32_t dimension_;
  int32_t block_;             // the largest power of two <= dimension
  float block_factor_;        // 1 / sqrt(block)
  std::vector<float> signs_;  // 3 * rounds x dimension, each 1 or -1
};

}  // namespace leann

#endif  // LEANN_CODER_ROTATION_H_
