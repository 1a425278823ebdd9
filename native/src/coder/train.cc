#include "coder/train.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/parallel.h"
#include "base/vectors.h"
#include "coder/allocation.h"
#include "coder/coder.h"
#include "coder/encode.h"
#include "coder/lloyd.h"
#include "coder/principal.h"
#include "coder/product_quantiser.h"
#include "scan/query.h"
#include "scan/scan.h"
#include "simd/kernels.h"

namespace leann {
namespace {

// Training rows at unit length, and the same less their mean.
struct Sample {
  int64_t n;
  int32_t d;
  std::vector<float> unit;     // n x d
  std::vector<float> mean;     // d
  std::vector<float> centred;  // n x d
};

void centre(int32_t threads, Sample* sample) {
  std::vector<double> sum(static_cast<size_t>(sample->d), 0);
  const float* x = sample->unit.data();
  for (int64_t row = 0; row < sample->n; ++row) {
    for (int32_t i = 0; i < sample->d; ++i) sum[i] += *x++;
  }
  for (double value : sum) {
    sample->mean.push_back(static_cast<float>(value / static_cast<double>(sample->n)));
  }
  sample->centred = sample->unit;
  parallel_for(sample->n, 1024, threads, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      float* y = sample->centred.data() + row * sample->d;
      for (int32_t i = 0; i < sample->d; ++i) y[i] -= sample->mean[i];
    }
  });
}

// Evenly spaced rows, so that input sorted by topic does not bias the coder.
Sample take_sample(const float* vectors, int64_t n, int32_t d, int32_t threads) {
  constexpr int64_t kMaxFloats = int64_t{1} << 26;
  Sample sample;
  sample.n = std::min(n, std::min(kMaxTrainingVectors, kMaxFloats / d));
  sample.d = d;
  sample.unit.resize(static_cast<size_t>(sample.n * d));
  parallel_for(sample.n, 1024, threads, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      // floor(i * n / sample.n) without the product, which may overflow.
      const int64_t row = i * (n / sample.n) + i * (n % sample.n) / sample.n;
      normalise(vectors + row * d, d, sample.unit.data() + i * d);
    }
  });
  centre(threads, &sample);
  return sample;
}

// Rounds unit directions to int8; the scales restore their length to 1.
PcaProjection make_projection(int64_t trained_on, const std::vector<float>& mean,
                              const std::vector<std::vector<double>>& directions) {
  std::vector<int8_t> basis;
  std::vector<float> scales;
  for (const std::vector<double>& direction : directions) {
    double largest = 0;
    for (double value : direction) largest = std::max(largest, std::fabs(value));
    double energy = 0;
    for (double value : direction) {
      const double rounded = std::round(127 * value / largest);
      basis.push_back(static_cast<int8_t>(rounded));
      energy += rounded * rounded;
    }
    scales.push_back(static_cast<float>(1 / std::sqrt(energy)));
  }
  return PcaProjection(trained_on, mean, std::move(basis), std::move(scales));
}

// The sample's components, components x n.
std::vector<float> project_all(const Sample& sample, const PcaProjection& projection,
                               int32_t threads) {
  const int32_t r = projection.components();
  std::vector<float> z(static_cast<size_t>(r * sample.n));
  parallel_for(sample.n, 256, threads, [&](int64_t begin, int64_t end) {
    std::vector<float> of_row(static_cast<size_t>(r));
    for (int64_t row = begin; row < end; ++row) {
      projection.project(sample.centred.data() + row * sample.d, of_row.data());
      for (int32_t c = 0; c < r; ++c) z[c * sample.n + row] = of_row[c];
    }
  });
  return z;
}

ScalarQuantiser learn_levels(const Sample& sample, const PcaProjection& projection,
                             std::vector<uint8_t> bits, int32_t threads) {
  const int32_t r = projection.components();
  const std::vector<float> z = project_all(sample, projection, threads);
  std::vector<std::vector<float>> of_component(static_cast<size_t>(r));
  parallel_for(r, 1, threads, [&](int64_t begin, int64_t end) {
    for (int64_t c = begin; c < end; ++c) {
      const auto first = z.begin() + c * sample.n;
      of_component[c] = lloyd_levels(std::vector<float>(first, first + sample.n), bits[c]);
    }
  });
  std::vector<float> levels;
  for (const std::vector<float>& some : of_component) {
    levels.insert(levels.end(), some.begin(), some.end());
  }
  return ScalarQuantiser(std::move(bits), std::move(levels));
}

// Rounds codewords, components x kCodewords, to int8.
ProductQuantiser make_quantiser(std::vector<uint8_t> group_sizes,
                                const std::vector<float>& codewords) {
  std::vector<int8_t> rounded;
  std::vector<float> scales;
  for (auto values = codewords.begin(); values != codewords.end(); values += kCodewords) {
    float largest = 0;
    for (int32_t i = 0; i < kCodewords; ++i) largest = std::max(largest, std::fabs(values[i]));
    const float scale = largest > 0 ? largest / 127 : 1;
    scales.push_back(scale);
    for (int32_t i = 0; i < kCodewords; ++i) {
      rounded.push_back(static_cast<int8_t>(std::round(values[i] / scale)));
    }
  }
  return ProductQuantiser(std::move(group_sizes), std::move(rounded), std::move(scales));
}

