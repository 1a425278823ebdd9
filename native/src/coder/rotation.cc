#include "coder/rotation.h"

#include <cmath>

#include "base/random.h"

namespace leann {
namespace {

constexpr int32_t kRounds = 4;

}  // namespace

Rotation::Rotation(int32_t dimension, uint64_t seed) : dimension_(dimension), block_(1) {
  while (block_ * 2 <= dimension) block_ *= 2;
  block_factor_ = static_cast<float>(1 / std::sqrt(static_cast<double>(block_)));
  signs_.reserve(static_cast<size_t>(3 * kRounds) * static_cast<size_t>(dimension));
  for (int32_t i = 0; i < 3 * kRounds * dimension; ++i) {
    signs_.push_back((next_random(&seed) >> 63) != 0 ? -1.0f : 1.0f);
  }
}

void Rotation::forward(float* x) const {
  for (int32_t round = 0; round < kRounds; ++round) {
    flip(3 * round, x);
    hadamard(x);
    flip(3 * round + 1, x);
    hadamard(x + (dimension_ - block_));
    flip(3 * round + 2, x);
    rotate_pairs(x, false);
  }
}

void Rotation::backward(float* x) const {
  for (int32_t round = kRounds - 1; round >= 0; --round) {
    rotate_pairs(x, true);
    flip(3 * round + 2, x);
    hadamard(x + (dimension_ - block_));
    flip(3 * round + 1, x);
    hadamard(x);
    flip(3 * round, x);
  }
}

void Rotation::flip(int32_t which, float* x) const {
  const float* sign = signs_.data() + static_cast<int64_t>(which) * dimension_;
  for (int32_t i = 0; i < dimension_; ++i) x[i] *= sign[i];
}

void Rotation::hadamard(float* x) const {
  for (int32_t half = 1; half < block_; half *= 2) {
    for (int32_t begin = 0; begin < block_; begin += 2 * half) {
      for (int32_t i = begin; i < begin + half; ++i) {
        const float a = x[i], b = x[i + half];
        x[i] = a + b;
        x[i + half] = a - b;
      }
    }
  }
  for (int32_t i = 0; i < block_; ++i) x[i] *= block_factor_;
}

void Rotation::rotate_pairs(float* x, bool back) const {
  constexpr float kCosine = 0.70710678f;  // 45 degrees
  const float sine = back ? -kCosine : kCosine;
  const int32_t other = (dimension_ + 1) / 2;
  for (int32_t i = 0; i + other < dimension_; ++i) {
    const float a = x[i], b = x[i + other];
    x[i] = kCosine * a - sine * b;
    x[i + other] = sine * a + kCosine * b;
  }
}

}  // namespace leann
