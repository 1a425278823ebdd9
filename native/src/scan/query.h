// The look-up tables of one query for one coder.
#ifndef LEANN_SCAN_QUERY_H_
#define LEANN_SCAN_QUERY_H_

#include <cstdint>
#include <vector>

#include "coder/coder.h"

namespace leann {

struct Query {
  float bias = 0;             // <query, mean>
  int32_t table_bytes = 0;    // bytes of a code without the scale byte
  std::vector<float> table;   // table_bytes x 256: what each value of each byte contributes
  std::vector<float> scales;  // 256
};

// vector: of the coder's dimension, finite, of any length.
Query make_query(const Coder& coder, const float* vector);

}  // namespace leann

#endif  // LEANN_SCAN_QUERY_H_
