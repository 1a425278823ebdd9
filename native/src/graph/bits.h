// Numbers of any width in sequence, from the least significant bit of each byte up.
#ifndef LEANN_GRAPH_BITS_H_
#define LEANN_GRAPH_BITS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/error.h"

namespace leann {

// The number of bits that hold every number below `limit`.
inline int32_t width_below(uint64_t limit) {
  int32_t width = 0;
  while (limit > uint64_t{1} << width) ++width;
  return width;
}

class BitWriter {
 public:
  // The low `width` bits of value.
  void put(uint64_t value, int32_t width) {
    for (; width > 0; --width, value >>= 1) {
      if (used_ % 8 == 0) bytes_.push_back('\0');
      if ((value & 1) != 0) bytes_.back() |= static_cast<char>(1 << used_ % 8);
      ++used_;
    }
  }

  // `zeros` zeros, then a one.
  void put_unary(uint32_t zeros) {
    for (; zeros > 0; --zeros) put(0, 1);
    put(1, 1);
  }

  // zeta_3 of Boldi and Vigna ("Codes for the World Wide Web", 2005), which suits the heavy tail of
  // the gaps between neighbours. value >= 1 has h + 1 octal digits: h in unary, then the first
  // digit (two bits for 1, three for 2 to 7), then the others.
  void put_zeta(uint64_t value) {
    uint32_t h = 0;
    while (value >> (3 * h) > 7) ++h;
    put_unary(h);
    const uint64_t digit = value >> (3 * h);
    put(digit >> 1, 2);
    if (digit > 1) put(digit & 1, 1);
    put(value, static_cast<int32_t>(3 * h));
  }

  // The last byte is padded with zeros.
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  size_t used_ = 0;  // bits
};

// Throws LEANN_CORRUPT instead of reading past the end.
class BitReader {
 public:
  BitReader(const uint8_t* data, uint64_t bytes) : data_(data), end_(bytes * 8) {}

  uint64_t left() const { return end_ - at_; }

  uint64_t get(int32_t width) {
    if (left() < static_cast<uint64_t>(width)) throw truncated();
    uint64_t value = 0;
    for (int32_t got = 0; got < width;) {
      const auto used = static_cast<int32_t>(at_ % 8);
      const int32_t count = std::min(8 - used, width - got);
      const uint64_t bits = (data_[at_ / 8] >> used) & ((1u << count) - 1);
      value |= bits << got;
      got += count;
      at_ += static_cast<uint64_t>(count);
    }
    return value;
  }

  // At most max_zeros zeros.
  uint32_t get_unary(uint32_t max_zeros) {
    for (uint32_t zeros = 0; zeros <= max_zeros; ++zeros) {
      if (get(1) == 1) return zeros;
    }
    throw Error(LEANN_CORRUPT, "the graph file is damaged: a number is too large");
  }

  // 1..2^33 - 1.
  uint64_t get_zeta() {
    const uint32_t h = get_unary(10);
    uint64_t digit = get(2);
    digit = digit == 0 ? 1 : digit << 1 | get(1);
    return digit << (3 * h) | get(static_cast<int32_t>(3 * h));
  }

 private:
  static Error truncated() {
    return Error(LEANN_CORRUPT, "the graph file is damaged: it is truncated");
  }

  const uint8_t* data_;
  uint64_t end_, at_ = 0;  // bits
};

}  // namespace leann

#endif  // LEANN_GRAPH_BITS_H_
