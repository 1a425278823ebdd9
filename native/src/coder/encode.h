// Vectors to codes and back.
#ifndef LEANN_CODER_ENCODE_H_
#define LEANN_CODER_ENCODE_H_

#include <cstdint>

#include "coder/coder.h"

namespace leann {

// n x dimension finite vectors of any length to n x code_bytes bytes. threads as in parallel_for.
void encode(const Coder& coder, const float* vectors, int64_t n, int32_t threads, uint8_t* codes);

// n codes to n x dimension approximate unit vectors.
void decode(const Coder& coder, const uint8_t* codes, int64_t n, float* vectors);

}  // namespace leann

#endif  // LEANN_CODER_ENCODE_H_
