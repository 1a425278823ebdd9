// The coder file: whatever is accepted must encode, score and be writable.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "base/crc32.h"
#include "leann/leann.h"

namespace {

// Puts the correct checksum where the writer has it, because no mutation would find it: field 3,
// followed by the message.
void correct_checksum(std::vector<uint8_t>* file) {
  constexpr size_t kChecksum = 8, kLength = 13;
  if (file->size() <= kLength || (*file)[kChecksum - 1] != 0x1d || (*file)[kLength - 1] != 0x22) {
    return;
  }
  size_t at = kLength, length = 0;
  for (unsigned shift = 0; at < file->size() && shift < 35; shift += 7) {
    const uint8_t byte = (*file)[at++];
    length |= static_cast<size_t>(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  if (length > file->size() - at) return;
  const uint32_t crc = leann::crc32(file->data() + at, length);
  for (size_t i = 0; i < 4; ++i) (*file)[kChecksum + i] = static_cast<uint8_t>(crc >> (8 * i));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::vector<uint8_t> file(data, data + size);
  correct_checksum(&file);
  leann_coder* coder = nullptr;
  if (leann_coder_load(file.data(), static_cast<int64_t>(size), &coder) != LEANN_OK) return 0;
  const auto dimension = static_cast<size_t>(leann_coder_dimension(coder));
  const std::vector<float> vector(dimension, 0.25f);
  std::vector<uint8_t> code(static_cast<size_t>(leann_coder_code_bytes(coder)));
  if (leann_encode(coder, vector.data(), 1, 1, code.data()) != LEANN_OK) std::abort();
  leann_query* query = nullptr;
  if (leann_query_create(coder, vector.data(), &query) != LEANN_OK) std::abort();
  const int32_t row = 0;
  float score = 0;
  if (leann_score(query, code.data(), 1, &row, 1, &score) != LEANN_OK) std::abort();
  int64_t bytes = 0;
  if (leann_coder_save(coder, nullptr, 0, &bytes) != LEANN_OK) std::abort();
  leann_query_free(query);
  leann_coder_free(coder);
  return 0;
}
