// How the engine reports a failure internally; the C ABI turns it into a status.
#ifndef LEANN_BASE_ERROR_H_
#define LEANN_BASE_ERROR_H_

#include <stdexcept>
#include <string>

#include "leann/leann.h"

namespace leann {

// A failure: the status that the C ABI returns, and one sentence for leann_last_error().
class Error : public std::runtime_error {
 public:
  Error(leann_status status, const std::string& message)
      : std::runtime_error(message), status_(status) {}

  leann_status status() const { return status_; }

 private:
  leann_status status_;
};

inline Error invalid_argument(const std::string& message) {
  return Error(LEANN_INVALID_ARGUMENT, message);
}

}  // namespace leann

#endif  // LEANN_BASE_ERROR_H_
