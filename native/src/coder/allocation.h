// How many bits each component gets, and the order in which they fill the bytes of a code.
#ifndef LEANN_CODER_ALLOCATION_H_
#define LEANN_CODER_ALLOCATION_H_

#include <cstdint>
#include <vector>

namespace leann {

// Reverse water-filling: gives each of total_bits to the component where it removes the most
// distortion, at most kMaxBits per component. No variance is negative, and total_bits is at most
// kMaxBits times their number. Returns the bits of every component.
std::vector<uint8_t> allocate(int32_t total_bits, const std::vector<double>& variance);

// The components that have bits, in an order that fills each byte exactly. The bits must sum to a
// multiple of 8. If no order is found, moves as few bits between components as it can.
std::vector<int32_t> pack(const std::vector<double>& variance, std::vector<uint8_t>* bits);

}  // namespace leann

#endif  // LEANN_CODER_ALLOCATION_H_
