// The CRC-32 of zlib, PNG and java.util.zip.CRC32.
#ifndef LEANN_BASE_CRC32_H_
#define LEANN_BASE_CRC32_H_

#include <cstddef>
#include <cstdint>

namespace leann {

// Polynomial 0xEDB88320.
uint32_t crc32(const void* data, size_t size);

}  // namespace leann

#endif  // LEANN_BASE_CRC32_H_
