// Learns coders from vectors.
#ifndef LEANN_CODER_TRAIN_H_
#define LEANN_CODER_TRAIN_H_

#include <cstdint>

#include "coder/coder.h"

namespace leann {

// At most this many of the vectors are used, evenly spaced; fewer if they exceed 2^26 floats.
constexpr int64_t kMaxTrainingVectors = 65536;

// A transform coder. n >= 1 finite vectors of any length; code_bytes >= 2. The result does not
// depend on the number of threads, which is as in parallel_for.
Coder train_coder(const float* vectors, int64_t n, int32_t dimension, int32_t code_bytes,
                  int32_t threads);

// A product coder of the components of most variance, with no more groups than components.
// Otherwise like train_coder.
Coder train_product_coder(const float* vectors, int64_t n, int32_t dimension, int32_t code_bytes,
                          int32_t components, int32_t threads);

}  // namespace leann

#endif  // LEANN_CODER_TRAIN_H_
