// Files and codes that version 1 of the format wrote, read by this version. LEANN_GOLDEN_WRITE=1
// rewrites them: only for a format that was never released.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "graphs.h"
#include "handles.h"

namespace leann {
namespace {

constexpr int32_t kDimension = 12, kRows = 40, kTrainingRows = 2000;

// Exact in float and without library functions, so that they are the same on every platform.
std::vector<float> inputs(int32_t rows = kRows) {
  std::vector<float> x;
  uint32_t state = 12345;
  for (int32_t row = 0; row < rows; ++row) {
    for (int32_t i = 0; i < kDimension; ++i) {
      state = state * 1664525u + 1013904223u;
      const auto value = static_cast<float>(static_cast<int32_t>(state >> 20) - 2048);
      x.push_back(value / static_cast<float>(1 << (i / 2)));
    }
  }
  return x;
}

std::string path(const std::string& name) { return std::string(LEANN_GOLDEN_DIR "/") + name; }

std::vector<uint8_t> read(const std::string& name) {
  std::ifstream in(path(name), std::ios::binary);
  EXPECT_TRUE(in.good()) << path(name);
  return std::vector<uint8_t>(std::istreambuf_iterator<char>(in), {});
}

void write(const std::string& name, const std::vector<uint8_t>& bytes) {
  std::ofstream out(path(name), std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
}

void check(const std::string& name, const CoderHandle& now) {
  if (std::getenv("LEANN_GOLDEN_WRITE") != nullptr) {
    write(name + ".coder", saved(now.get()));
    write(name + ".codes", encoded(now.get(), inputs()));
  }
  const std::vector<uint8_t> file = read(name + ".coder"), codes = read(name + ".codes");
  CoderHandle then;
  ASSERT_EQ(LEANN_OK, load(file, &then)) << leann_last_error();
  EXPECT_EQ(kDimension, leann_coder_dimension(then.get()));
  EXPECT_EQ(file, saved(then.get()));

  // A component on a limit may fall on either side of it by rounding.
  const std::vector<uint8_t> again = encoded(then.get(), inputs());
  ASSERT_EQ(codes.size(), again.size());
  size_t different = 0;
  for (size_t i = 0; i < codes.size(); ++i) different += codes[i] != again[i] ? 1 : 0;
  EXPECT_LE(different, codes.size() / 50);

  // Scores of the old codes, for the vectors that they encode.
  const std::vector<float> x = inputs();
  for (int32_t id = 0; id < kRows; ++id) {
    const QueryHandle q = query(then.get(), &x[id * kDimension]);
    float score = 0;
    ASSERT_EQ(LEANN_OK, leann_score(q.get(), codes.data(), kRows, &id, 1, &score));
    EXPECT_NEAR(1, score, 0.15);
  }
}

TEST(Golden, Transform) { check("transform-v1", trained(inputs(kTrainingRows), kDimension, 7)); }

TEST(Golden, Product) { check("product-v1", product(inputs(kTrainingRows), kDimension, 6, 10)); }

TEST(Golden, Blind) { check("blind-v1", blind(kDimension, 4, 0x0123456789abcdefu)); }

TEST(Golden, Graph) {
  leann_graph* built = nullptr;
  const std::vector<float> x = inputs(300);
  ASSERT_EQ(LEANN_OK, leann_graph_build(x.data(), 300, kDimension, LEANN_L2, 4, 40, 1, 1, &built));
  const GraphHandle now(built);
  if (std::getenv("LEANN_GOLDEN_WRITE") != nullptr) write("hnsw-v1.graph", saved(now.get()));
  const std::vector<uint8_t> file = read("hnsw-v1.graph");
  GraphHandle then;
  ASSERT_EQ(LEANN_OK, load(file, &then)) << leann_last_error();
  EXPECT_EQ(300, leann_graph_count(then.get()));
  EXPECT_EQ(kDimension, leann_graph_dimension(then.get()));
  EXPECT_EQ(LEANN_L2, leann_graph_metric(then.get()));
  EXPECT_EQ(file, saved(then.get()));
  // Building gives the same graph on every platform.
  EXPECT_EQ(file, saved(now.get()));
}

TEST(Golden, TrainingStillGivesTheSameCoder) {
  const std::vector<uint8_t> file = read("transform-v1.coder");
  const CoderHandle now = trained(inputs(kTrainingRows), kDimension, 7);
  CoderHandle then;
  ASSERT_EQ(LEANN_OK, load(file, &then));
  EXPECT_NEAR(leann_coder_error(then.get()), leann_coder_error(now.get()), 1e-3);
  const std::vector<float> x = inputs();
  const std::vector<uint8_t> a = encoded(then.get(), x), b = encoded(now.get(), x);
  size_t different = 0;
  for (size_t i = 0; i < a.size(); ++i) different += a[i] != b[i] ? 1 : 0;
  EXPECT_LE(different, a.size() / 20);
}

}  // namespace
}  // namespace leann
