#!/usr/bin/env bash
# Migration at size: what Chroma's own Python client wrote goes to LEANN and back, is compared by
# that client, and a table is printed. Usage: ci/bench-migration.sh [RECORDS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

exec ./mvnw -q -B -ntp -pl src/cli -am verify -Dnative.tests=OFF -Dit.test=MigrationIT \
  -Dfailsafe.failIfNoSpecifiedTests=false -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dragged.migration.records="${1:-20000}"
