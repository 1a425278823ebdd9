#!/bin/sh
# Builds the C++ of this project with CMake.
#
#   ./cppbuild.sh [-platform P[,P...]] install|test|clean
# P is a platform as JavaCPP names it; toolchains/P.cmake must exist. Default: the host's. The build goes to
# native/build/COMPILER/P. `test` runs the tests that `install` built.
#
# Environment
#   CMAKE                the cmake to use; default: the one on PATH
#   LEANN_COMPILER       system: the machine's own compiler, only for the host's platform; zig: the pinned
#                        compiler of the published libraries, for any platform. Default: system for the
#                        host's platform, zig for others
#   CC, CXX              the system's compilers
#   LEANN_ZIG            the zig to use; default: the pinned one, which pip installs in native/build
#   LEANN_TESTS          ON (the default) or OFF: whether to build the tests; zig builds have none
#   LEANN_JNI_DIR        generated JNI sources; if set, the JNI library is built and installed too
#   JAVA_HOME            the JDK whose jni.h they include
#   LEANN_INSTALL_DIR    where to install, in a folder named P; default: native/build/COMPILER/P/install
#   LEANN_JOBS           number of parallel compilations; default: the number of processors
set -eu

fail() {
  echo "cppbuild.sh: $*" >&2
  exit 1
}

usage() {
  echo "usage: ./cppbuild.sh [-platform P[,P...]] install|test|clean" >&2
  exit 2
}

host_platform() {
  case $(uname -s) in
    Linux) os=linux ;;
    Darwin) os=macosx ;;
    *) fail "unknown system $(uname -s): name a platform with -platform" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) echo "$os-x86_64" ;;
    aarch64 | arm64) echo "$os-arm64" ;;
    *) fail "unknown processor $(uname -m): name a platform with -platform" ;;
  esac
}

known_platforms() {
  for file in "$root"/toolchains/*-*.cmake; do
    name=${file##*/}
    case $name in zig-*) ;; *) printf '%s ' "${name%.cmake}" ;; esac
  done
}

# Sets CMAKE and generator.
find_cmake() {
  if [ -n "${CMAKE:-}" ]; then
    [ -f "$CMAKE" ] || fail "CMAKE names $CMAKE, which does not exist"
    # Programs unpacked from a jar are not executable.
    [ -x "$CMAKE" ] || chmod +x "$CMAKE" "$(dirname "$CMAKE")/ctest"
  else
    CMAKE=$(command -v cmake) ||
      fail "CMake 3.24 or later is missing: install it (Debian, Ubuntu: apt install cmake; macOS: brew install cmake) or set CMAKE"
  fi
  if command -v ninja >/dev/null 2>&1; then
    generator=Ninja
  elif command -v make >/dev/null 2>&1; then
    generator="Unix Makefiles"
  else
    fail "neither ninja nor make was found: install one (Debian, Ubuntu: apt install ninja-build; macOS: brew install ninja)"
  fi
}

# Sets LEANN_ZIG, which toolchains/zig.cmake reads.
find_zig() {
  if [ -n "${LEANN_ZIG:-}" ]; then
    [ -x "$LEANN_ZIG" ] || fail "LEANN_ZIG names $LEANN_ZIG, which is not an executable"
  else
    venv=$root/native/build/zig-tool
    if ! cmp -s "$root/toolchains/zig.txt" "$venv/zig.txt"; then
      rm -rf "$venv"
      { python3 -m venv "$venv" && "$venv/bin/pip" install -q --disable-pip-version-check \
        --only-binary :all: --require-hashes -r "$root/toolchains/zig.txt"; } >&2 ||
        fail "the pinned compiler is missing: installing it needs Python 3 with venv and access to its package index; or set LEANN_ZIG"
      cp "$root/toolchains/zig.txt" "$venv/zig.txt"
    fi
    LEANN_ZIG=$("$venv/bin/python3" -c 'import os, ziglang; print(os.path.join(ziglang.__path__[0], "zig"))')
  fi
  export LEANN_ZIG
}

