/* Compiled as C99: the header is valid C, and C can call everything. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "leann/leann.h"

#define N 100
#define D 8

#define CHECK(condition)                                                                 \
  do {                                                                                   \
    if (!(condition)) {                                                                  \
      printf("line %d: %s; last error: %s\n", __LINE__, #condition, leann_last_error()); \
      exit(1);                                                                           \
    }                                                                                    \
  } while (0)

int main(void) {
  static float vectors[N * D];
  static uint8_t codes[N * (D + 1)];
  float decoded[D], scores[2];
  int32_t ids[2], found = -1, id = 5;
  int64_t size = 0;
  unsigned int state = 7;
  leann_coder *coder = NULL, *loaded = NULL;
  leann_query* query = NULL;
  uint8_t* file;
  int i;

  for (i = 0; i < N * D; ++i) {
    state = state * 1103515245u + 12345u;
    vectors[i] = (float)(state >> 16 & 1023) - 512.0f;
  }
  CHECK(strcmp(leann_last_error(), "") == 0);
  CHECK(strlen(leann_version()) > 0 && strlen(leann_simd_level()) > 0);
  CHECK(leann_coder_train(vectors, N, D, D + 1, 1, &coder) == LEANN_OK);
  CHECK(leann_coder_dimension(coder) == D && leann_coder_code_bytes(coder) == D + 1);
  CHECK(leann_coder_is_learned(coder) == 1 && leann_coder_trained_on(coder) == N);
  CHECK(leann_coder_error(coder) >= 0);

  CHECK(leann_coder_save(coder, NULL, 0, &size) == LEANN_OK && size > 0);
  file = malloc((size_t)size);
  CHECK(file != NULL && leann_coder_save(coder, file, size, &size) == LEANN_OK);
  CHECK(leann_coder_load(file, size, &loaded) == LEANN_OK);
  free(file);
  leann_coder_free(coder);

  CHECK(leann_encode(loaded, vectors, N, 1, codes) == LEANN_OK);
  CHECK(leann_decode(loaded, codes, 1, decoded) == LEANN_OK);
  CHECK(leann_query_create(loaded, vectors + id * D, &query) == LEANN_OK);
  CHECK(leann_scan(query, codes, N, NULL, 2, ids, scores, &found) == LEANN_OK);
  CHECK(found == 2 && ids[0] == id && scores[0] > 0.9f && scores[0] >= scores[1]);
  CHECK(leann_score(query, codes, N, &id, 1, scores + 1) == LEANN_OK && scores[1] == scores[0]);

  CHECK(leann_coder_blind(D, 9, 1, &coder) == LEANN_INVALID_ARGUMENT && coder == NULL);
  CHECK(strstr(leann_last_error(), "bits must be between 1 and 8, got 9") != NULL);
  leann_query_free(query);
  leann_coder_free(loaded);
  leann_query_free(NULL);
  leann_coder_free(NULL);
  return 0;
}
