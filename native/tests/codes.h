// Checks that hold for the codes of any coder.
#ifndef LEANN_TESTS_CODES_H_
#define LEANN_TESTS_CODES_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "base/vectors.h"
#include "handles.h"
#include "simd/kernels.h"

namespace leann {

inline std::vector<float> normalised(std::vector<float> x, int32_t d) {
  for (size_t i = 0; i < x.size(); i += static_cast<size_t>(d)) normalise(&x[i], d, &x[i]);
  return x;
}

inline std::vector<float> decoded(const leann_coder* coder, const std::vector<uint8_t>& codes) {
  const int64_t n = static_cast<int64_t>(codes.size()) / leann_coder_code_bytes(coder);
  std::vector<float> x(static_cast<size_t>(n * leann_coder_dimension(coder)));
  EXPECT_EQ(LEANN_OK, leann_decode(coder, codes.data(), n, x.data()));
  return x;
}

// Sets of 20 vectors with little to learn from: all zero, all equal, two opposite ones, axes.
inline std::vector<std::vector<float>> degenerate_sets(int32_t d) {
  std::vector<float> zero(20 * d, 0), same(20 * d, 3), pair(20 * d, 0), axis(20 * d, 0);
  for (size_t row = 0; row < 20; ++row) {
    pair[row * d] = row % 2 == 0 ? 1 : -1;
    axis[row * d + row % d] = 1;
  }
  return {zero, same, pair, axis};
}

// Codes decode to finite vectors, and have the scores of their decoded vectors.
inline void check_consistent(const leann_coder* coder, const std::vector<float>& x) {
  const int32_t d = leann_coder_dimension(coder);
  const std::vector<uint8_t> codes = encoded(coder, x);
  const std::vector<float> y = decoded(coder, codes);
  const int64_t n = static_cast<int64_t>(x.size()) / d;
  std::vector<float> unit(static_cast<size_t>(d));
  for (int64_t k = 0; k < std::min<int64_t>(n, 5); ++k) {
    normalise(&x[k * d], d, unit.data());
    const QueryHandle q = query(coder, unit.data());
    for (int32_t id = 0; id < n; ++id) {
      float score = 0;
      ASSERT_EQ(LEANN_OK, leann_score(q.get(), codes.data(), n, &id, 1, &score));
      const double inner = kernels().dot(unit.data(), &y[static_cast<int64_t>(id) * d], d);
      ASSERT_TRUE(std::isfinite(score));
      ASSERT_NEAR(inner, score, 1e-4 * (1 + std::fabs(inner))) << "d " << d << " row " << id;
    }
  }
}

}  // namespace leann

#endif  // LEANN_TESTS_CODES_H_
