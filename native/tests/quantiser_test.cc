// The levels of scalar quantisers: learned ones, and those of a Gaussian.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "coder/gaussian.h"
#include "coder/lloyd.h"
#include "synthetic.h"

namespace leann {
namespace {

double distortion(const std::vector<float>& samples, const std::vector<float>& levels) {
  double sum = 0;
  for (float x : samples) {
    float best = 1e30f;
    for (float level : levels) best = std::min(best, std::fabs(level - x));
    sum += best * best;
  }
  return sum / static_cast<double>(samples.size());
}

TEST(Quantiser, LloydIsCloseToTheGaussianOptimum) {
  const std::vector<float> samples = gaussian_vectors(20000, 1, 5);
  for (int32_t bits = 1; bits <= 4; ++bits) {
    const std::vector<float> levels = lloyd_levels(samples, bits);
    ASSERT_EQ(size_t{1} << bits, levels.size());
    EXPECT_TRUE(std::is_sorted(levels.begin(), levels.end()));
    EXPECT_LT(distortion(samples, levels), 1.12 * gaussian_distortion(bits)) << bits << " bits";
  }
}

TEST(Quantiser, LloydAcceptsFewAndEqualSamples) {
  EXPECT_EQ((std::vector<float>{3, 3}), lloyd_levels({3}, 1));
  EXPECT_EQ(std::vector<float>(256, 0.25f), lloyd_levels(std::vector<float>(100, 0.25f), 8));
  EXPECT_EQ((std::vector<float>{-1, 2}), lloyd_levels({2, -1, 2, -1}, 1));
  const std::vector<float> levels = lloyd_levels({1, 2, 3}, 8);
  EXPECT_TRUE(std::is_sorted(levels.begin(), levels.end()));
  EXPECT_NEAR(0, distortion({1, 2, 3}, levels), 1e-12);
}

TEST(Quantiser, GaussianLevelsAreTheCentroidsOfTheirCells) {
  const auto density = [](double x) { return std::exp(-x * x / 2) / std::sqrt(6.283185307179586); };
  const auto above = [](double x) { return std::erfc(x / std::sqrt(2.0)) / 2; };
  for (int32_t bits = 1; bits <= 8; ++bits) {
    const std::vector<float> levels = gaussian_levels(bits, 1);
    const size_t count = size_t{1} << bits;
    ASSERT_EQ(count, levels.size());
    double left = 1;
    for (size_t i = 0; i < count; ++i) {
      EXPECT_EQ(-levels[i], levels[count - 1 - i]);
      if (i < count / 2) continue;  // the upper half, where erfc is exact
      const double low = i == 0 ? -40 : 0.5 * (levels[i - 1] + levels[i]);
      const double high = i + 1 == count ? 40 : 0.5 * (levels[i] + levels[i + 1]);
      const double mass = above(low) - above(high);
      EXPECT_NEAR((density(low) - density(high)) / mass, levels[i], 2e-4) << bits << " bits, " << i;
    }
    for (size_t i = 0; i < count; ++i) {
      const double low = i == 0 ? -40 : 0.5 * (levels[i - 1] + levels[i]);
      const double high = i + 1 == count ? 40 : 0.5 * (levels[i] + levels[i + 1]);
      left -= levels[i] * levels[i] * (above(low) - above(high));
    }
    EXPECT_NEAR(gaussian_distortion(bits), left, 1e-5);
  }
  const std::vector<float> scaled = gaussian_levels(2, 100);
  EXPECT_NEAR(0.1 * gaussian_levels(2, 1)[0], scaled[0], 1e-7);
}

}  // namespace
}  // namespace leann
