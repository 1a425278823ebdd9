// Makes the coder that needs no data.
#ifndef LEANN_CODER_BLIND_H_
#define LEANN_CODER_BLIND_H_

#include <cstdint>

#include "coder/coder.h"

namespace leann {

// dimension in 1..LEANN_MAX_DIMENSION, bits in 1..8.
Coder blind_coder(int32_t dimension, int32_t bits, uint64_t seed);

}  // namespace leann

#endif  // LEANN_CODER_BLIND_H_
