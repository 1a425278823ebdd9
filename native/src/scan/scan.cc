#include "scan/scan.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <optional>
#include <vector>

#include "scan/bounds.h"

namespace leann {
namespace {

constexpr int64_t kBlock = kBlockRows;  // as many as a word of the accept set has bits
constexpr int32_t kMaxSparse = 8;       // accepted rows up to which a block is scored row by row
constexpr int32_t kTogether = 16;       // single rows that are scored together
constexpr int64_t kMinBounded = 16384;  // rows that are worth the tables of bounds
constexpr int64_t kRefreshes = 2;       // what is required is renewed after each 1/2 more rows

struct Found {
  float score;
  int32_t id;
};

inline bool better(const Found& a, const Found& b) {
  return a.score > b.score || (a.score == b.score && a.id < b.id);
}

// The best rows so far, and up to as many more, which are dropped together: that takes a fraction of
// the time of a heap.
class TopRows {
 public:
  explicit TopRows(int64_t top) : top_(static_cast<size_t>(top)) {
    found_.reserve(std::min<size_t>(2 * top_, 8192));
  }

  // Rows come with ascending ids, so an equal score never displaces an earlier one.
  bool accepts(float score) const { return score > threshold_; }

  void add(float score, int32_t id) {
    found_.push_back({score, id});
    if (found_.size() >= 2 * top_) select();
  }

  // The score that a further row must exceed to be among the best; any will do as long as there are
  // too few.
  float threshold() {
    select();
    return threshold_;
  }

  int32_t write(int32_t* ids, float* scores) {
    select();
    std::sort(found_.begin(), found_.end(), better);
    for (size_t i = 0; i < found_.size(); ++i) {
      ids[i] = found_[i].id;
      scores[i] = found_[i].score;
    }
    return static_cast<int32_t>(found_.size());
  }

 private:
  void select() {
    if (found_.size() < top_) return;
    const auto last = found_.begin() + static_cast<std::ptrdiff_t>(top_) - 1;
    std::nth_element(found_.begin(), last, found_.end(), better);
    threshold_ = last->score;
    found_.resize(top_);
  }

  size_t top_;
  // Comparisons with a NaN are false, so none is accepted. No score of valid codes is infinite.
  float threshold_ = -std::numeric_limits<float>::infinity();
  std::vector<Found> found_;
};

inline int32_t lowest_bit(uint64_t word) { return __builtin_ctzll(word); }

// The rows of a block that may be among the best, as far as bounds tell.
class Promising {
 public:
  Promising(const Query& query, const Kernels& kernels, int64_t n) : kernels_(kernels) {
    if (kernels.reaches != nullptr && n >= kMinBounded) bounds_.emplace(query);
    if (bounds_ && !bounds_->usable()) bounds_.reset();
  }

  // A bit for each row; all of them as long as nothing is known.
  uint64_t rows(const uint8_t* block, int64_t begin, int64_t count, TopRows* best) {
    if (!bounds_ || count < kBlock) return ~uint64_t{0};
    if (begin >= next_) {
      const float required = best->threshold();
      known_ = std::isfinite(required);
      if (known_) bounds_->require(required);
      next_ = begin + std::max(kBlock, begin / kRefreshes);
    }
    return known_ ? bounds_->reaches(kernels_, block) : ~uint64_t{0};
  }

 private:
  const Kernels& kernels_;
  std::optional<Bounds> bounds_;
  int64_t next_ = 0;  // the row at which what is required is renewed
  bool known_ = false;
};

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
  const auto add = [&](float score, int64_t row) {
    if (best.accepts(score)) best.add(score, static_cast<int32_t>(row));
  };
  // Single rows wait for one another: scoring them together takes a fraction of the time.
  int32_t waiting[kTogether] = {};
  int32_t count_waiting = 0;
  const auto add_waiting = [&] {
    score_rows(query, kernels, codes, waiting, count_waiting, block_scores);
    for (int32_t i = 0; i < count_waiting; ++i) add(block_scores[i], waiting[i]);
    count_waiting = 0;
  };
  Promising promising(query, kernels, n);
  for (int64_t begin = 0; begin < n; begin += kBlock) {
    const int64_t count = std::min(kBlock, n - begin);
    uint64_t word = accept == nullptr ? ~uint64_t{0} : accept[begin / kBlock];
    if (count < kBlock) word &= (uint64_t{1} << count) - 1;
    const auto sparse = [&] { return __builtin_popcountll(word) <= kMaxSparse; };
    if (!sparse()) word &= promising.rows(codes + begin * stride, begin, count, &best);
    if (sparse()) {
      for (; word != 0; word &= word - 1) {
        waiting[count_waiting++] = static_cast<int32_t>(begin) + lowest_bit(word);
        if (count_waiting == kTogether) add_waiting();
      }
      continue;
    }
    add_waiting();  // in order of row
    kernels.scores(query.table.data(), query.table_bytes, query.scales.data(), query.bias,
                   codes + begin * stride, count, block_scores);
    for (int64_t i = 0; i < count; ++i) {
      if ((word >> i & 1) != 0) add(block_scores[i], begin + i);
    }
  }
  add_waiting();
  return best.write(ids, scores);
}

}  // namespace leann
