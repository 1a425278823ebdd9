#!/bin/sh
# Builds the C++ of this project with CMake.
#
#   ./cppbuild.sh [-platform P[,P...]] install|test|clean
#
# P is a platform in JavaCPP's spelling; toolchains/P.cmake must exist. Default: the host's platform.
# Builds in native/build/COMPILER/P. `install` builds the library alone; `test` also builds its tests and
# runs them.
#
# Environment
#   CMAKE                the cmake to use. Default: the one on PATH
#   LEANN_COMPILER       system: the machine's own compiler, for the host's platform only; zig: the pinned
#                        one, for any platform, with which the published libraries are built. Default:
#                        system for the host's platform, zig for others
#   CC, CXX              the system's compilers
#   LEANN_ZIG            the zig to use. Default: the pinned one, installed by pip in native/build
#   LEANN_JNI_DIR        generated JNI sources; with them the library for the JVM is built and installed
#   JAVA_HOME            the JDK whose jni.h they include
#   LEANN_INSTALL_DIR    where to install, in a folder named P. Default: native/build/COMPILER/P/install
#   LEANN_JOBS           number of parallel compilations. Default: the number of processors
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
    *) fail "no platform is known for the system $(uname -s): name one with -platform" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) echo "$os-x86_64" ;;
    aarch64 | arm64) echo "$os-arm64" ;;
    *) fail "no platform is known for the processor $(uname -m): name one with -platform" ;;
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
      fail "CMake 3.24 or later is missing: install it (Debian, Ubuntu: apt install cmake; macOS: brew install cmake) or name one in CMAKE"
  fi
  if command -v ninja >/dev/null 2>&1; then
    generator=Ninja
  elif command -v make >/dev/null 2>&1; then
    generator="Unix Makefiles"
  else
    fail "ninja or make is missing: install one (Debian, Ubuntu: apt install ninja-build; macOS: brew install ninja)"
  fi
}

# Sets LEANN_ZIG, which toolchains/zig.cmake reads.
find_zig() {
  if [ -n "${LEANN_ZIG:-}" ]; then
    [ -x "$LEANN_ZIG" ] || fail "LEANN_ZIG names $LEANN_ZIG, which is not a program"
  else
    venv=$root/native/build/zig-tool
    if ! cmp -s "$root/toolchains/zig.txt" "$venv/zig.txt"; then
      rm -rf "$venv"
      { python3 -m venv "$venv" && "$venv/bin/pip" install -q --disable-pip-version-check \
        --only-binary :all: --require-hashes -r "$root/toolchains/zig.txt"; } >&2 ||
        fail "the pinned compiler is missing: install Python 3 with venv and access to its package index, or name a zig in LEANN_ZIG"
      cp "$root/toolchains/zig.txt" "$venv/zig.txt"
    fi
    LEANN_ZIG=$("$venv/bin/python3" -c 'import os, ziglang; print(os.path.join(ziglang.__path__[0], "zig"))')
  fi
  export LEANN_ZIG
}

# JavaCPP writes a class's functions, and numbers the classes, in the order of reflection, which differs between
# runs. Numbers the classes by name and sorts each run of consecutive functions, so that equal sources give equal
# libraries; and leaves a copy that would stay the same as it is, so that it is not compiled again.
sort_functions() { # FILE COPY
  LC_ALL=C awk -f "$root/toolchains/jni-order.awk" "$1" "$1" |
    awk '/^JNIEXPORT.*[{]$/ { inside = 1; text = sprintf("%08d %s", row, $0); next }
       inside { text = text "\001" $0
                if ($0 == "}") { inside = 0; print text }
                next }
       { printf "%08d %s\n", ++row, $0; ++row }' |
    LC_ALL=C sort | cut -c 10- | tr '\001' '\n' >"$2.sorted"
  if cmp -s "$2" "$2.sorted"; then rm "$2.sorted"; else mv "$2.sorted" "$2"; fi
}

build_platform() { # TESTS, which are ON or OFF
  case $compiler in
    zig)
      [ "$1" = OFF ] || fail "the tests are built by the system's compiler: set LEANN_COMPILER=system"
      find_zig
      ;;
    system)
      [ "$platform" = "$host" ] || fail "the system's compiler builds for $host only: set LEANN_COMPILER=zig for $platform"
      unset LEANN_ZIG
      cxx=${CXX:-}
      [ -n "$cxx" ] || cxx=$(command -v c++ || command -v g++ || command -v clang++) ||
        fail "a C++17 compiler is missing: install one (Debian, Ubuntu: apt install g++; macOS: xcode-select --install) or name one in CXX"
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

  jni=
  if [ -n "${LEANN_JNI_DIR:-}" ]; then
    jni=$build/jni
    mkdir -p "$jni"
    for file in "$LEANN_JNI_DIR"/*.cpp; do sort_functions "$file" "$jni/${file##*/}"; done
  fi

  target=$build/install
  [ -z "${LEANN_INSTALL_DIR:-}" ] || target=$LEANN_INSTALL_DIR/$platform
  "$CMAKE" -S "$root/native" -B "$build" -G "$generator" -DCMAKE_TOOLCHAIN_FILE="$toolchain" \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$target" -DLEANN_BUILD_TESTS="$1" \
    -DLEANN_JNI_DIR="$jni" -DLEANN_JAVA_HOME="${JAVA_HOME:-}"
  # shellcheck disable=SC2086  # no argument if no number is given
  "$CMAKE" --build "$build" --parallel ${LEANN_JOBS:-}
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

for platform in $(printf '%s' "${platforms:-$host}" | tr , ' '); do
  toolchain=$root/toolchains/$platform.cmake
  case " $known" in *" $platform "*) ;; *) fail "no toolchain for $platform; there is one for: $known" ;; esac
  compiler=${LEANN_COMPILER:-}
  if [ -z "$compiler" ]; then
    compiler=zig
    [ "$platform" != "$host" ] || compiler=system
  fi
  build=$root/native/build/$compiler/$platform
  case $action in
    # In subshells, because it sets variables.
    install) (
      build_platform OFF
      "$CMAKE" --install "$build"
    ) ;;
    test) (
      build_platform ON
      "$(dirname "$CMAKE")/ctest" --test-dir "$build" --output-on-failure
    ) ;;
    clean) rm -rf "$build" ;;
  esac
done
