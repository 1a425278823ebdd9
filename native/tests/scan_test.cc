// The scan compared with brute force over leann_score.
#include "scan/scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

#include "api/handles.h"
#include "handles.h"
#include "simd/kernels.h"
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

// What a scan finds with and without bounds, by their bits.
void expect_equal_without_bounds(const Query& query, const std::vector<uint8_t>& codes, int64_t n,
                                 const uint64_t* accept, int32_t top) {
  Kernels without = kernels();
  without.reaches = nullptr;
  const auto room = static_cast<size_t>(top);
  std::vector<int32_t> ids(room, -1), ids_without(room, -1);
  std::vector<float> scores(room), scores_without(room);
  const int32_t found =
      scan_top(query, kernels(), codes.data(), n, accept, top, ids.data(), scores.data());
  EXPECT_EQ(found, scan_top(query, without, codes.data(), n, accept, top, ids_without.data(),
                            scores_without.data()));
  EXPECT_EQ(ids_without, ids);
  EXPECT_EQ(scores_without, scores);
}

TEST(Scan, MissesNothingByItsBounds) {
  const uint64_t seed = test_seed();
  uint64_t state = seed;
  const int64_t n = 17011;
  for (int32_t d : {16, 60}) {
    const std::vector<float> x = clustered_vectors(n, d, seed);
    const std::vector<float> some = clustered_vectors(600, d, seed),
                             queries = clustered_vectors(3, d, seed + 1);
    const CoderHandle one_bit = blind(d, 1, 1), four_bits = blind(d, 4, 1),
                      small = trained(some, d, 9), groups = product(some, d, 13, d);
    for (const leann_coder* coder : {one_bit.get(), four_bits.get(), small.get(), groups.get()}) {
      const std::vector<uint8_t> codes = encoded(coder, x);
      std::vector<uint64_t> accept(static_cast<size_t>((n + 63) / 64));
      for (uint64_t& word : accept) word = next_random(&state) & next_random(&state);
      for (size_t at = 0; at < queries.size(); at += static_cast<size_t>(d)) {
        const QueryHandle q = query(coder, &queries[at]);
        for (int32_t top : {1, 24, 300, 9000}) {
          expect_equal_without_bounds(q->query, codes, n, nullptr, top);
          expect_equal_without_bounds(q->query, codes, n, accept.data(), top);
        }
      }
    }
  }
}

// Look-up tables that no coder makes, but a damaged coder file could.
TEST(Scan, MissesNothingOfWildTables) {
  const uint64_t seed = test_seed();
  uint64_t state = seed;
  Gaussian gaussian(seed);
  const int64_t n = 17000;
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (int32_t bytes : {1, 5, 40, 256, 300}) {
    std::vector<uint8_t> codes(static_cast<size_t>(n * (bytes + 1)));
    for (uint8_t& byte : codes) byte = static_cast<uint8_t>(next_random(&state));
    for (float size : {0.0f, 1e-42f, 1e-20f, 1.0f, 1e20f, 1e37f}) {
      for (float offset : {0.0f, 1.0f, -1e6f}) {
        Query query;
        query.table_bytes = bytes;
        query.bias = gaussian.next();
        for (int32_t i = 0; i < bytes * 256; ++i) {
          query.table.push_back(size * (gaussian.next() + offset));
        }
        for (int32_t i = 0; i < 256; ++i) {
          query.scales.push_back(i % 3 == 0 ? 0 : std::fabs(gaussian.next()));
        }
        for (int32_t top : {1, 50}) expect_equal_without_bounds(query, codes, n, nullptr, top);
        query.scales[1] = -1;
        query.table[7] = -kInfinity;
        expect_equal_without_bounds(query, codes, n, nullptr, 10);
      }
    }
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
