// Random numbers that are the same on every platform.
#ifndef LEANN_BASE_RANDOM_H_
#define LEANN_BASE_RANDOM_H_

#include <cstdint>

namespace leann {

// splitmix64: the next 64 random bits of a stream that `state` holds.
inline uint64_t next_random(uint64_t* state) {
  uint64_t z = (*state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

}  // namespace leann

#endif  // LEANN_BASE_RANDOM_H_
