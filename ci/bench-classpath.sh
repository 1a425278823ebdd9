#!/usr/bin/env bash
# Builds src/bench and its dependencies, and prints the class path of its programs, relative to the root.
# Usage: classpath=$(ci/bench-classpath.sh)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

./mvnw -q -B -ntp -DskipTests -pl src/bench -am package dependency:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory=target/lib >&2
echo 'src/bench/target/classes:src/bench/target/lib/*'
