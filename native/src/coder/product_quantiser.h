// Quantises groups of components: one byte names one of a group's 256 codewords (the parametric
// optimised product quantisation of Ge, He, Ke and Sun, 2013).
#ifndef LEANN_CODER_PRODUCT_QUANTISER_H_
#define LEANN_CODER_PRODUCT_QUANTISER_H_

#include <cstdint>
#include <vector>

namespace leann {

constexpr int32_t kCodewords = 256;  // per group

// encode, decode and add_to_tables are as in ScalarQuantiser.
struct ProductQuantiser {
  ProductQuantiser(std::vector<uint8_t> group_sizes, std::vector<int8_t> codewords_int8,
                   std::vector<float> codeword_scale);

  double encode(const float* z, uint8_t* code) const;
  void decode(const uint8_t* code, float scale, float* y) const;
  void add_to_tables(const float* p, float* tables) const;

  // What the coder file holds. The components of a group follow one another.
  std::vector<uint8_t> group_sizes;    // number of components for each byte of a code
  std::vector<int8_t> codewords_int8;  // components x kCodewords
  std::vector<float> codeword_scale;   // one for each component

  std::vector<float> codewords;  // codeword_scale * codewords_int8
  int32_t bytes;                 // of a code, without the scale byte
};

// Partitions the first `components` components, of descending variance, into groups of nearly equal
// size whose variances have nearly equal products, so that every byte carries about as much
// information. Needs groups <= components.
std::vector<std::vector<int32_t>> partition(const std::vector<double>& variance, int32_t components,
                                            int32_t groups);

// k-means of n >= 1 rows of `width` values. Returns 256 codewords, value by value (width x 256).
// The same rows and seed give the same codewords.
std::vector<float> learn_codewords(const std::vector<float>& rows, int32_t width, uint64_t seed);

// The codeword nearest to z.
uint8_t nearest_codeword(const float* codewords, int32_t width, const float* z);

}  // namespace leann

#endif  // LEANN_CODER_PRODUCT_QUANTISER_H_
