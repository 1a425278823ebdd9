// Owning handles of coders and queries, and the seed of a randomised test.
#ifndef LEANN_TESTS_HANDLES_H_
#define LEANN_TESTS_HANDLES_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "leann/leann.h"

namespace leann {

struct Free {
  void operator()(leann_coder* coder) const { leann_coder_free(coder); }
  void operator()(leann_query* query) const { leann_query_free(query); }
};
using CoderHandle = std::unique_ptr<leann_coder, Free>;
using QueryHandle = std::unique_ptr<leann_query, Free>;

inline CoderHandle trained(const std::vector<float>& x, int32_t d, int32_t code_bytes,
                           int32_t threads = 1) {
  leann_coder* coder = nullptr;
  const int64_t n = static_cast<int64_t>(x.size()) / d;
  EXPECT_EQ(LEANN_OK, leann_coder_train(x.data(), n, d, code_bytes, threads, &coder))
      << leann_last_error();
  return CoderHandle(coder);
}

inline CoderHandle product(const std::vector<float>& x, int32_t d, int32_t code_bytes,
                           int32_t components, int32_t threads = 1) {
  leann_coder* coder = nullptr;
  const int64_t n = static_cast<int64_t>(x.size()) / d;
  EXPECT_EQ(LEANN_OK,
            leann_coder_train_product(x.data(), n, d, code_bytes, components, threads, &coder))
      << leann_last_error();
  return CoderHandle(coder);
}

inline CoderHandle blind(int32_t d, int32_t bits, uint64_t seed) {
  leann_coder* coder = nullptr;
  EXPECT_EQ(LEANN_OK, leann_coder_blind(d, bits, seed, &coder)) << leann_last_error();
  return CoderHandle(coder);
}

inline std::vector<uint8_t> saved(const leann_coder* coder) {
  int64_t size = 0;
  EXPECT_EQ(LEANN_OK, leann_coder_save(coder, nullptr, 0, &size));
  std::vector<uint8_t> bytes(static_cast<size_t>(size));
  EXPECT_EQ(LEANN_OK, leann_coder_save(coder, bytes.data(), size, &size));
  return bytes;
}

inline leann_status load(const std::vector<uint8_t>& bytes, CoderHandle* out) {
  leann_coder* coder = nullptr;
  const leann_status status =
      leann_coder_load(bytes.data(), static_cast<int64_t>(bytes.size()), &coder);
  out->reset(coder);
  return status;
}

inline std::vector<uint8_t> encoded(const leann_coder* coder, const std::vector<float>& x,
                                    int32_t threads = 1) {
  const int64_t n = static_cast<int64_t>(x.size()) / leann_coder_dimension(coder);
  std::vector<uint8_t> codes(static_cast<size_t>(n * leann_coder_code_bytes(coder)));
  EXPECT_EQ(LEANN_OK, leann_encode(coder, x.data(), n, threads, codes.data()))
      << leann_last_error();
  return codes;
}

inline QueryHandle query(const leann_coder* coder, const float* vector) {
  leann_query* made = nullptr;
  EXPECT_EQ(LEANN_OK, leann_query_create(coder, vector, &made)) << leann_last_error();
  return QueryHandle(made);
}

// A new seed for each run, printed so that LEANN_TEST_SEED can repeat it.
inline uint64_t test_seed() {
  const char* given = std::getenv("LEANN_TEST_SEED");
  const uint64_t seed =
      given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
  std::cout << "LEANN_TEST_SEED=" << seed << std::endl;
  return seed;
}

}  // namespace leann

#endif  // LEANN_TESTS_HANDLES_H_
