// What leann.h says about arguments, errors and outputs.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>

#include "handles.h"
#include "synthetic.h"

namespace leann {
namespace {

TEST(Abi, RejectsArgumentsOutOfRangeByName) {
  const std::vector<float> x = gaussian_vectors(16, 4, 1);
  leann_coder* coder = nullptr;
  const auto refused = [&](leann_status status, const char* word) {
    EXPECT_EQ(LEANN_INVALID_ARGUMENT, status);
    EXPECT_NE(std::string::npos, std::string(leann_last_error()).find(word)) << leann_last_error();
    EXPECT_EQ(nullptr, coder);
  };
  refused(leann_coder_train(x.data(), 15, 4, 5, 1, &coder), "16 vectors");
  refused(leann_coder_train(x.data(), 16, 0, 5, 1, &coder), "dimension");
  refused(leann_coder_train(x.data(), 16, 4097, 5, 1, &coder), "dimension");
  refused(leann_coder_train(x.data(), 16, 4, 1, 1, &coder), "code_bytes");
  refused(leann_coder_train(x.data(), 16, 4, 1026, 1, &coder), "code_bytes");
  refused(leann_coder_train(x.data(), 16, 4, 5, -1, &coder), "threads");
  refused(leann_coder_train(nullptr, 16, 4, 5, 1, &coder), "vectors");
  refused(leann_coder_train(x.data(), INT64_MAX, 4, 5, 1, &coder), "n must be");
  refused(leann_coder_train(x.data(), 16, 4, 5, 1, nullptr), "out");
  refused(leann_coder_blind(0, 1, 1, &coder), "dimension");
  refused(leann_coder_blind(4, 0, 1, &coder), "bits");
  refused(leann_coder_blind(4, 9, 1, &coder), "bits");
  refused(leann_coder_load(x.empty() ? nullptr : reinterpret_cast<const uint8_t*>(x.data()), -1,
                           &coder),
          "size");
}

TEST(Abi, NamesTheFirstRowThatIsNotFinite) {
  for (float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                    -std::numeric_limits<float>::infinity()}) {
    std::vector<float> x = gaussian_vectors(9000, 3, 1);
    x[8500 * 3] = bad;
    x[4999 * 3 + 2] = bad;
    leann_coder* coder = nullptr;
    EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_coder_train(x.data(), 9000, 3, 4, 4, &coder));
    EXPECT_STREQ("vector 4999 holds a NaN or an infinite value", leann_last_error());
    const CoderHandle made = blind(3, 4, 1);
    std::vector<uint8_t> codes(9000 * 3, 77);
    EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_encode(made.get(), x.data(), 9000, 4, codes.data()));
    EXPECT_STREQ("vector 4999 holds a NaN or an infinite value", leann_last_error());
    EXPECT_EQ(std::vector<uint8_t>(9000 * 3, 77), codes);
    leann_query* query = nullptr;
    EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_query_create(made.get(), &x[8500 * 3], &query));
    EXPECT_EQ(nullptr, query);
  }
}

TEST(Abi, AcceptsFiniteValuesOfAnySize) {
  const float huge = std::numeric_limits<float>::max();
  const float tiny = std::numeric_limits<float>::denorm_min();
  const std::vector<float> x = {huge, -huge, huge, tiny, -tiny, tiny, 1, -1, 1};
  const CoderHandle coder = blind(3, 8, 3);
  const std::vector<uint8_t> codes = encoded(coder.get(), x);
  const size_t bytes = static_cast<size_t>(leann_coder_code_bytes(coder.get()));
  for (size_t row = 1; row < 3; ++row) {
    EXPECT_TRUE(std::equal(codes.begin(), codes.begin() + bytes, codes.begin() + row * bytes));
  }
}

TEST(Abi, AcceptsNoVectors) {
  const CoderHandle coder = blind(5, 1, 1);
  EXPECT_EQ(LEANN_OK, leann_encode(coder.get(), nullptr, 0, 0, nullptr));
  EXPECT_EQ(LEANN_OK, leann_decode(coder.get(), nullptr, 0, nullptr));
  const std::vector<float> x(5, 1);
  const QueryHandle q = query(coder.get(), x.data());
  int32_t id = 0, found = 9;
  float score = 0;
  EXPECT_EQ(LEANN_OK, leann_scan(q.get(), nullptr, 0, nullptr, 1, &id, &score, &found));
  EXPECT_EQ(0, found);
  EXPECT_EQ(LEANN_OK, leann_score(q.get(), nullptr, 0, nullptr, 0, nullptr));
}

TEST(Abi, RejectsIdsOutOfRange) {
  const CoderHandle coder = blind(2, 8, 1);
  const std::vector<float> x = {1, 0, 0, 1};
  const std::vector<uint8_t> codes = encoded(coder.get(), x);
  const QueryHandle q = query(coder.get(), x.data());
  float scores[2] = {5, 5};
  for (int32_t bad : {-1, 2, INT32_MAX, INT32_MIN}) {
    const int32_t ids[] = {0, bad};
    EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_score(q.get(), codes.data(), 2, ids, 2, scores));
    EXPECT_EQ(5, scores[0]);
  }
}

TEST(Abi, RejectsABufferThatIsTooSmall) {
  const CoderHandle coder = blind(2, 8, 1);
  uint8_t buffer[4];
  int64_t size = 0;
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_coder_save(coder.get(), buffer, 4, &size));
  EXPECT_GT(size, 4);
}

TEST(Abi, KeepsErrorsPerThreadUntilTheNextCall) {
  leann_coder* coder = nullptr;
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, leann_coder_blind(0, 1, 1, &coder));
  EXPECT_STRNE("", leann_last_error());
  std::thread([] { EXPECT_STREQ("", leann_last_error()); }).join();
  EXPECT_STRNE("", leann_last_error());
  EXPECT_EQ(LEANN_OK, leann_coder_blind(1, 1, 1, &coder));
  EXPECT_STREQ("", leann_last_error());
  leann_coder_free(coder);
}

}  // namespace
}  // namespace leann
