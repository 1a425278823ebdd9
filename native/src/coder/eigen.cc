#include "coder/eigen.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "base/error.h"
#include "base/parallel.h"

namespace leann {
namespace {

double dot(const double* a, const double* b, int64_t n) {
  double sum[4] = {};
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    for (int64_t lane = 0; lane < 4; ++lane) sum[lane] += a[i + lane] * b[i + lane];
  }
  for (; i < n; ++i) sum[0] += a[i] * b[i];
  return (sum[0] + sum[2]) + (sum[1] + sum[3]);
}

// A Givens rotation of the rows `row` and `row + 1`.
struct Givens {
  int32_t row;
  double sine, cosine;
};

// Rotations are collected and applied together, to a few columns at a time, which stay in the
// cache.
constexpr size_t kRotationsAtOnce = 1 << 16;
constexpr int64_t kColumnsAtOnce = 32;

void apply(const std::vector<Givens>& rotations, int64_t n, int32_t threads, double* s) {
  parallel_for(n, kColumnsAtOnce, threads, [&](int64_t begin, int64_t end) {
    const int64_t width = end - begin;
    for (const Givens& rotation : rotations) {
      double* low = s + rotation.row * n + begin;
      double* high = low + n;
      for (int64_t i = 0; i < width; ++i) {
        const double f = high[i];
        high[i] = rotation.sine * low[i] + rotation.cosine * f;
        low[i] = rotation.cosine * low[i] - rotation.sine * f;
      }
    }
  });
}

}  // namespace

SymmetricEigen::SymmetricEigen(int32_t n, std::vector<double> matrix, int32_t threads)
    : n_(n), a_(std::move(matrix)) {
  reduce();
  iterate(threads);
  order_.resize(static_cast<size_t>(n_));
  std::iota(order_.begin(), order_.end(), 0);
  std::stable_sort(order_.begin(), order_.end(),
                   [this](int32_t x, int32_t y) { return diagonal_[x] > diagonal_[y]; });
  for (int32_t row : order_) values_.push_back(diagonal_[row]);
}

void SymmetricEigen::reduce() {
  const int64_t n = n_;
  tau_.assign(static_cast<size_t>(n), 0);
  diagonal_.assign(static_cast<size_t>(n), 0);
  off_diagonal_.assign(static_cast<size_t>(n), 0);
  std::vector<double> p(static_cast<size_t>(n));
  for (int64_t i = n - 1; i > 0; --i) {
    double* v = a_.data() + i * n;
    diagonal_[i] = v[i];
    const double rest = dot(v, v, i - 1);
    if (rest == 0) {
      off_diagonal_[i - 1] = v[i - 1];
      continue;
    }
    // The reflection that leaves only the last entry of v; its sign avoids cancellation.
    const double norm = std::sqrt(rest + v[i - 1] * v[i - 1]);
    const double left = v[i - 1] > 0 ? -norm : norm;
    off_diagonal_[i - 1] = left;
    v[i - 1] -= left;
    const double tau = 2 / (rest + v[i - 1] * v[i - 1]);
    tau_[i] = tau;
    std::fill(p.begin(), p.begin() + i, 0.0);
    for (int64_t row = 0; row < i; ++row) {
      const double* a = a_.data() + row * n;
      const double factor = v[row];
      p[row] += dot(a, v, row + 1);
      for (int64_t j = 0; j < row; ++j) p[j] += factor * a[j];
    }
    for (int64_t j = 0; j < i; ++j) p[j] *= tau;
    const double half = 0.5 * tau * dot(p.data(), v, i);
    for (int64_t j = 0; j < i; ++j) p[j] -= half * v[j];
    for (int64_t row = 0; row < i; ++row) {
      double* a = a_.data() + row * n;
      const double x = v[row], y = p[row];
      for (int64_t j = 0; j <= row; ++j) a[j] -= x * p[j] + y * v[j];
    }
  }
  diagonal_[0] = a_[0];
}

void SymmetricEigen::iterate(int32_t threads) {
  const int64_t n = n_;
  s_.assign(static_cast<size_t>(n * n), 0);
  for (int64_t i = 0; i < n; ++i) s_[i * n + i] = 1;
  double size = 0;
  for (int64_t i = 0; i < n; ++i) {
    size = std::max(size, std::max(std::fabs(diagonal_[i]), std::fabs(off_diagonal_[i])));
  }
  const double negligible = std::numeric_limits<double>::epsilon() * size;
  std::vector<double>&d = diagonal_, &e = off_diagonal_;
  std::vector<Givens> rotations;
  for (int64_t l = 0; l < n; ++l) {
    for (int32_t round = 0;; ++round) {
      int64_t m = l;
      while (m < n - 1 && std::fabs(e[m]) > negligible) ++m;
      if (m == l) break;
      if (round == 100) throw Error(LEANN_INTERNAL, "the eigenvalues did not converge");
      double g = (d[l + 1] - d[l]) / (2 * e[l]);
      double r = std::sqrt(g * g + 1);
      g = d[m] - d[l] + e[l] / (g + (g < 0 ? -r : r));
      double s = 1, c = 1, p = 0;
      int64_t i = m - 1;
      for (; i >= l; --i) {
        double f = s * e[i];
        const double b = c * e[i];
        r = std::sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r == 0) {
          d[i + 1] -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        r = (d[i] - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        rotations.push_back({static_cast<int32_t>(i), s, c});
      }
      if (i < l) {
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
      }
      if (rotations.size() >= kRotationsAtOnce) {
        apply(rotations, n, threads, s_.data());
        rotations.clear();
      }
    }
  }
  apply(rotations, n, threads, s_.data());
}

std::vector<double> SymmetricEigen::vector(int32_t k) const {
  const int64_t n = n_;
  const double* row = s_.data() + order_[k] * n;
  std::vector<double> x(row, row + n);
  for (int64_t i = 1; i < n; ++i) {
    if (tau_[i] == 0) continue;
    const double* v = a_.data() + i * n;
    const double factor = tau_[i] * dot(v, x.data(), i);
    for (int64_t j = 0; j < i; ++j) x[j] -= factor * v[j];
  }
  size_t largest = 0;
  for (size_t i = 1; i < x.size(); ++i) {
    if (std::fabs(x[i]) > std::fabs(x[largest])) largest = i;
  }
  if (x[largest] < 0) {
    for (double& value : x) value = -value;
  }
  return x;
}

}  // namespace leann
