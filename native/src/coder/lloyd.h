// A scalar quantiser learned from samples.
#ifndef LEANN_CODER_LLOYD_H_
#define LEANN_CODER_LLOYD_H_

#include <cstdint>
#include <vector>

namespace leann {

// 25 rounds of Lloyd's iteration, starting from the samples' quantiles: 2^bits levels, ascending,
// some of which may be equal. Needs at least one sample; all must be finite. With 5 bits or more
// the result is not optimal (a third more error at 5 bits), but the error of those components is
// small compared with the others': a better start did not reduce the error of estimates.
std::vector<float> lloyd_levels(std::vector<float> samples, int32_t bits);

}  // namespace leann

#endif  // LEANN_CODER_LLOYD_H_
