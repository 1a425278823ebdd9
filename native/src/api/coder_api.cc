// Coders and codes.
#include <string>

#include "api/call.h"
#include "api/handles.h"
#include "base/vectors.h"
#include "coder/blind.h"
#include "coder/coder_file.h"
#include "coder/encode.h"
#include "coder/train.h"

using namespace leann;  // which the functions of the C ABI are not in

namespace {

void require_training(const float* vectors, int64_t n, int32_t dimension, int32_t code_bytes,
                      int32_t threads, leann_coder** out) {
  require_not_null(out, "out");
  *out = nullptr;
  require_range(dimension, 1, LEANN_MAX_DIMENSION, "dimension");
  require_range(code_bytes, 2, 1025, "code_bytes");
  require_threads(threads);
  if (n < 16) {
    throw invalid_argument("training needs at least 16 vectors, got " + std::to_string(n));
  }
  require_rows(vectors, n, "vectors");
  check_finite(vectors, n, dimension, threads);
}

}  // namespace

leann_status leann_coder_train(const float* vectors, int64_t n, int32_t dimension,
                               int32_t code_bytes, int32_t threads, leann_coder** out) {
  return guarded([&] {
    require_training(vectors, n, dimension, code_bytes, threads, out);
    *out = new leann_coder{train_coder(vectors, n, dimension, code_bytes, threads)};
  });
}

leann_status leann_coder_train_product(const float* vectors, int64_t n, int32_t dimension,
                                       int32_t code_bytes, int32_t components, int32_t threads,
                                       leann_coder** out) {
  return guarded([&] {
    require_training(vectors, n, dimension, code_bytes, threads, out);
    require_range(components, code_bytes - 1, 255 * (code_bytes - 1), "components");
    *out = new leann_coder{
        train_product_coder(vectors, n, dimension, code_bytes, components, threads)};
  });
}

leann_status leann_coder_blind(int32_t dimension, int32_t bits, uint64_t seed, leann_coder** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_range(dimension, 1, LEANN_MAX_DIMENSION, "dimension");
    require_range(bits, 1, kMaxBits, "bits");
    *out = new leann_coder{blind_coder(dimension, bits, seed)};
  });
}

leann_status leann_coder_load(const uint8_t* data, int64_t size, leann_coder** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_bytes(data, size);
    *out = new leann_coder{read_coder(data, static_cast<size_t>(size))};
  });
}

leann_status leann_coder_save(const leann_coder* coder, uint8_t* buffer, int64_t capacity,
                              int64_t* size) {
  return guarded([&] {
    require_not_null(coder, "coder");
    require_not_null(size, "size");
    copy_out(write_coder(coder->coder), "the coder file", buffer, capacity, size);
  });
}

void leann_coder_free(leann_coder* coder) { delete coder; }

int32_t leann_coder_dimension(const leann_coder* coder) { return coder->coder.dimension; }

int32_t leann_coder_code_bytes(const leann_coder* coder) { return coder->coder.code_bytes; }

int32_t leann_coder_is_learned(const leann_coder* coder) { return coder->coder.learned() ? 1 : 0; }

int64_t leann_coder_trained_on(const leann_coder* coder) { return coder->coder.trained_on(); }

float leann_coder_error(const leann_coder* coder) { return coder->coder.error; }

leann_status leann_encode(const leann_coder* coder, const float* vectors, int64_t n,
                          int32_t threads, uint8_t* codes) {
  return guarded([&] {
    require_not_null(coder, "coder");
    require_threads(threads);
    require_rows(vectors, n, "vectors");
    require_rows(codes, n, "codes");
    check_finite(vectors, n, coder->coder.dimension, threads);
    encode(coder->coder, vectors, n, threads, codes);
  });
}

leann_status leann_decode(const leann_coder* coder, const uint8_t* codes, int64_t n,
                          float* vectors) {
  return guarded([&] {
    require_not_null(coder, "coder");
    require_rows(codes, n, "codes");
    require_rows(vectors, n, "vectors");
    decode(coder->coder, codes, n, vectors);
  });
}
