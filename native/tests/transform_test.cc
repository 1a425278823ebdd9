// The transform coder: the quality of its codes, and degenerate input.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "codes.h"
#include "handles.h"
#include "simd/kernels.h"
#include "synthetic.h"

namespace leann {
namespace {

TEST(Transform, ScoresAreProductsWithDecodedVectors) {
  const uint64_t seed = test_seed();
  for (int32_t d : {1, 2, 3, 5, 16, 33, 100, 384}) {
    for (int32_t code_bytes : {2, 3, 9, 33, 1025}) {
      const std::vector<float> x = clustered_vectors(60, d, seed);
      const CoderHandle coder = trained(x, d, code_bytes, 2);
      ASSERT_EQ(std::min(code_bytes, d + 1), leann_coder_code_bytes(coder.get()));
      check_consistent(coder.get(), x);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Transform, ManyBitsReproduceTheVector) {
  const int32_t d = 24;
  const std::vector<float> x = clustered_vectors(2000, d, 3);
  const CoderHandle coder = trained(x, d, d + 1);
  const std::vector<float> unit = normalised(x, d);
  const std::vector<float> y = decoded(coder.get(), encoded(coder.get(), x));
  double worst = 0;
  for (size_t i = 0; i < y.size(); ++i) {
    worst = std::max(worst, std::fabs(static_cast<double>(unit[i]) - y[i]));
  }
  EXPECT_LT(worst, 0.1);
  EXPECT_LT(leann_coder_error(coder.get()), 0.01);
}

TEST(Transform, HandlesDegenerateVectors) {
  const int32_t d = 7;
  for (const std::vector<float>& x : degenerate_sets(d)) {
    for (int32_t code_bytes : {2, 8}) {
      const CoderHandle coder = trained(x, d, code_bytes);
      check_consistent(coder.get(), x);
      check_consistent(coder.get(), gaussian_vectors(20, d, 1));
      check_consistent(coder.get(), std::vector<float>(20 * d, 0.0f));
      CoderHandle loaded;
      EXPECT_EQ(LEANN_OK, load(saved(coder.get()), &loaded)) << leann_last_error();
    }
  }
}

TEST(Transform, LearnsFromFewVectorsOfLowRank) {
  const int32_t d = 40;
  std::vector<float> same(17 * d, 3), pair(17 * d, 0);
  for (size_t row = 0; row < 17; ++row) pair[row * d + row % 2] = 1;
  for (const std::vector<float>& x : {same, pair}) {
    const CoderHandle coder = trained(x, d, d + 1);
    check_consistent(coder.get(), x);
    check_consistent(coder.get(), gaussian_vectors(20, d, 1));
  }
}

TEST(Transform, IdenticalVectorsScoreOne) {
  const std::vector<float> x(20 * 5, 2);
  const CoderHandle coder = trained(x, 5, 6);
  const std::vector<uint8_t> codes = encoded(coder.get(), x);
  const QueryHandle q = query(coder.get(), x.data());
  const int32_t id = 3;
  float score = 0;
  ASSERT_EQ(LEANN_OK, leann_score(q.get(), codes.data(), 20, &id, 1, &score));
  EXPECT_NEAR(1, score, 1e-3);
}

TEST(Transform, LearnsFromFewerVectorsThanDimensions) {
  const std::vector<float> x = clustered_vectors(16, 4096, 1);
  const CoderHandle coder = trained(x, 4096, 65, 2);
  check_consistent(coder.get(), x);
  const std::vector<uint8_t> codes = encoded(coder.get(), x);
  for (int32_t id = 0; id < 16; ++id) {
    const QueryHandle q = query(coder.get(), &x[static_cast<size_t>(id) * 4096]);
    float score = 0;
    ASSERT_EQ(LEANN_OK, leann_score(q.get(), codes.data(), 16, &id, 1, &score));
    EXPECT_NEAR(1, score, 0.05);
  }
}

TEST(Transform, DoesNotDependOnThreads) {
  for (int32_t d : {10, 100}) {
    const std::vector<float> x = clustered_vectors(700, d, 4);
    const CoderHandle one = trained(x, d, 9, 1), many = trained(x, d, 9, 5);
    EXPECT_EQ(saved(one.get()), saved(many.get()));
    EXPECT_EQ(encoded(one.get(), x, 1), encoded(many.get(), x, 3));
  }
}

TEST(Transform, DoesNotDependOnLength) {
  std::vector<float> x = clustered_vectors(200, 20, 4);
  const CoderHandle coder = trained(x, 20, 9);
  const std::vector<uint8_t> codes = encoded(coder.get(), x);
  for (float& value : x) value *= 1024;
  EXPECT_EQ(codes, encoded(coder.get(), x));
}

TEST(Transform, EncodesAlikeAfterSavingAndLoading) {
  const std::vector<float> x = clustered_vectors(500, 48, 4);
  const CoderHandle coder = trained(x, 48, 13);
  CoderHandle loaded;
  ASSERT_EQ(LEANN_OK, load(saved(coder.get()), &loaded)) << leann_last_error();
  EXPECT_EQ(saved(coder.get()), saved(loaded.get()));
  EXPECT_EQ(encoded(coder.get(), x), encoded(loaded.get(), x));
  EXPECT_EQ(leann_coder_error(coder.get()), leann_coder_error(loaded.get()));
  EXPECT_EQ(leann_coder_trained_on(coder.get()), leann_coder_trained_on(loaded.get()));
}

TEST(Transform, SubsamplesManyVectors) {
  const std::vector<float> x = clustered_vectors(70000, 8, 4);
  const CoderHandle coder = trained(x, 8, 5, 2);
  EXPECT_EQ(70000, leann_coder_trained_on(coder.get()));
  check_consistent(coder.get(), std::vector<float>(x.end() - 80, x.end()));
}

// Errors of estimates, over vectors and queries that the coder has not seen.
struct Errors {
  double mean = 0, rms = 0, slope = 0;  // slope of the estimate over the truth, without their means
};

Errors errors_of(const leann_coder* coder, const std::vector<float>& x,
                 const std::vector<float>& queries) {
  const int32_t d = leann_coder_dimension(coder);
  const std::vector<float> unit = normalised(x, d), units = normalised(queries, d);
  const int64_t n = static_cast<int64_t>(x.size()) / d;
  const int64_t m = static_cast<int64_t>(queries.size()) / d;
  const std::vector<uint8_t> codes = encoded(coder, x);
  double sum = 0, square = 0, st = 0, se = 0, stt = 0, ste = 0;
  for (int64_t k = 0; k < m; ++k) {
    const QueryHandle q = query(coder, &units[k * d]);
    for (int32_t id = 0; id < n; ++id) {
      float score = 0;
      EXPECT_EQ(LEANN_OK, leann_score(q.get(), codes.data(), n, &id, 1, &score));
      const double truth = kernels().dot(&units[k * d], &unit[static_cast<int64_t>(id) * d], d);
      sum += score - truth;
      square += (score - truth) * (score - truth);
      st += truth;
      se += score;
      stt += truth * truth;
      ste += truth * score;
    }
  }
  const auto count = static_cast<double>(n * m);
  Errors errors;
  errors.mean = sum / count;
  errors.rms = std::sqrt(square / count);
  errors.slope = (ste - st * se / count) / (stt - st * st / count);
  return errors;
}

TEST(Transform, EstimatesRandomDirectionsWithoutBias) {
  const int32_t d = 96;
  const CoderHandle coder = trained(clustered_vectors(6000, d, 1), d, 13);
  const Errors errors =
      errors_of(coder.get(), clustered_vectors(1000, d, 2), gaussian_vectors(400, d, 3));
  // Without the scale the slope would be less, because levels are the means of their cells.
  EXPECT_NEAR(1, errors.slope, 0.03);
  EXPECT_NEAR(0, errors.mean, 0.002);
}

TEST(Transform, EstimatesAVectorItselfWithoutBias) {
  const int32_t d = 96;
  const int64_t n = 1000;
  const CoderHandle coder = trained(clustered_vectors(6000, d, 1), d, 13);
  const std::vector<float> x = clustered_vectors(n, d, 2);
  const std::vector<uint8_t> codes = encoded(coder.get(), x);
  double sum = 0;
  for (int32_t id = 0; id < n; ++id) {
    const QueryHandle q = query(coder.get(), &x[static_cast<int64_t>(id) * d]);
    float score = 0;
    ASSERT_EQ(LEANN_OK, leann_score(q.get(), codes.data(), n, &id, 1, &score));
    sum += score;
  }
  // Exact for the vector less the mean; towards the mean the error is like that for other vectors.
  EXPECT_NEAR(1, sum / n, 0.003);
}

TEST(Transform, ReportsItsError) {
  const int32_t d = 96;
  const CoderHandle coder = trained(clustered_vectors(6000, d, 1), d, 13);
  const Errors errors =
      errors_of(coder.get(), clustered_vectors(1000, d, 2), clustered_vectors(50, d, 3));
  EXPECT_NEAR(errors.rms, leann_coder_error(coder.get()), 0.15 * errors.rms);
}

TEST(Transform, FindsTheNearestInAShortList) {
  const int32_t d = 384, depth = 60;
  const int64_t n = 6000, m = 60;
  const std::vector<float> x = clustered_vectors(n, d, 1), queries = clustered_vectors(m, d, 2);
  const CoderHandle coder = trained(std::vector<float>(x.begin(), x.begin() + 4000 * d), d, 33, 2);
  const std::vector<uint8_t> codes = encoded(coder.get(), x);
  const std::vector<float> unit = normalised(x, d), units = normalised(queries, d);
  int32_t kept = 0;
  for (int64_t k = 0; k < m; ++k) {
    std::vector<float> exact(static_cast<size_t>(n));
    kernels().matrix_vector(unit.data(), static_cast<int32_t>(n), d, &units[k * d], exact.data());
    std::vector<float> sorted = exact;
    std::nth_element(sorted.begin(), sorted.begin() + 2, sorted.end(), std::greater<float>());
    std::vector<int32_t> ids(depth);
    std::vector<float> scores(depth);
    int32_t found = 0;
    const QueryHandle q = query(coder.get(), &units[k * d]);
    ASSERT_EQ(LEANN_OK, leann_scan(q.get(), codes.data(), n, nullptr, depth, ids.data(),
                                   scores.data(), &found));
    for (int32_t id : ids) kept += exact[id] >= sorted[2] ? 1 : 0;
  }
  EXPECT_GE(kept / (3.0 * m), 0.97) << "recall@3 of the first " << depth << " of " << n;
}

}  // namespace
}  // namespace leann
