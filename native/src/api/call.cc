#include "api/call.h"

#include <exception>
#include <new>
#include <stdexcept>

#include "simd/kernels.h"

namespace leann {
namespace {

// A plain array, so that keeping a message needs no memory, of which there may be none.
thread_local char last_error[512] = "";

void keep(const char* message) {
  std::strncpy(last_error, message, sizeof last_error - 1);
  last_error[sizeof last_error - 1] = '\0';
}

}  // namespace

void clear_error() noexcept { last_error[0] = '\0'; }

leann_status keep_error() noexcept {
  try {
    throw;
  } catch (const Error& error) {
    keep(error.what());
    return error.status();
  } catch (const std::bad_alloc&) {
    keep("not enough memory");
    return LEANN_OUT_OF_MEMORY;
  } catch (const std::length_error&) {
    keep("not enough memory");
    return LEANN_OUT_OF_MEMORY;
  } catch (const std::exception& error) {
    keep(error.what());
    return LEANN_INTERNAL;
  } catch (...) {
    keep("unknown error");
    return LEANN_INTERNAL;
  }
}

void require_not_null(const void* pointer, const char* name) {
  if (pointer == nullptr) throw invalid_argument(std::string(name) + " must not be null");
}

void require_range(int64_t value, int64_t low, int64_t high, const char* name) {
  if (value < low || value > high) {
    throw invalid_argument(std::string(name) + " must be between " + std::to_string(low) + " and " +
                           std::to_string(high) + ", got " + std::to_string(value));
  }
}

void require_rows(const void* rows, int64_t n, const char* name) {
  require_range(n, 0, INT64_MAX / (4 * LEANN_MAX_DIMENSION), "n");
  if (n > 0) require_not_null(rows, name);
}

void require_bytes(const void* data, int64_t size) {
  require_range(size, 0, INT64_MAX, "size");
  if (size > 0) require_not_null(data, "data");
}

void require_threads(int32_t threads) { require_range(threads, 0, 1 << 16, "threads"); }

}  // namespace leann

const char* leann_version(void) { return LEANN_VERSION; }

const char* leann_simd_level(void) { return leann::kernels().name; }

const char* leann_last_error(void) { return leann::last_error; }
