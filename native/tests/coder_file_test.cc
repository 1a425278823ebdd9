// The coder file: any bytes give a result and do no harm.
#include "coder/coder_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <protozero/pbf_writer.hpp>

#include "base/crc32.h"
#include "coder/blind.h"
#include "coder/train.h"
#include "handles.h"
#include "synthetic.h"

namespace leann {
namespace {

std::vector<uint8_t> bytes_of(const std::string& text) {
  return std::vector<uint8_t>(text.begin(), text.end());
}

leann_status status_of(const std::string& file) {
  CoderHandle coder;
  const leann_status status = load(bytes_of(file), &coder);
  EXPECT_EQ(status == LEANN_OK, coder != nullptr);
  EXPECT_EQ(status == LEANN_OK, std::string(leann_last_error()).empty());
  return status;
}

// A file around any message, with a correct checksum.
std::string wrapped(const std::string& message, uint32_t version = 1, uint32_t magic = 0x44434e4c) {
  std::string file;
  protozero::pbf_writer writer(file);
  writer.add_fixed32(1, magic);
  writer.add_uint32(2, version);
  writer.add_fixed32(3, crc32(message.data(), message.size()));
  writer.add_bytes(4, message);
  return file;
}

Coder small_coder() {
  const std::vector<float> x = clustered_vectors(50, 6, 1);
  return train_coder(x.data(), 50, 6, 3, 1);
}

Coder small_product_coder() {
  const std::vector<float> x = clustered_vectors(100, 4, 1);
  return train_product_coder(x.data(), 100, 4, 3, 3, 1);
}

Transform* transform(Coder* coder) { return &std::get<Transform>(coder->kind); }

Product* product(Coder* coder) { return &std::get<Product>(coder->kind); }

TEST(CoderFile, ChecksumIsZlibs) { EXPECT_EQ(0xcbf43926u, crc32("123456789", 9)); }

TEST(CoderFile, DistinguishesDamagedOldAndNewFiles) {
  const std::string file = write_coder(blind_coder(4, 2, 9));
  EXPECT_EQ(LEANN_OK, status_of(file));
  EXPECT_EQ(LEANN_CORRUPT, status_of(""));
  EXPECT_EQ(LEANN_CORRUPT, status_of("not a coder"));
  EXPECT_EQ(LEANN_CORRUPT, status_of(wrapped("", 1, 1)));
  EXPECT_EQ(LEANN_CORRUPT, status_of(wrapped("", 1)));
  EXPECT_EQ(LEANN_CORRUPT, status_of(wrapped("", 0)));
  EXPECT_EQ(LEANN_TOO_NEW, status_of(wrapped("", 2)));
  EXPECT_NE(std::string::npos, std::string(leann_last_error()).find("version 2"));
}

TEST(CoderFile, DetectsEveryFlippedBitAndEveryTruncation) {
  for (const std::string& file : {write_coder(small_coder()), write_coder(small_product_coder()),
                                  write_coder(blind_coder(4, 2, 9))}) {
    ASSERT_EQ(LEANN_OK, status_of(file));
    for (size_t i = 0; i < file.size(); ++i) {
      EXPECT_NE(LEANN_OK, status_of(file.substr(0, i))) << "cut at " << i;
      for (int bit = 0; bit < 8; ++bit) {
        std::string damaged = file;
        damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
        EXPECT_NE(LEANN_OK, status_of(damaged)) << "byte " << i << " bit " << bit;
      }
    }
  }
}

// Fields out of range, with a correct checksum.
TEST(CoderFile, ChecksEveryField) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  const auto with = [](auto change) {
    Coder coder = small_coder();
    change(&coder);
    return status_of(write_coder(coder));
  };
  EXPECT_EQ(LEANN_OK, with([](Coder*) {}));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { c->dimension = 0; }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { c->dimension = 7; }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { c->dimension = 5000; }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { c->dimension = -1; }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { c->code_bytes += 1; }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { c->code_bytes = 0; }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { transform(c)->projection.mean.push_back(0); }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { transform(c)->projection.mean.clear(); }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { transform(c)->quantiser.bits.clear(); }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { transform(c)->quantiser.bits[0] = 0; }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { transform(c)->quantiser.bits[0] = 9; }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { transform(c)->quantiser.bits.push_back(1); }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { transform(c)->projection.basis_int8.pop_back(); }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { transform(c)->projection.basis_scale.pop_back(); }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { transform(c)->quantiser.levels.pop_back(); }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) {
              std::swap(transform(c)->quantiser.levels[0], transform(c)->quantiser.levels[1]);
            }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { transform(c)->projection.trained_on = -1; }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { c->scales.step = 0; }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { c->scales.step = -1; }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { c->scales.step = 1; }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { c->scales.low = 1e6f; }));
  EXPECT_EQ(LEANN_CORRUPT, with([](Coder* c) { c->error = -1; }));
  for (float bad : {nan, inf, -inf, 1e30f}) {
    EXPECT_EQ(LEANN_CORRUPT, with([bad](Coder* c) { transform(c)->projection.mean[2] = bad; }));
    EXPECT_EQ(LEANN_CORRUPT,
              with([bad](Coder* c) { transform(c)->projection.basis_scale[0] = bad; }));
    EXPECT_EQ(LEANN_CORRUPT, with([bad](Coder* c) { transform(c)->quantiser.levels[0] = bad; }));
    EXPECT_EQ(LEANN_CORRUPT,
              with([bad](Coder* c) { transform(c)->quantiser.levels.back() = bad; }));
    EXPECT_EQ(LEANN_CORRUPT, with([bad](Coder* c) { c->scales.low = bad; }));
    EXPECT_EQ(LEANN_CORRUPT, with([bad](Coder* c) { c->scales.step = bad; }));
    EXPECT_EQ(LEANN_CORRUPT, with([bad](Coder* c) { c->error = bad; }));
  }
  const auto product_with = [](auto change) {
    Coder coder = small_product_coder();
    change(&coder);
    return status_of(write_coder(coder));
  };
  EXPECT_EQ(LEANN_OK, product_with([](Coder*) {}));
  EXPECT_EQ(LEANN_CORRUPT, product_with([](Coder* c) { c->dimension = 5; }));
  EXPECT_EQ(LEANN_CORRUPT, product_with([](Coder* c) { c->code_bytes += 1; }));
  EXPECT_EQ(LEANN_CORRUPT, product_with([](Coder* c) { product(c)->projection.mean.pop_back(); }));
  EXPECT_EQ(LEANN_CORRUPT,
            product_with([](Coder* c) { product(c)->projection.basis_int8.pop_back(); }));
  EXPECT_EQ(LEANN_CORRUPT,
            product_with([](Coder* c) { product(c)->projection.basis_scale.push_back(1); }));
  EXPECT_EQ(LEANN_CORRUPT,
            product_with([](Coder* c) { product(c)->quantiser.codewords_int8.pop_back(); }));
  EXPECT_EQ(LEANN_CORRUPT,
            product_with([](Coder* c) { product(c)->quantiser.codeword_scale.push_back(1); }));
  EXPECT_EQ(LEANN_CORRUPT,
            product_with([](Coder* c) { product(c)->quantiser.group_sizes[0] = 0; }));
  EXPECT_EQ(LEANN_CORRUPT,
            product_with([](Coder* c) { product(c)->quantiser.group_sizes[0] += 1; }));
  EXPECT_EQ(LEANN_CORRUPT,
            product_with([](Coder* c) { product(c)->quantiser.group_sizes.push_back(1); }));
  EXPECT_EQ(LEANN_CORRUPT, product_with([](Coder* c) { product(c)->projection.trained_on = -1; }));
  for (float bad : {nan, inf, -inf, 1e30f}) {
    EXPECT_EQ(LEANN_CORRUPT,
              product_with([bad](Coder* c) { product(c)->quantiser.codeword_scale[0] = bad; }));
    EXPECT_EQ(LEANN_CORRUPT,
              product_with([bad](Coder* c) { product(c)->projection.basis_scale[0] = bad; }));
  }
  Coder coder = blind_coder(4, 2, 9);
  for (int32_t bits : {9, 0, 3}) {  // 3 changes the size of a code
    std::get<Blind>(coder.kind).bits = bits;
    EXPECT_EQ(LEANN_CORRUPT, status_of(write_coder(coder))) << bits;
  }
}

