// Eigenvalues and eigenvectors of a symmetric matrix.
#ifndef LEANN_CODER_EIGEN_H_
#define LEANN_CODER_EIGEN_H_

#include <cstdint>
#include <vector>

namespace leann {

// Householder reduction to a tridiagonal matrix, then implicit QL (EISPACK's tred2 and tql2),
// arranged so that every inner loop runs along a row, and for callers that need few eigenvectors.
// The same matrix gives the same bits for any number of threads.
class SymmetricEigen {
 public:
  // matrix: n x n, row-major; only the lower triangle is read. Throws LEANN_INTERNAL if the
  // iteration does not converge; no finite matrix is known for which it does not.
  SymmetricEigen(int32_t n, std::vector<double> matrix, int32_t threads);

  // All n eigenvalues, descending.
  const std::vector<double>& values() const { return values_; }

  // The unit eigenvector of values()[k]; its largest entry is positive.
  std::vector<double> vector(int32_t k) const;

 private:
  void reduce();
  void iterate(int32_t threads);

  int32_t n_;
  std::vector<double> a_;    // row i has Householder vector i in its first i entries
  std::vector<double> tau_;  // I - tau v v^T
  std::vector<double> diagonal_, off_diagonal_;  // off_diagonal_[i] couples i and i + 1
  std::vector<double> s_;                        // row k: eigenvector k of the tridiagonal matrix
  std::vector<double> values_;
  std::vector<int32_t> order_;  // values_[k] belongs to row order_[k] of s_
};

}  // namespace leann

#endif  // LEANN_CODER_EIGEN_H_
