#include "graph/select.h"

#include <algorithm>

namespace leann {

void select_neighbours(const Space& space, size_t most, std::vector<Near>* candidates) {
  if (candidates->size() <= most) return;
  size_t chosen = 0;
  for (size_t i = 0; i < candidates->size() && chosen < most; ++i) {
    const Near candidate = (*candidates)[i];
    const bool apart =
        std::none_of(candidates->begin(), candidates->begin() + static_cast<std::ptrdiff_t>(chosen),
                     [&](const Near& other) {
                       return space.between(other.node, candidate.node) < candidate.distance;
                     });
    if (apart) (*candidates)[chosen++] = candidate;
  }
  candidates->resize(chosen);
}

}  // namespace leann
