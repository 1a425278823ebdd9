#include "coder/train.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/parallel.h"
#include "base/vectors.h"
#include "coder/allocation.h"
#include "coder/eigen.h"
#include "coder/encode.h"
#include "coder/lloyd.h"
#include "coder/principal.h"
#include "coder/product.h"
#include "scan/query.h"
#include "scan/scan.h"
#include "simd/kernels.h"

namespace leann {
namespace {

// Rows of unit vectors less their mean.
struct Sample {
  int64_t n;
  int32_t d;
  std::vector<float> unit;      // n x d
  std::vector<float> centered;  // n x d
};

// Evenly spread rows, so that a file sorted by topic does not bias the coder.
Sample take_sample(const float* vectors, int64_t n, int32_t d, int32_t threads) {
  constexpr int64_t kMostFloats = int64_t{1} << 26;
  const int64_t most = std::min(kMaxTrainingVectors, kMostFloats / d);
  Sample sample;
  sample.n = std::min(n, most);
  sample.d = d;
  sample.unit.resize(static_cast<size_t>(sample.n * d));
  parallel_for(sample.n, 1024, threads, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      // floor(i * n / sample.n) without the product, which may overflow.
      const int64_t row = i * (n / sample.n) + i * (n % sample.n) / sample.n;
      normalise(vectors + row * d, d, sample.unit.data() + i * d);
    }
  });
  return sample;
}

void center(Sample* sample, Coder* coder, int32_t threads) {
  std::vector<double> sum(static_cast<size_t>(sample->d), 0);
  const float* x = sample->unit.data();
  for (int64_t row = 0; row < sample->n; ++row) {
    for (int32_t i = 0; i < sample->d; ++i) sum[i] += *x++;
  }
  for (double value : sum) {
    coder->mean.push_back(static_cast<float>(value / static_cast<double>(sample->n)));
  }
  sample->centered = sample->unit;
  parallel_for(sample->n, 1024, threads, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      float* y = sample->centered.data() + row * sample->d;
      for (int32_t i = 0; i < sample->d; ++i) y[i] -= coder->mean[i];
    }
  });
}

// Rounds a unit direction to int8; the scale makes its length 1 again.
void add_direction(const std::vector<double>& direction, Coder* coder) {
  double largest = 0;
  for (double value : direction) largest = std::max(largest, std::fabs(value));
  double energy = 0;
  for (double value : direction) {
    const double rounded = std::round(127 * value / largest);
    coder->basis_int8.push_back(static_cast<int8_t>(rounded));
    energy += rounded * rounded;
  }
  coder->basis_scale.push_back(static_cast<float>(1 / std::sqrt(energy)));
}

void learn_basis(const Sample& sample, int32_t code_bytes, int32_t threads, Coder* coder) {
  PrincipalComponents principal(sample.centered.data(), sample.n, sample.d, threads);
  const std::vector<double>& variance = principal.variance();
  std::vector<uint8_t> bits = allocate(8 * (code_bytes - 1), variance);
  const std::vector<int32_t> order = pack(variance, &bits);
  for (int32_t c : order) coder->bits.push_back(bits[c]);
  for (const std::vector<double>& direction : principal.directions(order)) {
    add_direction(direction, coder);
  }
}

// The groups' components, one group after the other.
void learn_groups(const Sample& sample, int32_t components, int32_t groups, int32_t threads,
                  Coder* coder) {
  PrincipalComponents principal(sample.centered.data(), sample.n, sample.d, threads);
  std::vector<int32_t> order;
  for (const std::vector<int32_t>& group : share_out(principal.variance(), components, groups)) {
    coder->group_sizes.push_back(static_cast<uint8_t>(group.size()));
    order.insert(order.end(), group.begin(), group.end());
  }
  for (const std::vector<double>& direction : principal.directions(order)) {
    add_direction(direction, coder);
  }
}

void learn_codewords_of_groups(const Sample& sample, int32_t threads, Coder* coder) {
  const int32_t r = coder->components();
  std::vector<float> z(static_cast<size_t>(sample.n * r));
  parallel_for(sample.n, 256, threads, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      coder->project(sample.centered.data() + row * sample.d, z.data() + row * r);
    }
  });
  std::vector<int32_t> first = {0};
  for (uint8_t size : coder->group_sizes) first.push_back(first.back() + size);
  std::vector<float> codewords(static_cast<size_t>(r) * kCodewords);
  parallel_for(
      static_cast<int64_t>(coder->group_sizes.size()), 1, threads, [&](int64_t begin, int64_t end) {
        for (int64_t g = begin; g < end; ++g) {
          const int32_t width = coder->group_sizes[g];
          std::vector<float> rows;
          rows.reserve(static_cast<size_t>(sample.n * width));
          for (int64_t row = 0; row < sample.n; ++row) {
            const float* from = z.data() + row * r + first[g];
            rows.insert(rows.end(), from, from + width);
          }
          const std::vector<float> learned = learn_codewords(rows, width, static_cast<uint64_t>(g));
          std::copy(learned.begin(), learned.end(),
                    codewords.begin() + int64_t{first[g]} * kCodewords);
        }
      });
  for (int32_t c = 0; c < r; ++c) {
    const float* values = codewords.data() + int64_t{c} * kCodewords;
    float largest = 0;
    for (int32_t i = 0; i < kCodewords; ++i) largest = std::max(largest, std::fabs(values[i]));
    const float scale = largest > 0 ? largest / 127 : 1;
    coder->codeword_scale.push_back(scale);
    for (int32_t i = 0; i < kCodewords; ++i) {
      coder->codewords_int8.push_back(static_cast<int8_t>(std::round(values[i] / scale)));
    }
  }
}

