#!/usr/bin/env bash
# Makes faults on purpose (power losses, failing operations, kills, damage, hostile inputs, crowds, little memory) and
# prints what became of them; fails if anything was lost, half done, silently wrong or unclear.
# Usage: ci/faults.sh [--sample] [--seed N] [--only KIND [CASE]]
# The whole takes about an hour on 2 cores, --sample some minutes. Linux with a C compiler only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=src/faults/target
./mvnw -q -B -ntp -DskipTests -Dnative.tests=OFF -pl src/faults -am package dependency:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory=target/lib >&2
"${CC:-cc}" -std=c11 -O2 -Wall -Wextra -Werror -shared -fPIC -o "$target/libfaults.so" src/faults/src/main/c/shim.c -ldl

exec java -Xmx1g -XX:+UseSerialGC -Ddev.ragged.faults.shim="$PWD/$target/libfaults.so" \
  -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$target/classes:$target/lib/*" dev.ragged.faults.Faults "$@"
