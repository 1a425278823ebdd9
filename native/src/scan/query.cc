#include "scan/query.h"

#include <vector>

#include "base/vectors.h"
#include "simd/kernels.h"

namespace leann {

std::unique_ptr<Query> make_query(const Coder& coder, const float* vector) {
  const auto d = static_cast<size_t>(coder.dimension);
  std::vector<float> unit(d), p(static_cast<size_t>(coder.components()));
  normalise(vector, coder.dimension, unit.data());
  coder.project(unit.data(), p.data());

  auto query = std::make_unique<Query>();
  if (coder.learned) query->bias = kernels().dot(unit.data(), coder.mean.data(), coder.dimension);
  query->table_bytes = coder.code_bytes - 1;
  query->scales = coder.scales;
  query->table.assign(static_cast<size_t>(query->table_bytes) * 256, 0.0f);
  size_t c = 0;
  for (const Component& component : coder.layout) {
    float* table = query->table.data() + static_cast<int64_t>(component.byte) * 256;
    const float* level = coder.levels.data() + component.levels;
    const int32_t mask = (1 << component.bits) - 1;
    for (int32_t value = 0; value < 256; ++value) {
      table[value] += p[c] * level[(value >> component.shift) & mask];
    }
    ++c;
  }
  const float* codewords = coder.codewords.data();
  float* table = query->table.data();
  for (uint8_t size : coder.group_sizes) {
    for (int32_t i = 0; i < size; ++i, ++c) {
      for (int32_t value = 0; value < kCodewords; ++value) table[value] += p[c] * *codewords++;
    }
    table += kCodewords;
  }
  return query;
}

}  // namespace leann
