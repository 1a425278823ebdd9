// Codes in lists of similar ones, of which a search scans the nearest (inverted lists). Not in the
// engine: docs/decisions/partition.md says why.
#ifndef LEANN_BENCH_PARTITION_H_
#define LEANN_BENCH_PARTITION_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "coder/coder.h"
#include "scan/query.h"

namespace leann_bench {

class Partition {
 public:
  // About `lists` lists of n codes, by k-means of what an evenly spaced sample of them decodes to.
  // To be quick, k-means is in two steps: groups of lists, then the lists of each group.
  Partition(const leann::Coder& coder, const uint8_t* codes, int32_t n, int32_t lists);

  int32_t lists() const { return static_cast<int32_t>(starts_.size()) - 1; }

  // The best `top` of `share` of the codes or a few more: those of the lists whose centres are
  // nearest to a query. Returns how many were scored.
  int64_t search(const float* vector, const leann::Query& query, double share, size_t top,
                 std::vector<int32_t>* ids) const;

 private:
  const leann::Coder& coder_;
  std::vector<float> mean_;      // in components
  std::vector<float> centres_;   // unit vectors, in components
  std::vector<uint8_t> codes_;   // list by list
  std::vector<int32_t> rows_;    // of codes_
  std::vector<int32_t> starts_;  // where each list starts, then the number of codes
};

}  // namespace leann_bench

#endif  // LEANN_BENCH_PARTITION_H_
