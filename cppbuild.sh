#!/bin/sh
# Builds the C++ of this project with CMake.
#
#   ./cppbuild.sh [-platform P] install|test|clean
#
# P is a platform as JavaCPP names it; toolchains/P.cmake must exist. Default: the host's. The build
# lies in native/build/P. `test` runs the tests that `install` built.
#
# Environment
#   CMAKE                the cmake to use; else the one on PATH
#   CC, CXX              the compilers
#   LEANN_TESTS          ON (the default) or OFF: whether to build the tests
#   LEANN_JNI_DIR        generated JNI sources; with them the library for a JVM is built and installed
#   JAVA_HOME            the JDK whose jni.h they include
#   LEANN_INSTALL_DIR    where to install; default: native/build/P/install
#   LEANN_JOBS           compilations at a time; default: the number of processors
set -eu

fail() {
  echo "cppbuild.sh: $*" >&2
  exit 1
}

usage() {
  echo "usage: ./cppbuild.sh [-platform P] install|test|clean" >&2
  exit 2
}

host_platform() {
  case $(uname -s) in
    Linux) os=linux ;;
    Darwin) os=macosx ;;
    *) fail "no platform is known for the system $(uname -s): name one with -platform" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) echo "$os-x86_64" ;;
    aarch64 | arm64) echo "$os-arm64" ;;
    *) fail "no platform is known for the processor $(uname -m): name one with -platform" ;;
  esac
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
platform=
action=
while [ $# -gt 0 ]; do
  case $1 in
    -platform)
      [ $# -ge 2 ] || usage
      platform=$2
      shift
      ;;
    install | test | clean)
      [ -z "$action" ] || usage
      action=$1
      ;;
    *) usage ;;
  esac
  shift
done
[ -n "$action" ] || usage
[ -n "$platform" ] || platform=$(host_platform)
toolchain=$root/toolchains/$platform.cmake
[ -f "$toolchain" ] || fail "no toolchain for $platform: toolchains/ has $(cd "$root/toolchains" && echo *.cmake)"
build=$root/native/build/$platform

if [ "$action" = clean ]; then
  rm -rf "$build"
  exit 0
fi

if [ -n "${CMAKE:-}" ]; then
  [ -f "$CMAKE" ] || fail "CMAKE names $CMAKE, which does not exist"
  # Unpacked from a jar, programs lose the right to run.
  [ -x "$CMAKE" ] || chmod +x "$CMAKE" "$(dirname "$CMAKE")/ctest"
else
  CMAKE=$(command -v cmake) ||
    fail "CMake 3.24 or later is missing: install it (Debian, Ubuntu: apt install cmake; macOS: brew install cmake) or name one in CMAKE"
fi
if command -v ninja >/dev/null 2>&1; then
  generator=Ninja
elif command -v make >/dev/null 2>&1; then
  generator="Unix Makefiles"
else
  fail "ninja or make is missing: install one (Debian, Ubuntu: apt install ninja-build; macOS: brew install ninja)"
fi
if [ "$platform" = "$(host_platform)" ]; then
  cxx=${CXX:-}
  [ -n "$cxx" ] || cxx=$(command -v c++ || command -v g++ || command -v clang++) ||
    fail "a C++17 compiler is missing: install one (Debian, Ubuntu: apt install g++; macOS: xcode-select --install) or name one in CXX"
fi

if [ "$action" = test ]; then
  ctest=$(dirname "$CMAKE")/ctest
  exec "$ctest" --test-dir "$build" --output-on-failure
fi

# A build folder made by another generator or another copy of CMake is of no use.
stamp="$generator $CMAKE"
if [ "$(cat "$build/cppbuild.stamp" 2>/dev/null)" != "$stamp" ]; then
  rm -rf "$build"
  mkdir -p "$build"
  printf '%s\n' "$stamp" >"$build/cppbuild.stamp"
fi

"$CMAKE" -S "$root/native" -B "$build" -G "$generator" -DCMAKE_TOOLCHAIN_FILE="$toolchain" \
  -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="${LEANN_INSTALL_DIR:-$build/install}" \
  -DLEANN_BUILD_TESTS="${LEANN_TESTS:-ON}" \
  -DLEANN_JNI_DIR="${LEANN_JNI_DIR:-}" -DLEANN_JAVA_HOME="${JAVA_HOME:-}"
# shellcheck disable=SC2086  # no number at all where none is given
"$CMAKE" --build "$build" --parallel ${LEANN_JOBS:-}
"$CMAKE" --install "$build"
