// The scan compared with brute force over leann_score.
#include "scan/scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

#include "handles.h"
#include "synthetic.h"

namespace leann {
namespace {

struct Hit {
  int32_t id;
  float score;
  bool operator==(const Hit& other) const { return id == other.id && score == other.score; }
};

std::vector<Hit> scanned(const leann_query* query, const std::vector<uint8_t>& codes, int64_t n,
                         const uint64_t* accept, int32_t top) {
  const auto room = static_cast<size_t>(std::min<int64_t>(top, n) + 1);
  std::vector<int32_t> ids(room, -7);
  std::vector<float> scores(room, -7);
  int32_t found = -1;
  EXPECT_EQ(LEANN_OK,
            leann_scan(query, codes.data(), n, accept, top, ids.data(), scores.data(), &found));
  EXPECT_EQ(-7, ids[static_cast<size_t>(found)]) << "wrote more results than it found";
  std::vector<Hit> hits;
  for (int32_t i = 0; i < found; ++i) hits.push_back({ids[i], scores[i]});
  return hits;
}

std::vector<Hit> brute_force(const leann_query* query, const std::vector<uint8_t>& codes, int64_t n,
                             const uint64_t* accept, int32_t top) {
  std::vector<Hit> hits;
  for (int32_t id = 0; id < n; ++id) {
    if (accept != nullptr && (accept[id / 64] >> (id % 64) & 1) == 0) continue;
    float score = 0;
    EXPECT_EQ(LEANN_OK, leann_score(query, codes.data(), n, &id, 1, &score));
    hits.push_back({id, score});
  }
  std::stable_sort(hits.begin(), hits.end(),
                   [](const Hit& a, const Hit& b) { return a.score > b.score; });
  hits.resize(std::min<size_t>(hits.size(), static_cast<size_t>(top)));
  return hits;
}

TEST(Scan, FindsWhatBruteForceFinds) {
  const uint64_t seed = test_seed();
  uint64_t state = seed;
  const int32_t d = 16;
  // With few bits many rows have equal codes, so that ties matter.
  const CoderHandle few = blind(d, 1, 1), many = trained(clustered_vectors(500, d, seed), d, 9);
  for (const leann_coder* coder : {few.get(), many.get()}) {
    for (int64_t n : {1, 2, 63, 64, 65, 127, 128, 1000, 1001}) {
      const std::vector<float> x = clustered_vectors(n, d, seed + 1);
      const std::vector<uint8_t> codes = encoded(coder, x);
      const QueryHandle q = query(coder, gaussian_vectors(1, d, seed + 2).data());
      for (int32_t density : {-1, 0, 1, 8, 32, 63, 64}) {
        std::vector<uint64_t> accept(static_cast<size_t>((n + 63) / 64));
        for (uint64_t& word : accept) {
          for (int32_t bit = 0; bit < 64; ++bit) {
            const bool on = static_cast<int32_t>(next_random(&state) % 64) < density;
            word |= static_cast<uint64_t>(on) << bit;
          }
        }
        const uint64_t* set = density < 0 ? nullptr : accept.data();
        for (int32_t top : {1, 2, 10, 100, 5000}) {
          EXPECT_EQ(brute_force(q.get(), codes, n, set, top), scanned(q.get(), codes, n, set, top))
              << "n " << n << " density " << density << " top " << top;
        }
      }
    }
  }
}

TEST(Scan, IgnoresBitsBeyondTheLastRow) {
  const CoderHandle coder = blind(8, 4, 1);
  const std::vector<float> x = gaussian_vectors(70, 8, 1);
  const std::vector<uint8_t> codes = encoded(coder.get(), x);
  const QueryHandle q = query(coder.get(), x.data());
  const uint64_t accept[] = {0, ~uint64_t{0}};
  const std::vector<Hit> hits = scanned(q.get(), codes, 70, accept, 100);
  EXPECT_EQ(6u, hits.size());
}

TEST(Scan, BreaksTiesByTheLowerId) {
  const CoderHandle coder = blind(8, 4, 1);
  const std::vector<float> one = gaussian_vectors(1, 8, 1);
  std::vector<float> x;
  for (int32_t i = 0; i < 200; ++i) x.insert(x.end(), one.begin(), one.end());
  const std::vector<uint8_t> codes = encoded(coder.get(), x);
  const QueryHandle q = query(coder.get(), one.data());
  const std::vector<Hit> hits = scanned(q.get(), codes, 200, nullptr, 5);
  for (int32_t i = 0; i < 5; ++i) EXPECT_EQ(i, hits[i].id);
}

TEST(Scan, RejectsNaN) {
  Query query;
  query.table_bytes = 1;
  query.table.assign(256, 0.5f);
  query.scales.assign(256, 1.0f);
  query.table[3] = std::numeric_limits<float>::quiet_NaN();
  std::vector<uint8_t> codes;
  for (int32_t row = 0; row < 100; ++row) {
    codes.push_back(row % 2 == 0 ? 3 : static_cast<uint8_t>(row));
    codes.push_back(1);
  }
  codes[2] = 4;
  std::vector<int32_t> ids(100);
  std::vector<float> scores(100);
  for (int32_t top : {1, 10, 100}) {
    const int32_t found =
        scan_top(query, kernels(), codes.data(), 100, nullptr, top, ids.data(), scores.data());
    for (int32_t i = 0; i < found; ++i) EXPECT_EQ(0.5f, scores[i]);
    EXPECT_GE(found, std::min(top, 49));
  }
}

TEST(Scan, AnswersTheSameFromManyThreads) {
  const int32_t d = 32;
  const std::vector<float> x = clustered_vectors(3000, d, 1);
  const CoderHandle coder = trained(x, d, 17);
  const std::vector<uint8_t> codes = encoded(coder.get(), x);
  const QueryHandle q = query(coder.get(), x.data());
  const std::vector<Hit> want = scanned(q.get(), codes, 3000, nullptr, 20);
  std::vector<std::thread> threads;
  std::vector<int32_t> equal(8, 0);
  for (int32_t t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      const QueryHandle own = query(coder.get(), x.data());
      for (int32_t round = 0; round < 20; ++round) {
        equal[t] += scanned(q.get(), codes, 3000, nullptr, 20) == want &&
                    scanned(own.get(), codes, 3000, nullptr, 20) == want &&
                    encoded(coder.get(), x, 2) == codes;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::vector<int32_t>(8, 20), equal);
}

}  // namespace
}  // namespace leann
