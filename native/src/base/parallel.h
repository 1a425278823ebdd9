// Runs parts of a loop on several threads.
#ifndef LEANN_BASE_PARALLEL_H_
#define LEANN_BASE_PARALLEL_H_

#include <cstdint>
#include <functional>

namespace leann {

// Calls work(begin, end) for consecutive ranges of [0, count), at most chunk_size long each, on up
// to `threads` threads (0: one per processor), the calling one included. Which thread gets which
// range is not defined, so the result must not depend on it. Rethrows the first exception thrown by
// work.
void parallel_for(int64_t count, int64_t chunk_size, int32_t threads,
                  const std::function<void(int64_t, int64_t)>& work);

}  // namespace leann

#endif  // LEANN_BASE_PARALLEL_H_
