#!/usr/bin/env bash
# Loads the engine's libraries in JVMs and tests them: on this machine the builds of g++ and of the pinned compiler, at
# every SIMD level; the 64-bit ARM build under qemu.
# Usage: ci/load-smoke.sh [system|zig|arm64...]     All by default. Needs Linux on x86-64; arm64 also needs Debian's or
# Ubuntu's apt-get, to fetch qemu and Java for ARM without installing them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ $# -gt 0 ] || set -- system zig arm64
for name in "$@"; do
  case $name in
    system | zig | arm64) ;;
    *)
      echo "usage: ci/load-smoke.sh [system|zig|arm64...]" >&2
      exit 2
      ;;
  esac
done
if [ "$(uname -sm)" != 'Linux x86_64' ]; then
  echo "ci/load-smoke.sh runs only on Linux on x86-64; elsewhere ./mvnw verify tests the library it builds." >&2
  exit 2
fi

work=$PWD/target/load-smoke
mkdir -p "$work"
fail() {
  echo "load-smoke: $*" >&2
  exit 1
}

./mvnw -B -ntp -q -pl src/leann-native test-compile >"$work/build.log" 2>&1 || {
  tail -n 20 "$work/build.log" >&2
  fail 'could not build the bindings'
}
module=src/leann-native
if [ ! -d "$work/lib" ]; then
  ./mvnw -B -ntp -q -pl "$module" dependency:copy-dependencies "-DoutputDirectory=$work/lib" >&2
  ./mvnw -B -ntp -q -N dependency:copy "-DoutputDirectory=$work" -Dmdep.stripVersion=true \
    -Dartifact=org.junit.platform:junit-platform-console-standalone:"$(sed -n 's:.*<junit.version>\(.*\)</.*:\1:p' pom.xml)" >&2
fi
classes=$module/target/classes:$module/target/test-classes:$(echo "$work"/lib/javacpp-*.jar)
# Uses the CMake that Maven unpacked, so that the build of ci/build-all.sh is reused.
LEANN_COMPILER=zig CMAKE=${CMAKE:-$PWD/$module/target/cmake/bin/cmake} LEANN_JNI_DIR=$PWD/$module/target/generated-sources/jni \
  JAVA_HOME=${JAVA_HOME:-$(java -XshowSettings:properties -version 2>&1 | sed -n 's/.*java\.home = //p')} \
  ./cppbuild.sh -platform linux-x86_64,linux-arm64 install >"$work/zig.log" 2>&1 || {
  tail -n 20 "$work/zig.log" >&2
  fail 'could not build the libraries'
}

# ask LIBRARY LEVEL JAVA...: checks that a library gives the right answers at a SIMD level.
ask() {
  local library=$1 level=$2 output
  shift 2
  # shellcheck disable=SC2016  # a nested class
  output=$(RAGGED_LEANN_LIBRARY=$library "$@" -cp "$classes" 'dev.ragged.leann.natives.NativeLibraryTest$Probe')
  case $output in true*) ;; *) fail "$library: $output" ;; esac
  printf '%s\n' "$output" | grep -qE "^leann .* with $level\$" || fail "$library does not run at level $level: $output"
  RAGGED_LEANN_LIBRARY=$library "$@" -jar "$work/junit-platform-console-standalone.jar" execute --disable-banner \
    -cp "$classes" -c dev.ragged.leann.natives.LeannTest --details summary >"$work/junit.log" 2>&1 || {
    cat "$work/junit.log" >&2
    fail "$library gives wrong answers"
  }
  # A run without tests succeeds as well.
  grep -qE '\[ +[1-9][0-9]* tests successful' "$work/junit.log" || fail "no tests ran for $library"
  printf 'ok: %s\n' "$(printf '%s\n' "$output" | grep '^leann ')"
}

# The level that this processor must reach unless capped.
best=scalar
if grep -qw avx2 /proc/cpuinfo && grep -qw fma /proc/cpuinfo; then best=avx2; fi
if [ "$best" = avx2 ] && grep -qw avx512f /proc/cpuinfo; then best=avx512; fi

# on_host LIBRARY: tests a library at every level of this machine.
on_host() {
  ask "$1" "$best" java
  LEANN_SIMD=scalar ask "$1" scalar java
  if [ "$best" != scalar ]; then LEANN_SIMD=avx2 ask "$1" avx2 java; fi
}

# fetch ARCHITECTURE FOLDER PACKAGE...: unpacks packages without installing anything.
fetch() {
  local architecture=$1 folder=$2 apt
  shift 2
  [ ! -e "$folder/complete" ] || return 0
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    fail "apt-get and dpkg-deb are needed to fetch $*; run ci/load-smoke.sh system zig instead"
  fi
  rm -rf "$folder"
  mkdir -p "$folder/apt/lists/partial" "$folder/apt/archives/partial" "$folder/packages"
  touch "$folder/apt/status"
  apt=(apt-get -qq -o "APT::Architecture=$architecture" -o "APT::Architectures=$architecture"
    -o "Dir::State=$folder/apt" -o "Dir::State::status=$folder/apt/status" -o "Dir::Cache=$folder/apt"
    -o APT::Sandbox::User=)
  "${apt[@]}" update >&2
  (cd "$folder/packages" && "${apt[@]}" download "$@" >&2)
  for package in "$folder"/packages/*.deb; do dpkg-deb -x "$package" "$folder"; done
  rm -rf "$folder/apt" "$folder/packages"
  touch "$folder/complete"
}

for name in "$@"; do
  case $name in
    system) on_host "$PWD/native/build/system/linux-x86_64/libjnileann.so" ;;
    zig) on_host "$PWD/native/build/zig/linux-x86_64/install/libjnileann.so" ;;
    arm64)
      fetch amd64 "$work/amd64" qemu-user-static
      fetch arm64 "$work/arm64" openjdk-17-jre-headless libc6 libstdc++6 libgcc-s1 zlib1g
      # Interpreted, as compiling under emulation takes longer than it saves.
      ask "$PWD/native/build/zig/linux-arm64/install/libjnileann.so" neon \
        "$work/amd64/usr/bin/qemu-aarch64-static" -L "$work/arm64" \
        "$work/arm64/usr/lib/jvm/java-17-openjdk-arm64/bin/java" -Xint
      ;;
  esac
done
