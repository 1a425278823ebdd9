#!/usr/bin/env bash
# All tests by the command that the README gives: Java's without servers (Surefire), Java's with servers
# (Failsafe), and C++'s (ctest). Ends with what the runners themselves reported. Where arguments leave
# Failsafe out, it need not report. Usage: ci/verify.sh [MAVEN ARGUMENT...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mkdir -p target
log=target/verify.log
stamp=target/verify.started
: >"$stamp"
status=0
./mvnw -B -ntp "$@" verify 2>&1 | tee "$log" || status=$?
plain=target/verify.plain.log
sed 's/\x1b\[[0-9;]*m//g' "$log" >"$plain"

# A runner's line for a module has no class behind it; ctest's says the share of tests that passed.
reports='Tests run: .*Skipped: [0-9]+$|[0-9]+% tests passed'
printf '\n== what the test runners reported\n'
grep -E "$reports" "$plain" || true

# Surefire and Failsafe print the same line, and several modules may print theirs at once; their reports are in folders.
ran() {
  local runner=$1
  case $runner in
    ctest) grep -qE '[0-9]+% tests passed' "$plain" ;;
    *) [ -n "$(find src -path "*/target/$runner-reports/TEST-*.xml" -newer "$stamp" -print -quit)" ] ;;
  esac
}
expected='surefire failsafe ctest'
case " $* " in *' -DskipITs '*) expected='surefire ctest' ;; esac
for runner in $expected; do
  ran "$runner" || {
    echo "A test runner did not report ($runner); its tests may not have run." >&2
    [ "$status" -ne 0 ] || status=1
  }
done
exit "$status"
