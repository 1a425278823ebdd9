// What the functions of the C ABI have in common: they turn exceptions into statuses, check their
// arguments and copy files into buffers.
#ifndef LEANN_API_CALL_H_
#define LEANN_API_CALL_H_

#include <cstdint>
#include <cstring>
#include <string>

#include "base/error.h"
#include "leann/leann.h"

namespace leann {

constexpr int64_t kMaxRows = INT32_MAX;  // so that a row's number is an int32_t

// Makes leann_last_error() "".
void clear_error() noexcept;

// Within a catch block: the status of the exception, whose message leann_last_error() then gives.
leann_status keep_error() noexcept;

// Runs the body of a function of the C ABI; no exception leaves it.
template <typename Work>
leann_status guarded(Work work) noexcept {
  clear_error();
  try {
    work();
    return LEANN_OK;
  } catch (...) {
    return keep_error();
  }
}

// Each throws LEANN_INVALID_ARGUMENT, naming the argument and its value.
void require_not_null(const void* pointer, const char* name);
void require_range(int64_t value, int64_t low, int64_t high, const char* name);
void require_rows(const void* rows, int64_t n, const char* name);  // n >= 0; not null if n > 0
void require_bytes(const void* data, int64_t size);                // as require_rows
void require_threads(int32_t threads);

// Copies a file into the buffer of a caller, who may first ask for its size with a null buffer.
template <typename File>
void copy_out(const File& file, const char* name, uint8_t* buffer, int64_t capacity,
              int64_t* size) {
  *size = static_cast<int64_t>(file.size());
  if (buffer == nullptr) return;
  if (capacity < *size) {
    throw invalid_argument(std::string(name) + " needs a buffer of " + std::to_string(file.size()) +
                           " bytes, got " + std::to_string(capacity));
  }
  std::memcpy(buffer, file.data(), file.size());
}

}  // namespace leann

#endif  // LEANN_API_CALL_H_
