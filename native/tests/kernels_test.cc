// Every instruction set compared with the scalar kernels, and the choice among them.
#include "simd/kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "handles.h"
#include "synthetic.h"

namespace leann {
namespace {

constexpr SimdLevel kLevels[] = {kScalar, kNeon, kAvx2, kAvx512};
constexpr int32_t kSizes[] = {0,  1,  2,  3,  7,  8,  9,   15,  16,  17,  31,
                              32, 33, 47, 48, 63, 64, 100, 127, 384, 1000};

std::vector<const Kernels*> all() {
  std::vector<const Kernels*> found;
  for (SimdLevel level : kLevels) {
    if (kernels_of(level) != nullptr) found.push_back(kernels_of(level));
  }
  return found;
}

// Values that differ by 12 orders of magnitude, denormals, zeros of both signs.
std::vector<float> adversarial(int32_t n, uint64_t seed) {
  std::vector<float> x = gaussian_vectors(n, 1, seed);
  for (int32_t i = 0; i < n; ++i) {
    if (i % 5 == 1) x[i] *= 1e6f;
    if (i % 5 == 2) x[i] *= 1e-6f;
    if (i % 7 == 3) x[i] = 0.0f;
    if (i % 7 == 4) x[i] = -0.0f;
    if (i % 11 == 5) x[i] = 1e-42f;
  }
  return x;
}

TEST(Kernels, DotAgrees) {
  const uint64_t seed = test_seed();
  for (const Kernels* kernels : all()) {
    for (int32_t n : kSizes) {
      for (bool hard : {false, true}) {
        std::vector<float> a = hard ? adversarial(n, seed) : gaussian_vectors(n, 1, seed);
        std::vector<float> b = hard ? adversarial(n, seed + 1) : gaussian_vectors(n, 1, seed + 1);
        double exact = 0, size = 0;
        for (int32_t i = 0; i < n; ++i) {
          exact += static_cast<double>(a[i]) * b[i];
          size += std::fabs(static_cast<double>(a[i]) * b[i]);
        }
        const float got = kernels->dot(a.data(), b.data(), n);
        EXPECT_NEAR(exact, got, 1e-5 * size + 1e-30) << kernels->name << " n " << n;
        // The arrays end where their memory ends, so that a sanitizer detects a read beyond them;
        // an offset makes the loads unaligned.
        if (n > 1) {
          const float part = kernels->dot(a.data() + 1, b.data() + 1, n - 1);
          EXPECT_NEAR(exact - static_cast<double>(a[0]) * b[0], part, 1e-5 * size + 1e-30);
        }
      }
    }
  }
}

TEST(Kernels, MatrixVectorIsDotRowByRow) {
  const uint64_t seed = test_seed();
  for (const Kernels* kernels : all()) {
    for (int32_t columns : kSizes) {
      for (int32_t rows : {0, 1, 2, 3, 5, 9}) {
        const std::vector<float> matrix = gaussian_vectors(rows, columns, seed);
        const std::vector<float> x = gaussian_vectors(columns, 1, seed + 1);
        std::vector<float> out(static_cast<size_t>(rows), 99);
        kernels->matrix_vector(matrix.data(), rows, columns, x.data(), out.data());
        for (int32_t i = 0; i < rows; ++i) {
          EXPECT_EQ(kernels->dot(matrix.data() + i * columns, x.data(), columns), out[i]);
        }
      }
    }
  }
}

TEST(Kernels, OuterAgrees) {
  const uint64_t seed = test_seed();
  const int64_t stride = 21;
  for (const Kernels* kernels : all()) {
    for (int64_t count : {0, 1, 2, 3, 8, 255}) {
      const std::vector<float> left = gaussian_vectors(count, stride, seed);
      const std::vector<float> right = gaussian_vectors(count, stride, seed + 1);
      std::vector<float> got = gaussian_vectors(kTileRows, kTileColumns, seed + 2);
      std::vector<float> want = got;
      kernels->outer(left.data() + 3, right.data() + 5, stride, count, got.data());
      for (int32_t a = 0; a < kTileRows; ++a) {
        for (int32_t b = 0; b < kTileColumns; ++b) {
          double sum = want[a * kTileColumns + b];
          for (int64_t t = 0; t < count; ++t) {
            sum += static_cast<double>(left[t * stride + 3 + a]) * right[t * stride + 5 + b];
          }
          EXPECT_NEAR(sum, got[a * kTileColumns + b], 2e-4) << kernels->name << " count " << count;
        }
      }
    }
  }
}

TEST(Kernels, ScoresAreTheSameBits) {
  const uint64_t seed = test_seed();
  uint64_t state = seed;
  for (int32_t bytes : {1, 2, 3, 4, 7, 8, 16, 32, 33, 64}) {
    const std::vector<float> table = adversarial(bytes * 256, seed);
    const std::vector<float> scales = gaussian_vectors(256, 1, seed + 1);
    for (int64_t count : {0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 64, 65}) {
      std::vector<uint8_t> codes(static_cast<size_t>(count * (bytes + 1)));
      for (uint8_t& byte : codes) byte = static_cast<uint8_t>(next_random(&state));
      for (const Kernels* kernels : all()) {
        std::vector<float> got(static_cast<size_t>(count));
        kernels->scores(table.data(), bytes, scales.data(), 0.25f, codes.data(), count, got.data());
        for (int64_t row = 0; row < count; ++row) {
          float sum = 0;
          const uint8_t* code = codes.data() + row * (bytes + 1);
          for (int32_t j = 0; j < bytes; ++j) sum += table[j * 256 + code[j]];
          const float product = scales[code[bytes]] * sum;
          const float want = 0.25f + product;
          EXPECT_EQ(0, std::memcmp(&want, &got[row], sizeof want))
              << kernels->name << " bytes " << bytes << " row " << row << " of " << count << ": "
              << want << " and " << got[row];
        }
      }
    }
  }
}

TEST(Kernels, ReachesWhatSumsReach) {
  const uint64_t seed = test_seed();
  uint64_t state = seed;
  const auto random = [&](size_t n) {
    std::vector<uint8_t> bytes(n);
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(next_random(&state));
    return bytes;
  };
  for (const Kernels* kernels : all()) {
    if (kernels->reaches == nullptr) continue;
    for (int32_t bytes : {1, 2, 7, 14, 15, 16, 17, 22, 30, 31, 32, 33, 48, 192, 255, 256}) {
      const auto table = random(static_cast<size_t>(bytes) * 256), limits = random(256);
      // Ends where its memory ends, so that a sanitizer detects a read beyond it.
      const auto codes = random(static_cast<size_t>(kBlockRows * (bytes + 1)));
      for (int32_t shift : {0, 2, 8}) {
        for (int32_t least : {0, 100 * bytes, 127 * bytes, 65535}) {
          const uint64_t got = kernels->reaches(table.data(), bytes, static_cast<uint16_t>(least),
                                                shift, limits.data(), codes.data());
          for (int32_t row = 0; row < kBlockRows; ++row) {
            const uint8_t* code = codes.data() + row * (bytes + 1);
            int32_t sum = 0;
            for (int32_t j = 0; j < bytes; ++j) sum += table[j * 256 + code[j]];
            const int32_t more = std::min(255, std::max(0, sum - least) >> shift);
            EXPECT_EQ(more >= limits[code[bytes]], (got >> row & 1) != 0)
                << kernels->name << " bytes " << bytes << " shift " << shift << " least " << least
                << " row " << row;
          }
        }
      }
    }
  }
}

TEST(Kernels, RespectTheCap) {
  EXPECT_STREQ("scalar", kernels_capped("scalar").name);
  EXPECT_STREQ(kernels_capped(nullptr).name, kernels_capped("avx512").name);
  EXPECT_STREQ(kernels_capped(nullptr).name, kernels_capped("nonsense").name);
#if defined(__x86_64__)
  EXPECT_STRNE("avx512", kernels_capped("avx2").name);
  EXPECT_STRNE("neon", kernels_capped(nullptr).name);
#if defined(__GNUC__) && !defined(__clang__)
  // Compared with the compiler's own check, which is reliable with this compiler.
  EXPECT_EQ(__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"),
            kernels_of(kAvx2) != nullptr);
  EXPECT_EQ(__builtin_cpu_supports("avx512f") && kernels_of(kAvx2) != nullptr,
            kernels_of(kAvx512) != nullptr);
#endif
#endif
#if defined(__aarch64__)
  EXPECT_STREQ("neon", kernels_capped(nullptr).name);
#endif
  const char* cap = std::getenv("LEANN_SIMD");
  EXPECT_STREQ(kernels_capped(cap).name, leann_simd_level());
}

}  // namespace
}  // namespace leann
