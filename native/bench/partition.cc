#include "partition.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <utility>

#include "base/parallel.h"
#include "base/vectors.h"
#include "coded_vectors.h"
#include "simd/kernels.h"

namespace leann_bench {
namespace {

constexpr int32_t kRounds = 8;           // of k-means
constexpr int32_t kSampledPerList = 32;  // codes that k-means sees
constexpr int32_t kGroupsTried = 16;     // groups in whose lists a code looks for the nearest
constexpr int64_t kChunk = 256;          // rows that a thread takes at a time

// The components that a coder keeps of a code, and one value for the part of its mean that they do
// not have, at unit length: as in leann::build_coded_graph.
void decode(const leann::Coder& coder, const std::vector<float>& mean, const uint8_t* code,
            float* out) {
  std::fill(out, out + mean.size(), 0.0f);
  coder.decode_components(code, out);
  for (size_t i = 0; i < mean.size(); ++i) out[i] += mean[i];
  leann::normalise(out, static_cast<int32_t>(mean.size()), out);
}

std::vector<float> inner_products(const float* rows, size_t width, size_t count, const float* x) {
  std::vector<float> scores(count);
  leann::kernels().matrix_vector(rows, static_cast<int32_t>(count), static_cast<int32_t>(width), x,
                                 scores.data());
  return scores;
}

size_t nearest(const std::vector<float>& centres, size_t width, const float* x) {
  const auto scores = inner_products(centres.data(), width, centres.size() / width, x);
  return static_cast<size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

// Spherical k-means: `count` centres of at least as many rows.
std::vector<float> learn_centres(const std::vector<float>& rows, size_t width, size_t count) {
  const size_t n = rows.size() / width;
  std::vector<float> centres;
  for (size_t c = 0; c < count; ++c) {
    const auto row = rows.begin() + static_cast<std::ptrdiff_t>(c * n / count * width);
    centres.insert(centres.end(), row, row + static_cast<std::ptrdiff_t>(width));
  }
  std::vector<size_t> of_row(n);
  for (int32_t round = 0; round < kRounds; ++round) {
    leann::parallel_for(static_cast<int64_t>(n), kChunk, kThreads, [&](int64_t begin, int64_t end) {
      for (auto row = static_cast<size_t>(begin); row < static_cast<size_t>(end); ++row) {
        of_row[row] = nearest(centres, width, &rows[row * width]);
      }
    });
    std::vector<float> sums(centres.size());
    std::vector<int32_t> sizes(count);
    for (size_t row = 0; row < n; ++row) {
      ++sizes[of_row[row]];
      for (size_t i = 0; i < width; ++i) sums[of_row[row] * width + i] += rows[row * width + i];
    }
    for (size_t c = 0; c < count; ++c) {
      if (sizes[c] == 0) continue;  // it stays where it is
      leann::normalise(&sums[c * width], static_cast<int32_t>(width), &centres[c * width]);
    }
  }
  return centres;
}

}  // namespace

Partition::Partition(const leann::Coder& coder, const uint8_t* codes, int32_t n, int32_t lists)
    : coder_(coder), mean_(coder.mean_components()) {
  const size_t width = mean_.size();
  const auto stride = static_cast<size_t>(coder.code_bytes);
  const auto sampled = static_cast<size_t>(std::min<int64_t>(n, int64_t{lists} * kSampledPerList));
  std::vector<float> sample(sampled * width);
  for (size_t i = 0; i < sampled; ++i) {
    decode(coder, mean_, codes + i * static_cast<size_t>(n) / sampled * stride, &sample[i * width]);
  }
  const auto wanted = static_cast<size_t>(std::lround(std::sqrt(lists)));
  const std::vector<float> groups = learn_centres(sample, width, wanted);
  std::vector<std::vector<float>> members(wanted);
  for (size_t i = 0; i < sampled; ++i) {
    std::vector<float>& group = members[nearest(groups, width, &sample[i * width])];
    group.insert(group.end(), &sample[i * width], &sample[i * width] + width);
  }
  std::vector<size_t> first{0};  // the first list of each group
  for (const std::vector<float>& group : members) {
    const double share = static_cast<double>(group.size()) / static_cast<double>(sample.size());
    if (!group.empty()) {
      const auto own = learn_centres(
          group, width, std::max<size_t>(1, static_cast<size_t>(std::lround(lists * share))));
      centres_.insert(centres_.end(), own.begin(), own.end());
    }
    first.push_back(centres_.size() / width);
  }

  std::vector<size_t> list_of(static_cast<size_t>(n));
  leann::parallel_for(n, kChunk, kThreads, [&](int64_t begin, int64_t end) {
    std::vector<float> x(width);
    std::vector<size_t> order(wanted);
    for (auto row = static_cast<size_t>(begin); row < static_cast<size_t>(end); ++row) {
      decode(coder, mean_, codes + row * stride, x.data());
      const auto near = inner_products(groups.data(), width, wanted, x.data());
      std::iota(order.begin(), order.end(), size_t{0});
      const auto tried = static_cast<std::ptrdiff_t>(std::min<size_t>(wanted, kGroupsTried));
      std::partial_sort(order.begin(), order.begin() + tried, order.end(),
                        [&](size_t a, size_t b) { return near[a] > near[b]; });
      float best = -2;
      for (std::ptrdiff_t i = 0; i < tried; ++i) {
        const size_t from = first[order[static_cast<size_t>(i)]],
                     count = first[order[static_cast<size_t>(i)] + 1] - from;
        if (count == 0) continue;
        const auto scores = inner_products(&centres_[from * width], width, count, x.data());
        const auto found = std::max_element(scores.begin(), scores.end());
        if (*found <= best) continue;
        best = *found;
        list_of[row] = from + static_cast<size_t>(found - scores.begin());
      }
    }
  });
  starts_.resize(centres_.size() / width + 1);
  for (size_t list : list_of) ++starts_[list + 1];
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  std::vector<int32_t> next = starts_;
  rows_.resize(list_of.size());
  codes_.resize(list_of.size() * stride);
  for (size_t row = 0; row < list_of.size(); ++row) {
    const auto at = static_cast<size_t>(next[list_of[row]]++);
    rows_[at] = static_cast<int32_t>(row);
    std::memcpy(&codes_[at * stride], codes + row * stride, stride);
  }
}

int64_t Partition::search(const float* vector, const leann::Query& query, double share, size_t top,
                          std::vector<int32_t>* ids) const {
  const size_t width = mean_.size();
  std::vector<float> x(width);
  std::vector<float> unit(vector, vector + coder_.dimension);
  leann::normalise(unit.data(), coder_.dimension, unit.data());
  coder_.project(unit.data(), x.data());
  // The inner product with the part of the mean that the components do not have.
  float rest = coder_.dot_mean(unit.data());
  for (size_t i = 0; i + 1 < width; ++i) rest -= x[i] * mean_[i];
  x.back() = mean_.back() > 0 ? rest / mean_.back() : 0;

  const auto near = inner_products(centres_.data(), width, centres_.size() / width, x.data());
  std::vector<int32_t> heap(near.size());
  std::iota(heap.begin(), heap.end(), 0);
  const auto farther = [&](int32_t a, int32_t b) {
    return near[static_cast<size_t>(a)] < near[static_cast<size_t>(b)];
  };
  std::make_heap(heap.begin(), heap.end(), farther);
  const auto wanted = static_cast<int64_t>(share * static_cast<double>(rows_.size()));
  int64_t scored = 0;
  std::vector<float> scores;
  std::vector<std::pair<float, int32_t>> best;  // a heap with the worst on top
  while (scored < wanted && !heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), farther);
    const auto list = static_cast<size_t>(heap.back());
    heap.pop_back();
    const auto begin = static_cast<size_t>(starts_[list]),
               end = static_cast<size_t>(starts_[list + 1]);
    scores.resize(end - begin);
    leann::kernels().scores(query.table.data(), query.table_bytes, query.scales.data(), query.bias,
                            codes_.data() + begin * static_cast<size_t>(coder_.code_bytes),
                            static_cast<int64_t>(scores.size()), scores.data());
    scored += static_cast<int64_t>(scores.size());
    for (size_t i = 0; i < scores.size(); ++i) {
      if (best.size() == top && -scores[i] >= best.front().first) continue;
      if (best.size() == top) {
        std::pop_heap(best.begin(), best.end());
        best.pop_back();
      }
      best.emplace_back(-scores[i], rows_[begin + i]);
      std::push_heap(best.begin(), best.end());
    }
  }
  std::sort_heap(best.begin(), best.end());
  ids->clear();
  for (const auto& one : best) ids->push_back(one.second);
  return scored;
}

}  // namespace leann_bench
