// The product coder: the quality of its codes, and degenerate input.
#include <gtest/gtest.h>

#include <cmath>

#include "coder/product_quantiser.h"
#include "codes.h"
#include "handles.h"
#include "synthetic.h"

namespace leann {
namespace {

// Mean squared distance between unit vectors and their decoded codes.
double distortion(const leann_coder* coder, const std::vector<float>& x) {
  const std::vector<float> unit = normalised(x, leann_coder_dimension(coder));
  const std::vector<float> y = decoded(coder, encoded(coder, x));
  double sum = 0;
  for (size_t i = 0; i < y.size(); ++i) {
    sum += std::pow(static_cast<double>(unit[i]) - y[i], 2);
  }
  return sum * leann_coder_dimension(coder) / static_cast<double>(y.size());
}

TEST(Product, ScoresAreProductsWithDecodedVectors) {
  const uint64_t seed = test_seed();
  for (int32_t d : {1, 2, 5, 33, 100}) {
    for (int32_t code_bytes : {2, 3, 9}) {
      const std::vector<float> x = clustered_vectors(60, d, seed);
      const CoderHandle coder = product(x, d, code_bytes, 24, 2);
      ASSERT_EQ(std::min(code_bytes, d + 1), leann_coder_code_bytes(coder.get()));
      EXPECT_EQ(60, leann_coder_trained_on(coder.get()));
      EXPECT_EQ(1, leann_coder_is_learned(coder.get()));
      check_consistent(coder.get(), std::vector<float>(x.begin(), x.begin() + 50 * d));
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Product, HasLessDistortionThanTransformCodesOfTheSameSize) {
  const int32_t d = 32, code_bytes = 5;
  const std::vector<float> x = clustered_vectors(4000, d, 1), unseen = clustered_vectors(500, d, 2);
  const CoderHandle grouped = product(x, d, code_bytes, d, 2),
                    single = trained(x, d, code_bytes, 2);
  EXPECT_LT(distortion(grouped.get(), unseen), 0.9 * distortion(single.get(), unseen));
}

TEST(Product, MoreBytesHaveLessDistortion) {
  const std::vector<float> x = clustered_vectors(1000, 32, 1);
  double before = 2;
  for (int32_t code_bytes : {2, 3, 5, 9}) {
    const double now = distortion(product(x, 32, code_bytes, 32, 2).get(), x);
    EXPECT_LT(now, before);
    before = now;
  }
}

TEST(Product, PartitionsComponentsEvenly) {
  std::vector<double> variance;
  for (int32_t i = 0; i < 40; ++i) variance.push_back(i < 36 ? std::pow(0.9, i) : 0);
  for (int32_t groups : {1, 3, 7, 30}) {
    const auto shared = partition(variance, 30, groups);
    std::vector<int32_t> all;
    double least = 1e9, most = -1e9;
    for (const std::vector<int32_t>& group : shared) {
      ASSERT_FALSE(group.empty());
      EXPECT_LE(static_cast<int32_t>(group.size()), (30 + groups - 1) / groups);
      double product = 0;
      for (int32_t c : group) product += std::log(variance[c]);
      least = std::min(least, product / static_cast<double>(group.size()));
      most = std::max(most, product / static_cast<double>(group.size()));
      all.insert(all.end(), group.begin(), group.end());
    }
    std::sort(all.begin(), all.end());
    for (int32_t c = 0; c < 30; ++c) ASSERT_EQ(c, all[c]);
    if (groups == 3) {
      EXPECT_LT(most - least, 0.2);
    }
  }
  EXPECT_EQ(40u, partition(variance, 40, 40).size());
}

TEST(Product, FindsTheNearestCodeword) {
  const int32_t width = 5;
  const std::vector<float> codewords = gaussian_vectors(width, kCodewords, 3);
  const std::vector<float> z = gaussian_vectors(50, width, 4);
  for (int32_t row = 0; row < 50; ++row) {
    const auto error = [&](int32_t codeword) {
      double sum = 0;
      for (int32_t i = 0; i < width; ++i) {
        sum += std::pow(
            static_cast<double>(z[row * width + i]) - codewords[i * kCodewords + codeword], 2);
      }
      return sum;
    };
    const double found = error(nearest_codeword(codewords.data(), width, &z[row * width]));
    for (int32_t codeword = 0; codeword < kCodewords; ++codeword) {
      ASSERT_LE(found, error(codeword) + 1e-5);
    }
  }
}

TEST(Product, HandlesDegenerateVectors) {
  const int32_t d = 7;
  for (const std::vector<float>& x : degenerate_sets(d)) {
    const CoderHandle coder = product(x, d, 3, 5);
    check_consistent(coder.get(), x);
    check_consistent(coder.get(), gaussian_vectors(20, d, 1));
    check_consistent(coder.get(), std::vector<float>(20 * d, 0.0f));
    CoderHandle loaded;
    EXPECT_EQ(LEANN_OK, load(saved(coder.get()), &loaded)) << leann_last_error();
  }
}

TEST(Product, DoesNotDependOnThreads) {
  const std::vector<float> x = clustered_vectors(700, 40, 4);
  const CoderHandle one = product(x, 40, 4, 30, 1), many = product(x, 40, 4, 30, 5);
  EXPECT_EQ(saved(one.get()), saved(many.get()));
  EXPECT_EQ(encoded(one.get(), x, 1), encoded(many.get(), x, 3));
}

TEST(Product, EncodesAlikeAfterSavingAndLoading) {
  const std::vector<float> x = clustered_vectors(500, 48, 4);
  const CoderHandle coder = product(x, 48, 5, 20);
  CoderHandle loaded;
  ASSERT_EQ(LEANN_OK, load(saved(coder.get()), &loaded)) << leann_last_error();
  EXPECT_EQ(saved(coder.get()), saved(loaded.get()));
  EXPECT_EQ(encoded(coder.get(), x), encoded(loaded.get(), x));
  EXPECT_EQ(leann_coder_error(coder.get()), leann_coder_error(loaded.get()));
}

TEST(Product, RejectsTooLittleData) {
  const std::vector<float> x = clustered_vectors(16, 8, 1);
  leann_coder* coder = nullptr;
  const auto train = [&](int64_t n, int32_t code_bytes, int32_t components) {
    return leann_coder_train_product(x.data(), n, 8, code_bytes, components, 1, &coder);
  };
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, train(15, 5, 8));
  EXPECT_NE(std::string::npos, std::string(leann_last_error()).find("16 vectors"));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, train(16, 1, 8));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, train(16, 5, 3));
  EXPECT_EQ(LEANN_INVALID_ARGUMENT, train(16, 2, 256));
  EXPECT_EQ(nullptr, coder);
  EXPECT_EQ(LEANN_OK, train(16, 2, 255));
  leann_coder_free(coder);
}

}  // namespace
}  // namespace leann
