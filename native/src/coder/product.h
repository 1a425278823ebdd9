// Learns a product quantiser of principal components (the parametric OPQ of Ge, He, Ke and Sun, 2013):
// components are shared out into groups, and one byte names one of a group's 256 codewords.
#ifndef LEANN_CODER_PRODUCT_H_
#define LEANN_CODER_PRODUCT_H_

#include <cstdint>
#include <vector>

namespace leann {

constexpr int32_t kCodewords = 256;  // a group

// Shares the first `components` components, of descending variance, out into groups of nearly equal
// size whose variances have nearly equal products, so that no byte says much more than another. Needs
// groups <= components.
std::vector<std::vector<int32_t>> share_out(const std::vector<double>& variance, int32_t components,
                                            int32_t groups);

// k-means of n >= 1 rows of `width` values: 256 codewords, value by value (width x 256). The same
// rows and seed give the same codewords.
std::vector<float> learn_codewords(const std::vector<float>& rows, int32_t width, uint64_t seed);

// The codeword nearest to z.
uint8_t nearest_codeword(const float* codewords, int32_t width, const float* z);

}  // namespace leann

#endif  // LEANN_CODER_PRODUCT_H_
