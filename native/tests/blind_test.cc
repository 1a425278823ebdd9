// The coder that needs no data.
#include "coder/blind.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/vectors.h"
#include "coder/rotation.h"
#include "handles.h"
#include "simd/kernels.h"
#include "synthetic.h"

namespace leann {
namespace {

constexpr int32_t kDimensions[] = {1, 2, 3, 4, 5, 7, 8, 31, 33, 100, 384, 1024, 1025, 4096};

TEST(Blind, RotationKeepsLengthsAndGoesBack) {
  for (int32_t d : kDimensions) {
    const Rotation rotation(d, 5);
    const std::vector<float> x = gaussian_vectors(1, d, 9);
    std::vector<float> y = x;
    rotation.forward(y.data());
    double before = 0, after = 0;
    for (int32_t i = 0; i < d; ++i) {
      before += x[i] * x[i];
      after += y[i] * y[i];
    }
    EXPECT_NEAR(1, after / before, 1e-5) << d;
    rotation.backward(y.data());
    for (int32_t i = 0; i < d; ++i) EXPECT_NEAR(x[i], y[i], 1e-5 * std::sqrt(before)) << d;
  }
}

TEST(Blind, RotationSpreadsAnAxis) {
  for (int32_t d : {31, 33, 127, 129, 384, 1023}) {
    const Rotation rotation(d, 5);
    for (int32_t axis : {0, d / 2, d - 1}) {
      std::vector<float> x(static_cast<size_t>(d), 0);
      x[axis] = 1;
      rotation.forward(x.data());
      float largest = 0;
      for (float value : x) largest = std::max(largest, std::fabs(value));
      EXPECT_LT(largest, 5.5f / std::sqrt(static_cast<float>(d))) << "d " << d << " axis " << axis;
    }
  }
}

TEST(Blind, CodesHaveTheDocumentedSize) {
  for (int32_t d : {1, 3, 8, 384}) {
    for (int32_t bits = 1; bits <= 8; ++bits) {
      const CoderHandle coder = blind(d, bits, 1);
      const int32_t a_byte = 8 / bits;
      EXPECT_EQ((d + a_byte - 1) / a_byte + 1, leann_coder_code_bytes(coder.get()));
      EXPECT_EQ(0, leann_coder_is_learned(coder.get()));
      EXPECT_EQ(0, leann_coder_trained_on(coder.get()));
    }
  }
}

TEST(Blind, EstimatesWithTheErrorItReports) {
  const uint64_t seed = test_seed();
  const int32_t d = 200;
  const int64_t n = 300;
  std::vector<float> x = gaussian_vectors(n, d, seed);
  for (int64_t i = 0; i < n; ++i) normalise(&x[i * d], d, &x[i * d]);
  for (int32_t bits : {1, 2, 3, 4, 6}) {
    const CoderHandle coder = blind(d, bits, seed);
    const std::vector<uint8_t> codes = encoded(coder.get(), x);
    double sum = 0, square = 0, own = 0;
    for (int32_t k = 0; k < 100; ++k) {
      const QueryHandle q = query(coder.get(), &x[static_cast<int64_t>(k) * d]);
      for (int32_t id = 0; id < n; ++id) {
        float score = 0;
        ASSERT_EQ(LEANN_OK, leann_score(q.get(), codes.data(), n, &id, 1, &score));
        if (id == k) {
          own += score;
          continue;
        }
        const double off = score - kernels().dot(&x[static_cast<int64_t>(k) * d],
                                                 &x[static_cast<int64_t>(id) * d], d);
        sum += off;
        square += off * off;
      }
    }
    const double count = 100.0 * static_cast<double>(n - 1);
    const double error = leann_coder_error(coder.get());
    EXPECT_NEAR(1, own / 100, 0.01);
    EXPECT_NEAR(0, sum / count, 4 * error / std::sqrt(100.0 * 17));
    EXPECT_NEAR(error, std::sqrt(square / count), 0.1 * error) << bits << " bits";
  }
}

TEST(Blind, WorksInEveryDimension) {
  const uint64_t seed = test_seed();
  for (int32_t d : kDimensions) {
    const CoderHandle coder = blind(d, 8, seed);
    const std::vector<float> x = gaussian_vectors(3, d, seed);
    const std::vector<uint8_t> codes = encoded(coder.get(), x);
    for (int32_t id = 0; id < 3; ++id) {
      const QueryHandle q = query(coder.get(), &x[static_cast<int64_t>(id) * d]);
      float score = 0;
      ASSERT_EQ(LEANN_OK, leann_score(q.get(), codes.data(), 3, &id, 1, &score));
      EXPECT_NEAR(1, score, 0.03) << d;
    }
  }
}

TEST(Blind, AZeroVectorScoresZero) {
  for (int32_t d : {1, 3, 50}) {
    const CoderHandle coder = blind(d, 1, 1);
    std::vector<float> x(static_cast<size_t>(d), 0);
    const std::vector<uint8_t> codes = encoded(coder.get(), x);
    x[0] = 1;
    const QueryHandle q = query(coder.get(), x.data());
    const int32_t id = 0;
    float score = 9;
    ASSERT_EQ(LEANN_OK, leann_score(q.get(), codes.data(), 1, &id, 1, &score));
    EXPECT_EQ(0, score);
  }
}

TEST(Blind, SeedsDiffer) {
  const std::vector<float> x = gaussian_vectors(1, 64, 1);
  EXPECT_NE(encoded(blind(64, 4, 1).get(), x), encoded(blind(64, 4, 2).get(), x));
  EXPECT_EQ(encoded(blind(64, 4, 1).get(), x), encoded(blind(64, 4, 1).get(), x));
}

}  // namespace
}  // namespace leann
