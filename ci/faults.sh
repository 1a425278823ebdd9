#!/usr/bin/env bash
# Makes faults on purpose (power losses, failing operations, kills, damage, hostile inputs, crowds, little memory) and
# prints what became of them; fails if anything was lost, half done, silently wrong or unclear.
# Usage: ci/faults.sh [--build] [--sample] [--first] [--seed N] [--only KIND [CASE]]
# The whole takes some hours on 2 cores, --sample some minutes; --first ends at the first counter-example, --build only
# builds. Linux with a C compiler only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ "$(uname -s)" != Linux ]; then
  echo 'faults.sh: skipped; it needs Linux, where a library can be put between a program and its file operations'
  exit 0
fi

target=src/faults/target
# Classes that replace built ones (ci/sabotage.sh); then nothing is built.
first=${RAGGED_FAULTS_FIRST:-}
if [ -z "$first" ]; then
  ./mvnw -q -B -ntp -DskipTests -Dnative.tests=OFF -pl src/faults -am package dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory=target/lib >&2
  "${CC:-cc}" -std=c11 -O2 -Wall -Wextra -Werror -shared -fPIC -o "$target/libfaults.so" src/faults/src/main/c/shim.c -ldl
  [ "${1:-}" != --build ] || exit 0
fi

jar=("$target"/ragged-faults-*.jar)
# Jars rather than folders, or the JVMs that are killed could not share class data and would start slowly.
exec java -Xmx1g -XX:+UseSerialGC -Ddev.ragged.faults.shim="$PWD/$target/libfaults.so" \
  -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "${first:+$first:}${jar[0]}:$target/lib/*" \
  dev.ragged.faults.Faults "$@"
