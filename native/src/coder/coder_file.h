// The coder file: native/proto/coder.proto, written and read by hand.
#ifndef LEANN_CODER_CODER_FILE_H_
#define LEANN_CODER_CODER_FILE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "coder/coder.h"

namespace leann {

// Equal coders give equal bytes.
std::string write_coder(const Coder& coder);

// Trusts nothing. Throws LEANN_CORRUPT, LEANN_TOO_OLD or LEANN_TOO_NEW. The result is derived.
std::unique_ptr<Coder> read_coder(const uint8_t* data, size_t size);

}  // namespace leann

#endif  // LEANN_CODER_CODER_FILE_H_
