// A scalar quantiser learned from samples.
#ifndef LEANN_CODER_LLOYD_H_
#define LEANN_CODER_LLOYD_H_

#include <cstdint>
#include <vector>

namespace leann {

// Lloyd's iteration from the samples' quantiles: 2^bits levels, ascending, possibly equal ones.
// samples: at least one, finite.
std::vector<float> lloyd_levels(std::vector<float> samples, int32_t bits);

}  // namespace leann

#endif  // LEANN_CODER_LLOYD_H_
