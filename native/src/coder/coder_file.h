// The coder file: native/proto/coder.proto, written and read by hand.
#ifndef LEANN_CODER_CODER_FILE_H_
#define LEANN_CODER_CODER_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "coder/coder.h"

namespace leann {

// Equal coders give equal bytes.
std::string write_coder(const Coder& coder);

// Checks every field before use. Throws Error: LEANN_CORRUPT, LEANN_TOO_OLD or LEANN_TOO_NEW.
Coder read_coder(const uint8_t* data, size_t size);

}  // namespace leann

#endif  // LEANN_CODER_CODER_FILE_H_
