#include "coder/principal.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/parallel.h"
#include "simd/kernels.h"

namespace leann {
namespace {

constexpr int64_t kRowsAtOnce = 256;  // summed in float before they are added in double
constexpr int64_t kStrip = 32;        // rows of the covariance matrix per chunk

// rows^T rows / n: the lower triangle and a part of the upper one.
std::vector<double> covariance(const float* rows, int64_t n, int64_t d, int32_t threads) {
  const int64_t stride = (d + kTileColumns - 1) / kTileColumns * kTileColumns;
  std::vector<float> padded;
  if (stride != d) {
    padded.assign(static_cast<size_t>(n * stride), 0.0f);
    for (int64_t row = 0; row < n; ++row) {
      std::copy(rows + row * d, rows + (row + 1) * d, padded.data() + row * stride);
    }
    rows = padded.data();
  }
  std::vector<double> sum(static_cast<size_t>(d * d), 0);
  parallel_for(stride, kStrip, threads, [&](int64_t first, int64_t last) {
    for (int64_t begin = 0; begin < n; begin += kRowsAtOnce) {
      const int64_t count = std::min(kRowsAtOnce, n - begin);
      const float* block = rows + begin * stride;
      for (int64_t i = first; i < last; i += kTileRows) {
        for (int64_t j = 0; j < i + kTileRows; j += kTileColumns) {
          float tile[kTileRows * kTileColumns] = {};
          kernels().outer(block + i, block + j, stride, count, tile);
          for (int64_t a = i; a < std::min(i + kTileRows, d); ++a) {
            for (int64_t b = j; b < std::min(j + kTileColumns, d); ++b) {
              sum[a * d + b] += tile[(a - i) * kTileColumns + (b - j)];
            }
          }
        }
      }
    }
  });
  for (double& value : sum) value /= static_cast<double>(n);
  return sum;
}

// rows rows^T / n: the lower triangle.
std::vector<double> inner_products(const float* rows, int64_t n, int64_t d, int32_t threads) {
  std::vector<double> product(static_cast<size_t>(n * n), 0);
  parallel_for(n, 16, threads, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i) {
      for (int64_t j = 0; j <= i; ++j) {
        double sum = 0;
        for (int64_t k = 0; k < d; ++k) {
          sum += static_cast<double>(rows[i * d + k]) * static_cast<double>(rows[j * d + k]);
        }
        product[i * n + j] = sum / static_cast<double>(n);
      }
    }
  });
  return product;
}

// Makes x orthogonal to all of `others` and of length 1; false if almost nothing is left of it.
bool orthonormalise(const std::vector<std::vector<double>>& others, std::vector<double>* x) {
  for (int32_t round = 0; round < 2; ++round) {  // the second removes rounding errors of the first
    for (const std::vector<double>& other : others) {
      double inner = 0;
      for (size_t i = 0; i < x->size(); ++i) inner += other[i] * (*x)[i];
      for (size_t i = 0; i < x->size(); ++i) (*x)[i] -= inner * other[i];
    }
  }
  double energy = 0;
  for (double value : *x) energy += value * value;
  if (energy < 1e-4) return false;
  for (double& value : *x) value /= std::sqrt(energy);
  return true;
}

}  // namespace

PrincipalComponents::PrincipalComponents(const float* rows, int64_t n, int32_t d, int32_t threads)
    : rows_(rows), n_(n), d_(d), threads_(threads), dual_(n < d) {
  eigen_ = std::make_unique<const SymmetricEigen>(
      dual_ ? static_cast<int32_t>(n) : d,
      dual_ ? inner_products(rows, n, d, threads) : covariance(rows, n, d, threads), threads);
  variance_ = eigen_->values();
  // Rounding leaves a little variance where there is none. In the dual case a direction cannot be
  // computed from it.
  const double negligible = variance_.empty() ? 0 : 1e-10 * variance_.front();
  for (double& value : variance_) {
    if (value <= (dual_ ? negligible : 0)) value = 0;
  }
  variance_.resize(static_cast<size_t>(d), 0.0);
}

std::vector<std::vector<double>> PrincipalComponents::directions(
    const std::vector<int32_t>& which) const {
  std::vector<std::vector<double>> found(which.size());
  parallel_for(static_cast<int64_t>(which.size()), 1, threads_, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int32_t c = which[i];
      if (!dual_) {
        found[i] = eigen_->vector(c);
      } else if (variance_[c] > 0) {
        const std::vector<double> u = eigen_->vector(c);
        std::vector<double> x(static_cast<size_t>(d_), 0);
        for (int64_t row = 0; row < n_; ++row) {
          for (int32_t k = 0; k < d_; ++k) x[k] += u[row] * rows_[row * d_ + k];
        }
        double energy = 0;
        for (double value : x) energy += value * value;
        for (double& value : x) value /= std::sqrt(energy);
        found[i] = std::move(x);
      }
    }
  });
  if (!dual_) return found;

  // Directions without variance: any that complete the basis.
  std::vector<std::vector<double>> done;
  std::vector<size_t> missing;
  for (size_t i = 0; i < found.size(); ++i) {
    if (!found[i].empty() && orthonormalise(done, &found[i])) {
      done.push_back(found[i]);
    } else {
      missing.push_back(i);
    }
  }
  int32_t axis = 0;
  for (size_t i : missing) {
    bool made = false;
    while (!made) {
      found[i].assign(static_cast<size_t>(d_), 0);
      found[i][axis++ % d_] = 1;
      made = orthonormalise(done, &found[i]);
    }
    done.push_back(found[i]);
  }
  return found;
}

}  // namespace leann
