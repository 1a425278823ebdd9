// Runs pieces of work on several threads.
#ifndef LEANN_BASE_PARALLEL_H_
#define LEANN_BASE_PARALLEL_H_

#include <cstdint>
#include <functional>

namespace leann {

// Calls work(begin, end) for consecutive pieces of [0, count) of at most `piece` each, on up to
// `threads` threads (0: all processors), the calling one included. Which thread takes which piece
// is not defined, so the result must not depend on it. Rethrows the first exception of a piece.
void parallel_for(int64_t count, int64_t piece, int32_t threads,
                  const std::function<void(int64_t, int64_t)>& work);

}  // namespace leann

#endif  // LEANN_BASE_PARALLEL_H_