# JavaCPP writes a class's functions in the order of reflection, which differs from run to run. Sorts each run of
# functions, so that equal sources give equal libraries.
sort_functions() {
  awk '/^JNIEXPORT.*[{]$/ { inside = 1; text = sprintf("%08d %s", row, $0); next }
       inside { text = text "\001" $0
                if ($0 == "}") { inside = 0; print text }
                next }
       { printf "%08d %s\n", ++row, $0; ++row }' "$1" |
    LC_ALL=C sort | cut -c 10- | tr '\001' '\n' >"$1.sorted"
  if cmp -s "$1" "$1.sorted"; then rm "$1.sorted"; else mv "$1.sorted" "$1"; fi
}

install_platform() {
  tests=${LEANN_TESTS:-ON}
  case $compiler in
    zig)
      find_zig
      tests=OFF
      ;;
    system)
      [ "$platform" = "$host" ] || fail "the system's compiler builds only for $host: set LEANN_COMPILER=zig for $platform"
      unset LEANN_ZIG
      cxx=${CXX:-}
      [ -n "$cxx" ] || cxx=$(command -v c++ || command -v g++ || command -v clang++) ||
        fail "a C++17 compiler is missing: install one (Debian, Ubuntu: apt install g++; macOS: xcode-select --install) or set CXX"
      ;;
    *) fail "LEANN_COMPILER must be system or zig, got $compiler" ;;
  esac

  # A build folder of another generator, compiler or copy of CMake cannot be reused.
  stamp="$generator $CMAKE ${LEANN_ZIG:-}"
  if [ "$(cat "$build/cppbuild.stamp" 2>/dev/null)" != "$stamp" ]; then
    rm -rf "$build"
    mkdir -p "$build"
    printf '%s\n' "$stamp" >"$build/cppbuild.stamp"
  fi

  target=$build/install
  [ -z "${LEANN_INSTALL_DIR:-}" ] || target=$LEANN_INSTALL_DIR/$platform
  "$CMAKE" -S "$root/native" -B "$build" -G "$generator" -DCMAKE_TOOLCHAIN_FILE="$toolchain" \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$target" -DLEANN_BUILD_TESTS="$tests" \
    -DLEANN_JNI_DIR="${LEANN_JNI_DIR:-}" -DLEANN_JAVA_HOME="${JAVA_HOME:-}"
  # shellcheck disable=SC2086  # no argument if unset
  "$CMAKE" --build "$build" --parallel ${LEANN_JOBS:-}
  "$CMAKE" --install "$build"
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
platforms=
action=
while [ $# -gt 0 ]; do
  case $1 in
    -platform)
      [ $# -ge 2 ] || usage
      platforms=$2
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
host=$(host_platform)
known=$(known_platforms)
[ "$action" = clean ] || find_cmake
if [ "$action" = install ] && [ -n "${LEANN_JNI_DIR:-}" ]; then
  for file in "$LEANN_JNI_DIR"/*.cpp; do sort_functions "$file"; done
fi

for platform in $(printf '%s' "${platforms:-$host}" | tr , ' '); do
  toolchain=$root/toolchains/$platform.cmake
  case " $known" in *" $platform "*) ;; *) fail "no toolchain for $platform; known platforms: $known" ;; esac
  compiler=${LEANN_COMPILER:-}
  if [ -z "$compiler" ]; then
    compiler=zig
    [ "$platform" != "$host" ] || compiler=system
  fi
  build=$root/native/build/$compiler/$platform
  case $action in
    # In a subshell, as it sets variables.
    install) (install_platform) ;;
    test) "$(dirname "$CMAKE")/ctest" --test-dir "$build" --output-on-failure ;;
    clean) rm -rf "$build" ;;
  esac
done
