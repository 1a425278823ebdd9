// The optimal scalar quantiser of a Gaussian.
#ifndef LEANN_CODER_GAUSSIAN_H_
#define LEANN_CODER_GAUSSIAN_H_

#include <cstdint>
#include <vector>

namespace leann {

// The 2^bits Lloyd-Max levels, ascending, of a Gaussian with mean 0 and variance 1 / dimension,
// which is close to the distribution of a component of a random unit vector. bits in 1..8.
std::vector<float> gaussian_levels(int32_t bits, int32_t dimension);

// Their mean squared error, as a share of the variance.
double gaussian_distortion(int32_t bits);

}  // namespace leann

#endif  // LEANN_CODER_GAUSSIAN_H_
