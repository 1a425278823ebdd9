// Queries and the scan.
#include <string>

#include "api/call.h"
#include "api/handles.h"
#include "base/vectors.h"
#include "scan/query.h"
#include "scan/scan.h"
#include "simd/kernels.h"

using namespace leann;  // which the functions of the C ABI are not in

leann_status leann_query_create(const leann_coder* coder, const float* vector, leann_query** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_not_null(coder, "coder");
    require_not_null(vector, "vector");
    check_finite(vector, 1, coder->coder.dimension, 1);
    *out = new leann_query{make_query(coder->coder, vector)};
  });
}

void leann_query_free(leann_query* query) { delete query; }

leann_status leann_score(const leann_query* query, const uint8_t* codes, int64_t n,
                         const int32_t* ids, int32_t count, float* scores) {
  return guarded([&] {
    require_not_null(query, "query");
    require_range(n, 0, kMaxRows, "n");
    require_rows(codes, n, "codes");
    require_range(count, 0, INT32_MAX, "count");
    if (count > 0) {
      require_not_null(ids, "ids");
      require_not_null(scores, "scores");
    }
    for (int32_t i = 0; i < count; ++i) {
      if (ids[i] >= 0 && ids[i] < n) continue;
      throw invalid_argument("ids[" + std::to_string(i) + "] must be below n, which is " +
                             std::to_string(n) + ", got " + std::to_string(ids[i]));
    }
    score_rows(query->query, kernels(), codes, ids, count, scores);
  });
}

leann_status leann_scan(const leann_query* query, const uint8_t* codes, int64_t n,
                        const uint64_t* accept, int32_t top, int32_t* ids, float* scores,
                        int32_t* found) {
  return guarded([&] {
    require_not_null(found, "found");
    *found = 0;
    require_not_null(query, "query");
    require_range(n, 0, kMaxRows, "n");
    require_rows(codes, n, "codes");
    require_range(top, 1, INT32_MAX, "top");
    require_not_null(ids, "ids");
    require_not_null(scores, "scores");
    *found = scan_top(query->query, kernels(), codes, n, accept, top, ids, scores);
  });
}
