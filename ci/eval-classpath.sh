#!/usr/bin/env bash
# Builds src/eval and what it stands on, and prints the class path of its benchmarks, relative to the root.
# Usage: classpath=$(ci/eval-classpath.sh)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

./mvnw -q -B -ntp -DskipTests -pl src/eval -am package dependency:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory=target/lib >&2
echo 'src/eval/target/classes:src/eval/target/lib/*'
