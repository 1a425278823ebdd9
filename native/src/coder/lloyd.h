// A scalar quantiser learned from samples.
#ifndef LEANN_CODER_LLOYD_H_
#define LEANN_CODER_LLOYD_H_

#include <cstdint>
#include <vector>

namespace leann {

// Lloyd's iteration, 25 rounds from the samples' quantiles: 2^bits levels, ascending, possibly
// equal ones. samples: at least one, finite. At 5 bits and more that is short of the optimum (by a
// third of its error at 5 bits), but what those components lose is little beside the others' error:
// a start nearer the optimum did not lower the error of estimates.
std::vector<float> lloyd_levels(std::vector<float> samples, int32_t bits);

}  // namespace leann

#endif  // LEANN_CODER_LLOYD_H_
