#include "coder/lloyd.h"

#include <algorithm>

namespace leann {
namespace {

constexpr int32_t kIterations = 25;

// The q-quantile of sorted samples, 0 <= q <= 1, linear between neighbours.
double quantile(const std::vector<float>& sorted, double q) {
  const double at = q * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<size_t>(at);
  const size_t high = std::min(low + 1, sorted.size() - 1);
  const double share = at - static_cast<double>(low);
  return (1 - share) * sorted[low] + share * sorted[high];
}

}  // namespace

std::vector<float> lloyd_levels(std::vector<float> samples, int32_t bits) {
  std::sort(samples.begin(), samples.end());
  // Prefix sums make a cell's mean a difference of two of them.
  std::vector<double> sums(samples.size() + 1, 0);
  for (size_t i = 0; i < samples.size(); ++i) sums[i + 1] = sums[i] + samples[i];

  const int32_t count = 1 << bits;
  std::vector<double> levels;
  for (int32_t i = 0; i < count; ++i) levels.push_back(quantile(samples, (i + 0.5) / count));
  for (int32_t round = 0; round < kIterations; ++round) {
    size_t begin = 0;
    for (int32_t i = 0; i < count; ++i) {
      size_t end = samples.size();
      if (i + 1 < count) {
        const double limit = 0.5 * (levels[i] + levels[i + 1]);
        end = static_cast<size_t>(
            std::upper_bound(samples.begin() + static_cast<int64_t>(begin), samples.end(), limit) -
            samples.begin());
      }
      if (end > begin) {
        // Level i is not needed again: changing it does not move the limits that follow.
        levels[i] = (sums[end] - sums[begin]) / static_cast<double>(end - begin);
      }
      begin = end;
    }
    // An empty cell keeps its level, which may now be on the wrong side of a neighbour by rounding.
    std::sort(levels.begin(), levels.end());
  }
  return std::vector<float>(levels.begin(), levels.end());
}

}  // namespace leann
