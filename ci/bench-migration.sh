#!/usr/bin/env bash
# Migration at scale: migrates passages written by Chroma's own Python client to LEANN and back, has that client compare
# them, and prints a table. Usage: ci/bench-migration.sh [PASSAGES]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

exec ./mvnw -q -B -ntp -pl src/cli -am verify -Dnative.tests=OFF -Dit.test=MigrationIT \
  -Dfailsafe.failIfNoSpecifiedTests=false -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dragged.migration.records="${1:-20000}"
