// Scores codes against a query.
#ifndef LEANN_SCAN_SCAN_H_
#define LEANN_SCAN_SCAN_H_

#include <cstdint>

#include "scan/query.h"
#include "simd/kernels.h"

namespace leann {

// scores[i] = the estimated cosine of row ids[i].
void score_rows(const Query& query, const Kernels& kernels, const uint8_t* codes,
                const int32_t* ids, int32_t count, float* scores);

// The best `top` accepted rows of n codes: best first, ties by lower id, never a NaN. Returns their
// number. accept: nullptr for all rows, or one bit per row.
int32_t scan_top(const Query& query, const Kernels& kernels, const uint8_t* codes, int64_t n,
                 const uint64_t* accept, int32_t top, int32_t* ids, float* scores);

}  // namespace leann

#endif  // LEANN_SCAN_SCAN_H_
