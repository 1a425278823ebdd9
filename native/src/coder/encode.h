// Vectors to codes and back.
#ifndef LEANN_CODER_ENCODE_H_
#define LEANN_CODER_ENCODE_H_

#include <cstdint>

#include "coder/coder.h"

namespace leann {

// n x dimension finite vectors of any length to n x code_bytes bytes.
void encode(const Coder& coder, const float* vectors, int64_t n, int32_t threads, uint8_t* codes);

// Chooses one vector's code but for its scale. z: its components, less the mean's; code: code_bytes
// bytes, of which all but the last are written. Returns <z, y> for the y that the code stands for.
double choose(const Coder& coder, const float* z, uint8_t* code);

// The components of one code's vector, less the mean's.
void decode_components(const Coder& coder, const uint8_t* code, float* y);

// n codes to n x dimension approximate unit vectors.
void decode(const Coder& coder, const uint8_t* codes, int64_t n, float* vectors);

}  // namespace leann

#endif  // LEANN_CODER_ENCODE_H_
