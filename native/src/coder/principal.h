// Principal components.
#ifndef LEANN_CODER_PRINCIPAL_H_
#define LEANN_CODER_PRINCIPAL_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "coder/eigen.h"

namespace leann {

// The directions of most variance of n x d rows with mean 0. Works on the d x d covariance matrix,
// or on the n x n inner products if n < d: both have the same eigenvalues, and the smaller one is
// cheaper.
class PrincipalComponents {
 public:
  // rows must outlive this object.
  PrincipalComponents(const float* rows, int64_t n, int32_t d, int32_t threads);

  // d non-negative values, descending.
  const std::vector<double>& variance() const { return variance_; }

  // The orthonormal directions of some components.
  std::vector<std::vector<double>> directions(const std::vector<int32_t>& which) const;

 private:
  const float* rows_;
  int64_t n_;
  int32_t d_;
  int32_t threads_;
  bool dual_;  // works on inner products
  std::unique_ptr<const SymmetricEigen> eigen_;
  std::vector<double> variance_;
};

}  // namespace leann

#endif  // LEANN_CODER_PRINCIPAL_H_
