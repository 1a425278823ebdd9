#!/usr/bin/env bash
# What every store must do, on both of them: LEANN, and Chroma as a real server, which the tests install from
# Python's package index in their own version and start; and what else they ask of that server. Unlike in
# ci/verify.sh, Python may not be missing: needs 3.9 or later with venv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mkdir -p target
log=target/contract.log
./mvnw -B -ntp -pl src/leann,src/chroma -am -Dnative.tests=OFF \
  -Dtest=LeannContractTest -Dsurefire.failIfNoSpecifiedTests=false \
  '-Dit.test=Chroma*IT,ServerTroubleIT' -Dfailsafe.failIfNoSpecifiedTests=false verify 2>&1 | tee "$log"
# The runners' line for a class. Single tests ask what a store can do, and are skipped where it cannot; a class
# that was skipped as a whole found no server.
for class in LeannContractTest ChromaContractIT ChromaFailuresIT ChromaFiltersIT ChromaServerIT ChromaTlsIT ServerTroubleIT; do
  line=$(grep -E "Tests run: .* in .*\.$class\$" "$log" || true)
  run=$(sed -n 's/.*Tests run: \([0-9]*\),.*/\1/p' <<<"$line")
  skipped=$(sed -n 's/.*Skipped: \([0-9]*\),.*/\1/p' <<<"$line")
  if [ "${run:-0}" -eq "${skipped:-0}" ]; then
    echo "$class did not run: ${line:-it is not in the log}" >&2
    exit 1
  fi
done
