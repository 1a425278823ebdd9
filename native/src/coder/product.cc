#include "coder/product.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "base/random.h"

namespace leann {
namespace {

constexpr int32_t kRounds = 20;

// errors[codeword] = |codeword|^2 - 2 <codeword, z>. Plain loops over 256 neighbours in memory, which
// any compiler turns into SIMD, and which give the same bits at every level.
void measure(const float* codewords, int32_t width, const float* z, float* errors) {
  std::fill(errors, errors + kCodewords, 0.0f);
  for (int32_t i = 0; i < width; ++i, codewords += kCodewords) {
    const float twice = 2 * z[i];
    for (int32_t c = 0; c < kCodewords; ++c) errors[c] += codewords[c] * (codewords[c] - twice);
  }
}

}  // namespace

std::vector<std::vector<int32_t>> share_out(const std::vector<double>& variance, int32_t components,
                                            int32_t groups) {
  const auto most = static_cast<size_t>((components + groups - 1) / groups);
  // Components without variance count as very little, not as nothing, so that they are spread too.
  const double little = 1e-9 * std::max(variance[0], 1e-300);
  std::vector<std::vector<int32_t>> shared(static_cast<size_t>(groups));
  std::vector<double> product(shared.size(), 0);  // its logarithm, in units of the least variance
  for (int32_t c = 0; c < components; ++c) {
    size_t least = shared.size();
    for (size_t g = 0; g < shared.size(); ++g) {
      if (shared[g].size() >= most) continue;
      if (least == shared.size() || product[g] < product[least]) least = g;
    }
    shared[least].push_back(c);
    // Never 0, so that each group gets a first component before any gets a second.
    product[least] += std::log(std::max(variance[c], little) / little) + 1;
  }
  return shared;
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
        draw(codeword);  // nobody's: somewhere else it may serve
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
