#include "coder/eigen.h"

#include <gtest/gtest.h>

#include <cmath>

#include "handles.h"
#include "synthetic.h"

namespace leann {
namespace {

// A v = lambda v, unit orthogonal v, descending lambda, for all pairs.
void check(int32_t n, const std::vector<double>& a, double tolerance) {
  const SymmetricEigen eigen(n, a, 2);
  std::vector<std::vector<double>> v;
  for (int32_t k = 0; k < n; ++k) v.push_back(eigen.vector(k));
  double trace = 0, sum = 0;
  for (int32_t k = 0; k < n; ++k) {
    if (k > 0) {
      EXPECT_GE(eigen.values()[k - 1], eigen.values()[k]);
    }
    trace += a[k * n + k];
    sum += eigen.values()[k];
    for (int32_t i = 0; i < n; ++i) {
      double value = 0;
      for (int32_t j = 0; j < n; ++j) value += a[i * n + j] * v[k][j];
      ASSERT_NEAR(eigen.values()[k] * v[k][i], value, tolerance) << "n " << n << " pair " << k;
    }
    for (int32_t other = 0; other <= k; ++other) {
      double inner = 0;
      for (int32_t i = 0; i < n; ++i) inner += v[k][i] * v[other][i];
      ASSERT_NEAR(k == other ? 1 : 0, inner, 1e-10);
    }
  }
  EXPECT_NEAR(trace, sum, n * tolerance);
}

TEST(Eigen, SolvesRandomMatrices) {
  Gaussian gaussian(test_seed());
  for (int32_t n : {1, 2, 3, 4, 5, 17, 64, 101}) {
    std::vector<double> a(static_cast<size_t>(n * n));
    for (int32_t i = 0; i < n; ++i) {
      for (int32_t j = 0; j <= i; ++j) a[i * n + j] = a[j * n + i] = gaussian.next();
    }
    check(n, a, 1e-10);
  }
}

TEST(Eigen, SolvesSpecialMatrices) {
  const int32_t n = 12;
  std::vector<double> zero(n * n, 0), identity = zero, ones(n * n, 1), graded = zero, path = zero;
  for (int32_t i = 0; i < n; ++i) {
    identity[i * n + i] = 1;
    graded[i * n + i] = std::pow(10, -2 * i);
    if (i > 0) path[i * n + i - 1] = path[(i - 1) * n + i] = 1;
  }
  for (const std::vector<double>& a : {zero, identity, ones, graded, path}) check(n, a, 1e-12);
}

TEST(Eigen, FindsAKnownSpectrum) {
  // The path of n nodes has the eigenvalues 2 cos(k pi / (n + 1)).
  const int32_t n = 9;
  std::vector<double> path(n * n, 0);
  for (int32_t i = 1; i < n; ++i) path[i * n + i - 1] = path[(i - 1) * n + i] = 1;
  const SymmetricEigen eigen(n, path, 1);
  for (int32_t k = 0; k < n; ++k) {
    EXPECT_NEAR(2 * std::cos((k + 1) * 3.14159265358979 / (n + 1)), eigen.values()[k], 1e-12);
  }
}

}  // namespace
}  // namespace leann
