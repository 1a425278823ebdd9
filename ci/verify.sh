#!/usr/bin/env bash
# The tests, Java's (Surefire) and C++'s (ctest), by the command that the README gives. Ends with
# what the runners themselves reported. Usage: ci/verify.sh [MAVEN ARGUMENT...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mkdir -p target
log=target/verify.log
status=0
./mvnw -B -ntp "$@" verify 2>&1 | tee "$log" || status=$?
printf '\n== what the test runners reported\n'
# Surefire's line for a module has no class behind it; ctest's says the share of tests that passed.
sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E 'Tests run: .*Skipped: [0-9]+$|[0-9]+% tests passed' || true
if ! grep -q 'Tests run: ' "$log" || ! grep -q '% tests passed' "$log"; then
  echo 'A test runner did not report; its tests may not have run.' >&2
  [ "$status" -ne 0 ] || status=1
fi
exit "$status"
