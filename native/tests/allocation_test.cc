#include "coder/allocation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "base/random.h"
#include "handles.h"

namespace leann {
namespace {

TEST(Allocation, GivesTheNextBitWhereItHelpsMost) {
  // Calculated by hand: 16 * .6366, 16 * .2459, ...; 1 * .6366 comes after the third bit of the
  // first.
  EXPECT_EQ((std::vector<uint8_t>{1, 0}), allocate(1, {16, 1}));
  EXPECT_EQ((std::vector<uint8_t>{3, 0}), allocate(3, {16, 1}));
  EXPECT_EQ((std::vector<uint8_t>{3, 1}), allocate(4, {16, 1}));
  EXPECT_EQ((std::vector<uint8_t>{2, 2, 2}), allocate(6, {1, 1, 1}));
  EXPECT_EQ((std::vector<uint8_t>{8, 8}), allocate(16, {1e9, 1e-9}));
  EXPECT_EQ((std::vector<uint8_t>{8, 0, 0}), allocate(8, {0, 0, 0}));
}

// Checks the contract of pack, and that it moved at most `moved` bits.
void check_pack(const std::vector<double>& variance, int32_t bytes, int32_t moved) {
  const std::vector<uint8_t> before = allocate(8 * bytes, variance);
  std::vector<uint8_t> bits = before;
  const std::vector<int32_t> order = pack(variance, &bits);
  int32_t used = 0, full = 0;
  std::set<int32_t> seen;
  for (int32_t c : order) {
    ASSERT_TRUE(seen.insert(c).second) << "component " << c << " twice";
    ASSERT_GE(bits[c], 1);
    ASSERT_LE(bits[c], 8);
    used += bits[c];
    ASSERT_LE(used, 8) << "a component straddles a byte";
    if (used == 8) {
      ++full;
      used = 0;
    }
  }
  EXPECT_EQ(0, used);
  EXPECT_EQ(bytes, full);
  int32_t gained = 0;
  for (size_t c = 0; c < bits.size(); ++c) {
    gained += std::max(0, bits[c] - before[c]);
    EXPECT_EQ(bits[c] > 0, seen.count(static_cast<int32_t>(c)) == 1);
  }
  EXPECT_LE(gained, moved);
}

TEST(Allocation, FillsBytesExactly) {
  check_pack({1}, 1, 0);
  check_pack({1, 1, 1}, 3, 0);
  check_pack({1, 1, 1}, 1, 0);                    // 3 + 3 + 2
  check_pack(std::vector<double>(8, 1.0), 3, 3);  // all 3 bits: no byte is exactly full
  check_pack(std::vector<double>(8, 1.0), 5, 8);  // all 5
  check_pack(std::vector<double>(8, 1.0), 7, 7);  // all 7: one must become 1
  check_pack(std::vector<double>(8, 1.0), 6, 9);  // all 6
  check_pack(std::vector<double>(4096, 1.0), 1024, 0);
  check_pack(std::vector<double>(5, 0.0), 3, 0);
}

TEST(Allocation, FillsBytesOfRandomSpectra) {
  uint64_t state = test_seed();
  for (int32_t round = 0; round < 2000; ++round) {
    const auto d = static_cast<int32_t>(1 + next_random(&state) % 60);
    const auto bytes = static_cast<int32_t>(1 + next_random(&state) % static_cast<uint64_t>(d));
    const double decay = static_cast<double>(next_random(&state) % 100) / 50;
    std::vector<double> variance;
    for (int32_t i = 0; i < d; ++i) variance.push_back(std::pow(i + 1, -decay));
    check_pack(variance, bytes, 8 * bytes);
    if (HasFatalFailure()) return;
  }
}

TEST(Allocation, MovesNothingOnASpectrumOfEmbeddings) {
  std::vector<double> variance;
  for (int32_t i = 0; i < 384; ++i) variance.push_back(1 / (1 + i / 8.0));
  for (int32_t bytes : {16, 24, 32, 48, 64}) check_pack(variance, bytes, 0);
}

}  // namespace
}  // namespace leann
