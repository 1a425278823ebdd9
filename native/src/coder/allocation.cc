#include "coder/allocation.h"

#include <algorithm>
#include <queue>
#include <utility>

#include "coder/scalar_quantiser.h"

namespace leann {
namespace {

// The share of a Gaussian's variance that remains as the error of a Lloyd-Max quantiser of 0 to 8
// bits.
constexpr double kDistortion[] = {1,       .3634,  .1175,  .03454, .009497,
                                  .002499, .00064, .00016, .00004};

double gain(double variance, int32_t bits) {
  return variance * (kDistortion[bits] - kDistortion[bits + 1]);
}

// Distributes `count` more bits, one at a time, to the components of `pool` where each helps most.
void distribute(int32_t count, const std::vector<double>& variance,
                const std::vector<int32_t>& pool, std::vector<uint8_t>* bits) {
  // The largest gain first; ties by lower component.
  std::priority_queue<std::pair<double, int32_t>> gains;
  const auto add = [&](int32_t c) {
    if ((*bits)[c] < kMaxBits) gains.emplace(gain(variance[c], (*bits)[c]), -c);
  };
  for (int32_t c : pool) add(c);
  for (; count > 0 && !gains.empty(); --count) {
    const int32_t c = -gains.top().second;
    gains.pop();
    ++(*bits)[c];
    add(c);
  }
}

}  // namespace

std::vector<uint8_t> allocate(int32_t total_bits, const std::vector<double>& variance) {
  std::vector<uint8_t> bits(variance.size(), 0);
  std::vector<int32_t> all;
  for (size_t c = 0; c < variance.size(); ++c) all.push_back(static_cast<int32_t>(c));
  distribute(total_bits, variance, all, &bits);
  return bits;
}

std::vector<int32_t> pack(const std::vector<double>& variance, std::vector<uint8_t>* bits) {
  std::vector<int32_t> remaining;
  for (size_t c = 0; c < bits->size(); ++c) remaining.push_back(static_cast<int32_t>(c));
  const auto take = [&](std::vector<int32_t>::iterator which) {
    const int32_t c = *which;
    remaining.erase(which);
    return c;
  };
  // The widest component that fits; ties by variance, which descends.
  const auto widest = [&](int32_t limit) {
    auto found = remaining.end();
    for (auto i = remaining.begin(); i != remaining.end(); ++i) {
      const int32_t width = (*bits)[*i];
      if (width == 0 || width > limit) continue;
      if (found == remaining.end() || width > (*bits)[*found]) found = i;
    }
    return found;
  };

  std::vector<int32_t> order;
  for (auto next = widest(8); next != remaining.end(); next = widest(8)) {
    order.push_back(take(next));
    int32_t free = 8 - (*bits)[order.back()];
    while (free > 0) {
      const auto fitting = widest(free);
      if (fitting != remaining.end()) {
        order.push_back(take(fitting));
        free -= (*bits)[order.back()];
        continue;
      }
      // All remaining components are too wide. The narrowest gives the bits that do not fit to the
      // others. It exists, and they have room for them: the remaining bits sum to `free` modulo 8,
      // and no component has more than 8.
      auto narrowest = remaining.end();
      for (auto i = remaining.begin(); i != remaining.end(); ++i) {
        if ((*bits)[*i] == 0) continue;
        if (narrowest == remaining.end() || (*bits)[*i] <= (*bits)[*narrowest]) narrowest = i;
      }
      const int32_t c = take(narrowest);
      const int32_t spare = (*bits)[c] - free;
      (*bits)[c] = static_cast<uint8_t>(free);
      order.push_back(c);
      free = 0;
      distribute(spare, variance, remaining, bits);
    }
  }
  return order;
}

}  // namespace leann
