#include "coder/product_quantiser.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "base/random.h"

namespace leann {
namespace {

constexpr int32_t kRounds = 20;

// errors[codeword] = |codeword|^2 - 2 <codeword, z>. Plain loops over 256 adjacent values, which
// any compiler vectorises, and which give the same bits at every SIMD level.
void measure(const float* codewords, int32_t width, const float* z, float* errors) {
  std::fill(errors, errors + kCodewords, 0.0f);
  for (int32_t i = 0; i < width; ++i, codewords += kCodewords) {
    const float twice = 2 * z[i];
    for (int32_t c = 0; c < kCodewords; ++c) errors[c] += codewords[c] * (codewords[c] - twice);
  }
}

}  // namespace

ProductQuantiser::ProductQuantiser(std::vector<uint8_t> group_sizes_,
                                   std::vector<int8_t> codewords_int8_,
                                   std::vector<float> codeword_scale_)
    : group_sizes(std::move(group_sizes_)),
      codewords_int8(std::move(codewords_int8_)),
      codeword_scale(std::move(codeword_scale_)),
      codewords(codewords_int8.size()),
      bytes(static_cast<int32_t>(group_sizes.size())) {
  size_t at = 0;
  for (float scale : codeword_scale) {
    for (int32_t i = 0; i < kCodewords; ++i, ++at) codewords[at] = scale * codewords_int8[at];
  }
}

double ProductQuantiser::encode(const float* z, uint8_t* code) const {
  const float* values = codewords.data();
  double inner = 0;
  for (uint8_t size : group_sizes) {
    *code = nearest_codeword(values, size, z);
    for (int32_t i = 0; i < size; ++i, values += kCodewords) {
      inner += static_cast<double>(*z++) * values[*code];
    }
    ++code;
  }
  return inner;
}

void ProductQuantiser::decode(const uint8_t* code, float scale, float* y) const {
  const float* values = codewords.data();
  for (uint8_t size : group_sizes) {
    for (int32_t i = 0; i < size; ++i, values += kCodewords) *y++ = scale * values[*code];
    ++code;
  }
}

void ProductQuantiser::add_to_tables(const float* p, float* tables) const {
  const float* values = codewords.data();
  for (uint8_t size : group_sizes) {
    for (int32_t i = 0; i < size; ++i, values += kCodewords) {
      const float factor = *p++;
      for (int32_t value = 0; value < kCodewords; ++value) tables[value] += factor * values[value];
    }
    tables += kCodewords;
  }
}

std::vector<std::vector<int32_t>> partition(const std::vector<double>& variance, int32_t components,
                                            int32_t groups) {
  const auto max_size = static_cast<size_t>((components + groups - 1) / groups);
  // A component without variance counts as very little instead of nothing, so that such components
  // are spread over the groups too.
  const double little = 1e-9 * std::max(variance[0], 1e-300);
  std::vector<std::vector<int32_t>> parts(static_cast<size_t>(groups));
  std::vector<double> log_product(parts.size(), 0);  // of the variances, in units of `little`
  for (int32_t c = 0; c < components; ++c) {
    size_t least = parts.size();
    for (size_t g = 0; g < parts.size(); ++g) {
      if (parts[g].size() >= max_size) continue;
      if (least == parts.size() || log_product[g] < log_product[least]) least = g;
    }
    parts[least].push_back(c);
    // Adds at least 1, so that every group gets its first component before any gets a second.
    log_product[least] += std::log(std::max(variance[c], little) / little) + 1;
  }
  return parts;
}

uint8_t nearest_codeword(const float* codewords, int32_t width, const float* z) {
  float errors[kCodewords];
  measure(codewords, width, z, errors);
  return static_cast<uint8_t>(std::min_element(errors, errors + kCodewords) - errors);
}

std::vector<float> learn_codewords(const std::vector<float>& rows, int32_t width, uint64_t seed) {
  const auto n = rows.size() / static_cast<size_t>(width);
  std::vector<float> codewords(static_cast<size_t>(width) * kCodewords);
  const auto draw = [&](int32_t codeword) {
    const float* row = rows.data() + next_random(&seed) % n * static_cast<size_t>(width);
    for (int32_t i = 0; i < width; ++i) codewords[i * kCodewords + codeword] = row[i];
  };
  for (int32_t codeword = 0; codeword < kCodewords; ++codeword) draw(codeword);
  std::vector<double> sum(codewords.size());
  std::vector<int64_t> count(kCodewords);
  for (int32_t round = 0; round < kRounds; ++round) {
    std::fill(sum.begin(), sum.end(), 0.0);
    std::fill(count.begin(), count.end(), 0);
    const float* row = rows.data();
    for (size_t r = 0; r < n; ++r, row += width) {
      const uint8_t nearest = nearest_codeword(codewords.data(), width, row);
      ++count[nearest];
      for (int32_t i = 0; i < width; ++i) sum[i * kCodewords + nearest] += row[i];
    }
    for (int32_t codeword = 0; codeword < kCodewords; ++codeword) {
      if (count[codeword] == 0) {
        draw(codeword);  // no row is nearest to it: try another place
        continue;
      }
      for (int32_t i = 0; i < width; ++i) {
        codewords[i * kCodewords + codeword] = static_cast<float>(
            sum[i * kCodewords + codeword] / static_cast<double>(count[codeword]));
      }
    }
  }
  return codewords;
}

}  // namespace leann
