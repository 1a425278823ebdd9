#include "scan/query.h"

#include <cstddef>
#include <vector>

#include "base/vectors.h"

namespace leann {

Query make_query(const Coder& coder, const float* vector) {
  std::vector<float> unit(static_cast<size_t>(coder.dimension));
  std::vector<float> components(static_cast<size_t>(coder.components()));
  normalise(vector, coder.dimension, unit.data());
  coder.project(unit.data(), components.data());

  Query query;
  query.bias = coder.dot_mean(unit.data());
  query.table_bytes = coder.code_bytes - 1;
  query.scales = coder.scales.values;
  query.table.assign(static_cast<size_t>(query.table_bytes) * 256, 0.0f);
  coder.add_to_tables(components.data(), query.table.data());
  return query;
}

}  // namespace leann
