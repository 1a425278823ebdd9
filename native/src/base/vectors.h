// Checks and normalises the vectors that a caller passes.
#ifndef LEANN_BASE_VECTORS_H_
#define LEANN_BASE_VECTORS_H_

#include <cstdint>

namespace leann {

// Throws LEANN_INVALID_ARGUMENT, naming the first row that holds a NaN or an infinity.
void check_finite(const float* vectors, int64_t n, int32_t dimension, int32_t threads);

// out = in / |in|; a zero vector stays zero. Sums in double precision, so that no finite vector
// overflows. in and out may be the same.
void normalise(const float* in, int32_t dimension, float* out);

}  // namespace leann

#endif  // LEANN_BASE_VECTORS_H_
