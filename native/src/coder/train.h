// Learns coders.
#ifndef LEANN_CODER_TRAIN_H_
#define LEANN_CODER_TRAIN_H_

#include <cstdint>
#include <memory>

#include "coder/coder.h"

namespace leann {

// Vectors beyond this many are left out, evenly spread; fewer where 2^26 floats would be exceeded.
constexpr int64_t kMaxTrainingVectors = 65536;

// A transform coder. n >= 1 finite vectors of any length; code_bytes >= 2. The result is derived and does not depend
// on the number of threads.
std::unique_ptr<Coder> train_coder(const float* vectors, int64_t n, int32_t dimension,
                                   int32_t code_bytes, int32_t threads);

// A product coder of the components of most variance; no more groups than components. As above.
std::unique_ptr<Coder> train_product_coder(const float* vectors, int64_t n, int32_t dimension,
                                           int32_t code_bytes, int32_t components, int32_t threads);

}  // namespace leann

#endif  // LEANN_CODER_TRAIN_H_