TEST(CoderFile, SkipsFieldsItDoesNotKnow) {
  std::string message;
  {
    protozero::pbf_writer writer(message);
    writer.add_string(99, "from a later minor version");
  }
  const std::string file = write_coder(blind_coder(4, 2, 9));
  // The wrapped message starts after its tag and its one-byte length.
  const size_t start = 5 + 2 + 5 + 2;
  EXPECT_EQ(LEANN_OK, status_of(wrapped(message + file.substr(start))));
}

// Random damage with a correct checksum, which the parser itself must survive. What it accepts must
// work.
TEST(CoderFile, SurvivesRandomDamage) {
  uint64_t state = test_seed();
  const std::string seeds[] = {write_coder(small_coder()), write_coder(small_product_coder()),
                               write_coder(blind_coder(5, 3, 9))};
  int32_t accepted = 0;
  for (int32_t round = 0; round < 20000; ++round) {
    const std::string& file = seeds[round % 3];
    // Removes the wrapper: three fields of 5, 2 and 5 bytes, then a tag and a varint length.
    size_t start = 12 + 1;
    while ((file[start] & 0x80) != 0) ++start;
    std::string message = file.substr(start + 1);
    const uint64_t changes = 1 + next_random(&state) % 4;
    for (uint64_t i = 0; i < changes && !message.empty(); ++i) {
      const size_t at = next_random(&state) % message.size();
      switch (next_random(&state) % 4) {
        case 0:
          message[at] = static_cast<char>(next_random(&state));
          break;
        case 1:
          message.erase(at, 1 + next_random(&state) % 4);
          break;
        case 2:
          message.insert(at, 1, static_cast<char>(next_random(&state)));
          break;
        default:
          message.resize(at);
      }
    }
    CoderHandle coder;
    if (load(bytes_of(wrapped(message)), &coder) != LEANN_OK) continue;
    ++accepted;
    const int32_t d = leann_coder_dimension(coder.get());
    if (d > 64) continue;
    const std::vector<float> x = gaussian_vectors(3, d, 1);
    const std::vector<uint8_t> codes = encoded(coder.get(), x);
    const QueryHandle q = query(coder.get(), x.data());
    int32_t ids[3], found = 0;
    float scores[3];
    ASSERT_EQ(LEANN_OK, leann_scan(q.get(), codes.data(), 3, nullptr, 3, ids, scores, &found));
    EXPECT_EQ(3, found) << "a score was not a number";
    for (float score : scores) EXPECT_TRUE(std::isfinite(score));
  }
  EXPECT_GT(accepted, 100) << "too few to prove anything";
}

}  // namespace
}  // namespace leann
