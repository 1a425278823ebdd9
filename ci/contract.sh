#!/usr/bin/env bash
# What every store must do, on both of them: LEANN, and Chroma as a real server, which the tests install from
# Python's package index in their own version and start; and what else they ask of that server. Unlike in
# ci/verify.sh, where Python may be missing, nothing may be skipped. Needs also Python 3.9 or later with venv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mkdir -p target
log=target/contract.log
./mvnw -B -ntp -pl src/leann,src/chroma -am -Dnative.tests=OFF \
  '-Dtest=LeannContractTest,Chroma*IT,ServerTroubleIT' -Dsurefire.failIfNoSpecifiedTests=false test 2>&1 | tee "$log"
for class in LeannContractTest ChromaContractIT; do
  if ! grep -qE "Tests run: [1-9].* in .*$class" "$log"; then
    echo "$class did not run." >&2
    exit 1
  fi
done
if grep -qE 'Tests run: .*Skipped: [1-9]' "$log"; then
  echo 'Tests were skipped; the lines above say which and why.' >&2
  exit 1
fi
