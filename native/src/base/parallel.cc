#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace leann {

void parallel_for(int64_t count, int64_t piece, int32_t threads,
                  const std::function<void(int64_t, int64_t)>& work) {
  if (count <= 0) return;
  const int64_t pieces = (count + piece - 1) / piece;
  int64_t wanted = threads > 0 ? threads : std::max(1u, std::thread::hardware_concurrency());
  wanted = std::min(wanted, pieces);

  std::atomic<int64_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto run = [&] {
    try {
      for (int64_t i; (i = next.fetch_add(1)) < pieces;) {
        work(i * piece, std::min(count, (i + 1) * piece));
      }
    } catch (...) {
      next.store(pieces);  // the others stop at their next piece
      const std::lock_guard<std::mutex> lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };

  std::vector<std::thread> helpers;
  helpers.reserve(static_cast<size_t>(wanted - 1));
  try {
    while (static_cast<int64_t>(helpers.size()) < wanted - 1) helpers.emplace_back(run);
  } catch (const std::system_error&) {
    // The system gives no more threads: those that run do all the work.
  }
  run();
  for (std::thread& helper : helpers) helper.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace leann
