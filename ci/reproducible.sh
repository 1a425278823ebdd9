#!/usr/bin/env bash
# Builds the native libraries of the last commit twice, in two folders, and compares them byte by byte.
# Usage: ci/reproducible.sh     Needs what ci/build-all.sh needs; ten minutes on 2 cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$PWD/target/reproducible
rm -rf "$work"
for copy in one another/place; do
  mkdir -p "$work/$copy"
  git clone -q . "$work/$copy"
  (cd "$work/$copy" && ./mvnw -B -ntp -q -Pdistribution -DskipTests -pl src/leann-native process-classes >"$work/build.log" 2>&1) || {
    tail -n 20 "$work/build.log" >&2
    exit 1
  }
done
cd "$work"
libraries=$(cd one/src/leann-native/target/classes && find . -name 'libjnileann.*' | LC_ALL=C sort)
[ "$(printf '%s\n' "$libraries" | wc -l)" -eq 4 ] || {
  echo "Expected four libraries, got: $libraries" >&2
  exit 1
}
for library in $libraries; do
  cmp "one/src/leann-native/target/classes/$library" "another/place/src/leann-native/target/classes/$library"
  printf 'equal: %s\n' "${library#./dev/ragged/leann/natives/}"
done
