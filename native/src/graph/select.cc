#include "graph/select.h"

#include <algorithm>

namespace leann {

void select_neighbours(const Space& space, size_t limit, std::vector<Near>* candidates) {
  if (candidates->size() <= limit) return;
  size_t kept = 0;
  for (size_t i = 0; i < candidates->size() && kept < limit; ++i) {
    const Near candidate = (*candidates)[i];
    const bool diverse =
        std::none_of(candidates->begin(), candidates->begin() + static_cast<std::ptrdiff_t>(kept),
                     [&](const Near& other) {
                       return space.between(other.node, candidate.node) < candidate.distance;
                     });
    if (diverse) (*candidates)[kept++] = candidate;
  }
  candidates->resize(kept);
}

}  // namespace leann
