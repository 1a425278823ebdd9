#include "scan/scan.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

namespace leann {
namespace {

constexpr int64_t kBlock = 64;     // rows; as many as a word of the accept set has bits
constexpr int32_t kMaxSparse = 8;  // accepted rows up to which a block is scored row by row

struct Found {
  float score;
  int32_t id;
};

inline bool better(const Found& a, const Found& b) {
  return a.score > b.score || (a.score == b.score && a.id < b.id);
}

// The best rows so far: a heap with the worst of them on top.
class TopRows {
 public:
  explicit TopRows(int64_t top) : top_(static_cast<size_t>(top)) {
    found_.reserve(std::min<size_t>(top_, 4096));
  }

  // Rows come with ascending ids, so an equal score never displaces an earlier one.
  bool accepts(float score) const { return score > threshold_; }

  void add(float score, int32_t id) {
    if (found_.size() == top_) {
      std::pop_heap(found_.begin(), found_.end(), better);
      found_.back() = {score, id};
    } else {
      found_.push_back({score, id});
    }
    std::push_heap(found_.begin(), found_.end(), better);
    if (found_.size() == top_) threshold_ = found_.front().score;
  }

  int32_t write(int32_t* ids, float* scores) {
    std::sort_heap(found_.begin(), found_.end(), better);
    for (size_t i = 0; i < found_.size(); ++i) {
      ids[i] = found_[i].id;
      scores[i] = found_[i].score;
    }
    return static_cast<int32_t>(found_.size());
  }

 private:
  size_t top_;
  // Comparisons with a NaN are false, so none is accepted. No score of valid codes is infinite.
  float threshold_ = -std::numeric_limits<float>::infinity();
  std::vector<Found> found_;
};

inline int32_t lowest_bit(uint64_t word) { return __builtin_ctzll(word); }

}  // namespace

void score_rows(const Query& query, const Kernels& kernels, const uint8_t* codes,
                const int32_t* ids, int32_t count, float* scores) {
  const int64_t stride = query.table_bytes + 1;
  // Rows are copied next to each other first, so that several cache misses overlap.
  constexpr int64_t kBufferBytes = 4096;
  uint8_t buffer[kBufferBytes];
  const auto batch = static_cast<int32_t>(std::clamp<int64_t>(kBufferBytes / stride, 1, 16));
  for (int32_t begin = 0; begin < count;) {
    const int32_t rows = std::min(count - begin, batch);
    const uint8_t* block = codes + ids[begin] * stride;
    if (rows > 1) {
      for (int32_t i = 0; i < rows; ++i) {
        std::memcpy(buffer + i * stride, codes + ids[begin + i] * stride,
                    static_cast<size_t>(stride));
      }
      block = buffer;
    }
    kernels.scores(query.table.data(), query.table_bytes, query.scales.data(), query.bias, block,
                   rows, scores + begin);
    begin += rows;
  }
}

int32_t scan_top(const Query& query, const Kernels& kernels, const uint8_t* codes, int64_t n,
                 const uint64_t* accept, int32_t top, int32_t* ids, float* scores) {
  const int64_t stride = query.table_bytes + 1;
  TopRows best(std::min<int64_t>(top, n));
  if (n == 0) return 0;
  float block_scores[kBlock];
  const auto score = [&](int64_t row, int64_t count, float* out) {
    kernels.scores(query.table.data(), query.table_bytes, query.scales.data(), query.bias,
                   codes + row * stride, count, out);
  };
  for (int64_t begin = 0; begin < n; begin += kBlock) {
    const int64_t count = std::min(kBlock, n - begin);
    uint64_t word = accept == nullptr ? ~uint64_t{0} : accept[begin / kBlock];
    if (count < kBlock) word &= (uint64_t{1} << count) - 1;
    if (word == 0) continue;
    const bool sparse = accept != nullptr && __builtin_popcountll(word) <= kMaxSparse;
    if (!sparse) score(begin, count, block_scores);
    if (!sparse && accept == nullptr) {
      for (int64_t i = 0; i < count; ++i) {
        if (best.accepts(block_scores[i])) {
          best.add(block_scores[i], static_cast<int32_t>(begin + i));
        }
      }
      continue;
    }
    for (; word != 0; word &= word - 1) {
      const int32_t i = lowest_bit(word);
      if (sparse) score(begin + i, 1, block_scores + i);
      if (best.accepts(block_scores[i])) {
        best.add(block_scores[i], static_cast<int32_t>(begin + i));
      }
    }
  }
  return best.write(ids, scores);
}

}  // namespace leann
