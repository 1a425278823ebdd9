// Bounds of scores in bytes, by which a scan skips most rows without computing their scores.
#ifndef LEANN_SCAN_BOUNDS_H_
#define LEANN_SCAN_BOUNDS_H_

#include <cstdint>
#include <vector>

#include "scan/query.h"
#include "simd/kernels.h"

namespace leann {

// The tables of a query in bytes instead of floats, rounded up, so that sums of them are bounds of
// the scores (after André, Kermarrec and Le Scouarnec, "Cache locality is not enough:
// high-performance nearest neighbor search with product quantization fast scan", 2015).
class Bounds {
 public:
  explicit Bounds(const Query& query);

  // Whether the query has such bounds: not if one of its values is not finite or huge, or if codes
  // have more than 257 bytes.
  bool usable() const { return !table_.empty(); }

  // The score that rows must reach from now on. Call it before reaches().
  void require(float score);

  // A bit for each of kBlockRows contiguous rows: 0 only if its score is below the required one.
  // kernels.reaches must not be null.
  uint64_t reaches(const Kernels& kernels, const uint8_t* codes) const {
    return kernels.reaches(table_.data(), table_bytes_, least_, kShift, limits_.data(), codes);
  }

 private:
  static constexpr int32_t kShift = 2;

  int32_t table_bytes_;
  std::vector<uint8_t> table_;   // as the query's; empty if not usable
  uint16_t least_ = 0;           // the least sum of bytes that any row must reach
  std::vector<uint8_t> limits_;  // 256, by the scale byte: how much more, in units of 2^kShift

  // A score is `required` or more only if the sum of its bytes is at least
  // (required - most_bias_) * steps_per_score_[scale byte] - offset_.
  std::vector<float> steps_per_score_;  // 256; 0 where the scale is 0
  float offset_ = 0;
  double most_bias_ = 0;
};

}  // namespace leann

#endif  // LEANN_SCAN_BOUNDS_H_