void learn_levels(const Sample& sample, int32_t threads, Coder* coder) {
  const int32_t r = coder->components();
  std::vector<float> z(static_cast<size_t>(r * sample.n));  // component by component
  parallel_for(sample.n, 256, threads, [&](int64_t begin, int64_t end) {
    std::vector<float> row_z(static_cast<size_t>(r));
    for (int64_t row = begin; row < end; ++row) {
      coder->project(sample.centered.data() + row * sample.d, row_z.data());
      for (int32_t c = 0; c < r; ++c) z[c * sample.n + row] = row_z[c];
    }
  });
  std::vector<std::vector<float>> levels(static_cast<size_t>(r));
  parallel_for(r, 1, threads, [&](int64_t begin, int64_t end) {
    for (int64_t c = begin; c < end; ++c) {
      const auto first = z.begin() + c * sample.n;
      levels[c] = lloyd_levels(std::vector<float>(first, first + sample.n), coder->bits[c]);
    }
  });
  for (const std::vector<float>& some : levels) {
    coder->levels.insert(coder->levels.end(), some.begin(), some.end());
  }
}

// The range of the scales that the training vectors want, and a margin for others.
void learn_scales(const Sample& sample, int32_t threads, Coder* coder) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> logs(static_cast<size_t>(sample.n), kNone);
  parallel_for(sample.n, 256, threads, [&](int64_t begin, int64_t end) {
    std::vector<float> z(static_cast<size_t>(coder->components()));
    std::vector<uint8_t> code(static_cast<size_t>(coder->code_bytes));
    for (int64_t row = begin; row < end; ++row) {
      const float* x = sample.centered.data() + row * sample.d;
      coder->project(x, z.data());
      const double inner = choose(*coder, z.data(), code.data());
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
  low -= margin;
  high += margin;
  coder->scale_step = static_cast<float>((high - low) / 254);
  coder->scale_low = static_cast<float>(low - coder->scale_step);  // byte 1 is the lowest scale
}

// The error of estimates between training vectors, over evenly spread pairs.
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
    const std::unique_ptr<Query> query = make_query(coder, q);
    for (int64_t row = 0; row < rows; ++row) {
      if (row == own) continue;
      const auto id = static_cast<int32_t>(row);
      float score;
      score_rows(*query, kernels(), codes.data(), &id, 1, &score);
      const double off = score - kernels().dot(q, picked.data() + row * sample.d, sample.d);
      sum += off * off;
      ++pairs;
    }
  }
  // Cosines are never further apart than 2, however wild the estimates of a coder that keeps little.
  return pairs == 0
             ? 0
             : static_cast<float>(std::min(2.0, std::sqrt(sum / static_cast<double>(pairs))));
}

Sample begin_coder(const float* vectors, int64_t n, int32_t dimension, int32_t threads,
                   Coder* coder) {
  coder->dimension = dimension;
  coder->learned = true;
  coder->trained_on = n;
  Sample sample = take_sample(vectors, n, dimension, threads);
  center(&sample, coder, threads);
  return sample;
}

void finish_coder(const Sample& sample, int32_t threads, Coder* coder) {
  learn_scales(sample, threads, coder);
  coder->derive_scales();
  coder->error = measure_error(sample, *coder);
}

}  // namespace

std::unique_ptr<Coder> train_coder(const float* vectors, int64_t n, int32_t dimension,
                                   int32_t code_bytes, int32_t threads) {
  auto coder = std::make_unique<Coder>();
  const Sample sample = begin_coder(vectors, n, dimension, threads, coder.get());
  learn_basis(sample, std::min(code_bytes, dimension + 1), threads, coder.get());
  coder->derive_basis();
  coder->derive_layout();
  learn_levels(sample, threads, coder.get());
  coder->derive_limits();
  finish_coder(sample, threads, coder.get());
  return coder;
}

std::unique_ptr<Coder> train_product_coder(const float* vectors, int64_t n, int32_t dimension,
                                           int32_t code_bytes, int32_t components,
                                           int32_t threads) {
  auto coder = std::make_unique<Coder>();
  const Sample sample = begin_coder(vectors, n, dimension, threads, coder.get());
  components = std::min(components, dimension);
  learn_groups(sample, components, std::min(code_bytes - 1, components), threads, coder.get());
  coder->derive_basis();
  learn_codewords_of_groups(sample, threads, coder.get());
  coder->derive_layout();
  coder->derive_codewords();
  finish_coder(sample, threads, coder.get());
  return coder;
}

}  // namespace leann
