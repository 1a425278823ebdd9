#include "coder/allocation.h"

#include <algorithm>
#include <queue>
#include <utility>

#include "coder/coder.h"

namespace leann {
namespace {

// The share of a Gaussian's variance that a Lloyd-Max quantiser of 0 to 8 bits leaves.
constexpr double kLeft[] = {1, .3634, .1175, .03454, .009497, .002499, .00064, .00016, .00004};

double gain(double variance, int32_t bits) { return variance * (kLeft[bits] - kLeft[bits + 1]); }

// Gives `count` more bits, one at a time, to those of `pool` where each helps most.
void give(int32_t count, const std::vector<double>& variance, const std::vector<int32_t>& pool,
          std::vector<uint8_t>* bits) {
  // The largest gain first; of equal gains the component that comes first.
  using Offer = std::pair<double, int32_t>;
  std::priority_queue<Offer> offers;
  const auto offer = [&](int32_t c) {
    if ((*bits)[c] < kMaxBits) offers.emplace(gain(variance[c], (*bits)[c]), -c);
  };
  for (int32_t c : pool) offer(c);
  for (; count > 0 && !offers.empty(); --count) {
    const int32_t c = -offers.top().second;
    offers.pop();
    ++(*bits)[c];
    offer(c);
  }
}

}  // namespace

std::vector<uint8_t> allocate(int32_t total_bits, const std::vector<double>& variance) {
  std::vector<uint8_t> bits(variance.size(), 0);
  std::vector<int32_t> all;
  for (size_t c = 0; c < variance.size(); ++c) all.push_back(static_cast<int32_t>(c));
  give(total_bits, variance, all, &bits);
  return bits;
}

std::vector<int32_t> pack(const std::vector<double>& variance, std::vector<uint8_t>* bits) {
  std::vector<int32_t> waiting;
  for (size_t c = 0; c < bits->size(); ++c) waiting.push_back(static_cast<int32_t>(c));
  const auto take = [&](std::vector<int32_t>::iterator which) {
    const int32_t c = *which;
    waiting.erase(which);
    return c;
  };
  // Of those that fit, the widest, and of these the one of most variance, which comes first.
  const auto widest = [&](int32_t most) {
    auto found = waiting.end();
    for (auto i = waiting.begin(); i != waiting.end(); ++i) {
      const int32_t width = (*bits)[*i];
      if (width == 0 || width > most) continue;
      if (found == waiting.end() || width > (*bits)[*found]) found = i;
    }
    return found;
  };

  std::vector<int32_t> order;
  for (auto next = widest(8); next != waiting.end(); next = widest(8)) {
    order.push_back(take(next));
    int32_t free = 8 - (*bits)[order.back()];
    while (free > 0) {
      const auto fitting = widest(free);
      if (fitting != waiting.end()) {
        order.push_back(take(fitting));
        free -= (*bits)[order.back()];
        continue;
      }
      // All that wait are too wide. The narrowest gives up what does not fit, the others get it.
      // There is one, and they can hold it: what waits sums to `free` modulo 8, and holds at most
      // 8 bits a component.
      auto narrowest = waiting.end();
      for (auto i = waiting.begin(); i != waiting.end(); ++i) {
        if ((*bits)[*i] == 0) continue;
        if (narrowest == waiting.end() || (*bits)[*i] <= (*bits)[*narrowest]) narrowest = i;
      }
      const int32_t c = take(narrowest);
      const int32_t spare = (*bits)[c] - free;
      (*bits)[c] = static_cast<uint8_t>(free);
      order.push_back(c);
      free = 0;
      give(spare, variance, waiting, bits);
    }
  }
  return order;
}

}  // namespace leann
