/* Loads the library that argv[1] names, encodes vectors and finds one again: what a JVM asks of the
 * engine, for systems on which there is no JVM to try it with. */
#include <dlfcn.h>
#include <stdio.h>

#include "leann/leann.h"

enum { kVectors = 64, kDimension = 32, kSought = 7, kMostBytes = 64 };

#define LOOK_UP(name)                                     \
  __typeof__(&leann_##name) name = dlsym(library, "leann_" #name); \
  if (name == NULL) return fail("leann_" #name, dlerror())

static int fail(const char* what, const char* why) {
  fprintf(stderr, "%s: %s\n", what, why);
  return 1;
}

int main(int argc, char** argv) {
  if (argc != 2) return fail("usage", "load_smoke LIBRARY");
  void* library = dlopen(argv[1], RTLD_NOW);
  if (library == NULL) return fail(argv[1], dlerror());
  LOOK_UP(version);
  LOOK_UP(simd_level);
  LOOK_UP(last_error);
  LOOK_UP(coder_blind);
  LOOK_UP(coder_code_bytes);
  LOOK_UP(encode);
  LOOK_UP(query_create);
  LOOK_UP(scan);

  float vectors[kVectors * kDimension];
  uint32_t state = 1;
  for (int i = 0; i < kVectors * kDimension; i++) {
    state = state * 1664525u + 1013904223u;
    vectors[i] = (float)(state >> 8) / (1 << 23) - 1;
  }
  static uint8_t codes[kVectors * kMostBytes];
  leann_coder* coder = NULL;
  leann_query* query = NULL;
  int32_t found[1], count = 0;
  float score[1];
  /* Two threads, as threads are what C libraries differ in. */
  if (coder_blind(kDimension, 4, 1, &coder) != LEANN_OK || coder_code_bytes(coder) > kMostBytes ||
      encode(coder, vectors, kVectors, 2, codes) != LEANN_OK ||
      query_create(coder, vectors + kSought * kDimension, &query) != LEANN_OK ||
      scan(query, codes, kVectors, NULL, 1, found, score, &count) != LEANN_OK) {
    return fail("the engine", last_error());
  }
  if (count != 1 || found[0] != kSought) return fail("the engine", "finds another vector");
  /* JNI_CreateJavaVM's counterpart is not here; that the functions for a JVM are there must do. */
  if (dlsym(library, "JNI_OnLoad") == NULL) return fail("JNI_OnLoad", dlerror());
  printf("ok: leann %s with %s\n", version(), simd_level());
  return 0;
}