ProductQuantiser learn_groups(const Sample& sample, const PcaProjection& projection,
                              std::vector<uint8_t> group_sizes, int32_t threads) {
  const int32_t r = projection.components();
  const std::vector<float> z = project_all(sample, projection, threads);
  std::vector<int32_t> first = {0};
  for (uint8_t size : group_sizes) first.push_back(first.back() + size);
  std::vector<float> codewords(static_cast<size_t>(r) * kCodewords);
  parallel_for(
      static_cast<int64_t>(group_sizes.size()), 1, threads, [&](int64_t begin, int64_t end) {
        for (int64_t g = begin; g < end; ++g) {
          const int32_t width = group_sizes[g];
          std::vector<float> rows;
          rows.reserve(static_cast<size_t>(sample.n * width));
          for (int64_t row = 0; row < sample.n; ++row) {
            for (int32_t c = first[g]; c < first[g + 1]; ++c) rows.push_back(z[c * sample.n + row]);
          }
          const std::vector<float> learned = learn_codewords(rows, width, static_cast<uint64_t>(g));
          std::copy(learned.begin(), learned.end(),
                    codewords.begin() + int64_t{first[g]} * kCodewords);
        }
      });
  return make_quantiser(std::move(group_sizes), codewords);
}

// The range of the scales that the training vectors need, with a margin for other vectors.
Scales learn_scales(const Sample& sample, const Coder& coder, int32_t threads) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> logs(static_cast<size_t>(sample.n), kNone);
  parallel_for(sample.n, 256, threads, [&](int64_t begin, int64_t end) {
    std::vector<float> z(static_cast<size_t>(coder.components()));
    std::vector<uint8_t> code(static_cast<size_t>(coder.code_bytes));
    for (int64_t row = begin; row < end; ++row) {
      const float* x = sample.centred.data() + row * sample.d;
      coder.project(x, z.data());
      const double inner = coder.encode_components(z.data(), code.data());
      const double energy = kernels().dot(x, x, sample.d);
      if (energy > 0 && inner > 1e-3 * energy) logs[row] = std::log(energy / inner);
    }
  });
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (double value : logs) {
    if (std::isnan(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) low = high = 0;
  const double margin = 0.05 + 0.25 * (high - low);
  return Scales::between(low - margin, high + margin);
}

// The error of estimates between training vectors, over evenly spaced pairs.
float measure_error(const Sample& sample, const Coder& coder) {
  const int64_t rows = std::min<int64_t>(sample.n, 1024), queries = std::min<int64_t>(rows, 32);
  std::vector<float> picked;
  for (int64_t i = 0; i < rows; ++i) {
    const float* x = sample.unit.data() + i * sample.n / rows * sample.d;
    picked.insert(picked.end(), x, x + sample.d);
  }
  std::vector<uint8_t> codes(static_cast<size_t>(rows * coder.code_bytes));
  encode(coder, picked.data(), rows, 1, codes.data());
  double sum = 0;
  int64_t pairs = 0;
  for (int64_t i = 0; i < queries; ++i) {
    const int64_t own = i * rows / queries;
    const float* q = picked.data() + own * sample.d;
    const Query query = make_query(coder, q);
    for (int64_t row = 0; row < rows; ++row) {
      if (row == own) continue;
      const auto id = static_cast<int32_t>(row);
      float score;
      score_rows(query, kernels(), codes.data(), &id, 1, &score);
      const double off = score - kernels().dot(q, picked.data() + row * sample.d, sample.d);
      sum += off * off;
      ++pairs;
    }
  }
  // Cosines never differ by more than 2, however wild the estimates of a coder that keeps little.
  return pairs == 0
             ? 0
             : static_cast<float>(std::min(2.0, std::sqrt(sum / static_cast<double>(pairs))));
}

Coder finish_coder(const Sample& sample, Coder::Kind kind, int32_t threads) {
  Coder coder(std::move(kind));
  coder.scales = learn_scales(sample, coder, threads);
  coder.error = measure_error(sample, coder);
  return coder;
}

}  // namespace

Coder train_coder(const float* vectors, int64_t n, int32_t dimension, int32_t code_bytes,
                  int32_t threads) {
  const Sample sample = take_sample(vectors, n, dimension, threads);
  const PrincipalComponents principal(sample.centred.data(), sample.n, dimension, threads);
  std::vector<uint8_t> bits =
      allocate(8 * (std::min(code_bytes, dimension + 1) - 1), principal.variance());
  const std::vector<int32_t> order = pack(principal.variance(), &bits);
  std::vector<uint8_t> ordered_bits;
  for (int32_t c : order) ordered_bits.push_back(bits[c]);
  PcaProjection projection = make_projection(n, sample.mean, principal.directions(order));
  ScalarQuantiser quantiser = learn_levels(sample, projection, std::move(ordered_bits), threads);
  return finish_coder(sample, Transform{std::move(projection), std::move(quantiser)}, threads);
}

Coder train_product_coder(const float* vectors, int64_t n, int32_t dimension, int32_t code_bytes,
                          int32_t components, int32_t threads) {
  const Sample sample = take_sample(vectors, n, dimension, threads);
  const PrincipalComponents principal(sample.centred.data(), sample.n, dimension, threads);
  components = std::min(components, dimension);
  std::vector<uint8_t> group_sizes;
  std::vector<int32_t> order;
  for (const std::vector<int32_t>& group :
       partition(principal.variance(), components, std::min(code_bytes - 1, components))) {
    group_sizes.push_back(static_cast<uint8_t>(group.size()));
    order.insert(order.end(), group.begin(), group.end());
  }
  PcaProjection projection = make_projection(n, sample.mean, principal.directions(order));
  ProductQuantiser quantiser = learn_groups(sample, projection, std::move(group_sizes), threads);
  return finish_coder(sample, Product{std::move(projection), std::move(quantiser)}, threads);
}

}  // namespace leann
