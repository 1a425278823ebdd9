#!/bin/sh
# Builds the engine and its tests with the address and undefined-behaviour sanitizers in
# native/build/asan and runs all tests. Needs CMake, a C++ compiler and its sanitizer libraries.
set -eu
cd "$(dirname "$0")/.."
cmake=${CMAKE:-cmake}
"$cmake" -S native -B native/build/asan -DCMAKE_BUILD_TYPE=RelWithDebInfo -DLEANN_SANITIZE=ON
"$cmake" --build native/build/asan --parallel "${LEANN_JOBS:-2}"
UBSAN_OPTIONS=print_stacktrace=1 \
  "$(dirname "$(command -v "$cmake")")/ctest" --test-dir native/build/asan --output-on-failure
