#include "scan/bounds.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace leann {
namespace {

constexpr int32_t kValues = 256;        // of a byte
constexpr int32_t kMaxBytes = kValues;  // of which sums fit 16 bits
constexpr float kMaxSum = 65535;
constexpr double kRounding = 1.0 / 4e6;  // of an operation on floats: 2^-24 and a margin
constexpr double kHuge = 1e30;           // below this, no score overflows
// Below this, what the floats of this class lose by rounding is less than a step in all.
constexpr float kMaxOffset = 1 << 20;

bool all_finite(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); });
}

}  // namespace

Bounds::Bounds(const Query& query) : table_bytes_(query.table_bytes), limits_(kValues) {
  const auto [least_scale, most_scale] =
      std::minmax_element(query.scales.begin(), query.scales.end());
  if (table_bytes_ > kMaxBytes || !all_finite(query.scales) || *least_scale < 0 ||
      !all_finite(query.table) || !std::isfinite(query.bias)) {
    return;
  }
  std::vector<float> lows;
  double low = 0, largest = 0;  // of sums of look-ups: the least, and the largest without its sign
  float widest = 0;
  for (auto of_byte = query.table.begin(); of_byte != query.table.end(); of_byte += kValues) {
    const auto [least, most] = std::minmax_element(of_byte, of_byte + kValues);
    lows.push_back(*least);
    low += *least;
    largest += std::max(std::fabs(*least), std::fabs(*most));
    widest = std::max(widest, *most - *least);
  }
  const double bias = std::fabs(query.bias);
  if (largest * std::max(1.0f, *most_scale) + bias > kHuge) return;

  // What one step of a byte stands for: a little more than needed, so that none exceeds 255.
  const double step = std::max(1.0001 * widest / (kValues - 1), 1e-30);
  // The rounding of the additions, and of the last two operations of a score.
  const double error = kRounding * (table_bytes_ + 2) * largest;
  offset_ = static_cast<float>((low + error) / step) + 1;
  most_bias_ = query.bias + 2 * kRounding * bias;
  for (float scale : query.scales) {
    steps_per_score_.push_back(scale > 0 ? static_cast<float>(1 / (scale * step)) : 0);
  }
  if (std::fabs(offset_) > kMaxOffset || !all_finite(steps_per_score_)) return;

  const auto steps = static_cast<float>(1 / step);
  table_.resize(query.table.size());
  for (size_t i = 0; i < table_.size(); ++i) {
    const float above = (query.table[i] - lows[i / kValues]) * steps;  // 0 <= above < 255
    table_[i] = static_cast<uint8_t>(1 + static_cast<int32_t>(above));
  }
}

void Bounds::require(float score) {
  float sums[kValues];
  const auto missing = static_cast<float>(score - most_bias_);
  float least = kMaxSum;
  for (int32_t byte = 0; byte < kValues; ++byte) {
    const float sum = missing * steps_per_score_[byte] - offset_;
    sums[byte] = std::min(std::max(sum, 0.0f), kMaxSum);
    least = steps_per_score_[byte] > 0 ? std::min(least, sums[byte]) : least;
  }
  least_ = static_cast<uint16_t>(least);
  for (int32_t byte = 0; byte < kValues; ++byte) {
    const int32_t more = (static_cast<int32_t>(sums[byte]) - least_) >> kShift;
    // Where the scale is 0, the sum does not matter.
    limits_[byte] =
        steps_per_score_[byte] > 0 ? static_cast<uint8_t>(std::min(more, kValues - 1)) : 0;
  }
}

}  // namespace leann
