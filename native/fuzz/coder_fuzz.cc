// The coder file: whatever is accepted must encode, score and be written again.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "leann/leann.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  leann_coder* coder = nullptr;
  if (leann_coder_load(data, static_cast<int64_t>(size), &coder) != LEANN_OK) return 0;
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
