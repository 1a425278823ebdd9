#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace leann {

void parallel_for(int64_t count, int64_t chunk_size, int32_t threads,
                  const std::function<void(int64_t, int64_t)>& work) {
  if (count <= 0) return;
  const int64_t chunks = (count + chunk_size - 1) / chunk_size;
  int64_t wanted = threads > 0 ? threads : std::max(1u, std::thread::hardware_concurrency());
  wanted = std::min(wanted, chunks);

  std::atomic<int64_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto run = [&] {
    try {
      for (int64_t i; (i = next.fetch_add(1)) < chunks;) {
        work(i * chunk_size, std::min(count, (i + 1) * chunk_size));
      }
    } catch (...) {
      next.store(chunks);  // stops the other threads at their next chunk
      const std::lock_guard<std::mutex> lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };

  std::vector<std::thread> workers;
  workers.reserve(static_cast<size_t>(wanted - 1));
  try {
    while (static_cast<int64_t>(workers.size()) < wanted - 1) workers.emplace_back(run);
  } catch (const std::system_error&) {
    // The system has no more threads: those that run do all the work.
  }
  run();
  for (std::thread& worker : workers) worker.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace leann
