// How many bits each component gets, and in which order they fill a code's bytes.
#ifndef LEANN_CODER_ALLOCATION_H_
#define LEANN_CODER_ALLOCATION_H_

#include <cstdint>
#include <vector>

namespace leann {

// Reverse water-filling: gives each of total_bits to the component where it removes most
// distortion, at most kMaxBits each. variance: not negative. total_bits <= kMaxBits * its size.
// Returns the bits of every component.
std::vector<uint8_t> allocate(int32_t total_bits, const std::vector<double>& variance);

// The components that got bits, in an order in which each byte is exactly full. The bits must sum
// to a multiple of 8. Where no order does it, moves as few bits between components as it finds.
std::vector<int32_t> pack(const std::vector<double>& variance, std::vector<uint8_t>* bits);

}  // namespace leann

#endif  // LEANN_CODER_ALLOCATION_H_
