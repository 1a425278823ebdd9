#!/usr/bin/env bash
# Measures what a thousand passages cost by one add, by single adds in a batch and by single adds alone.
# Usage: ci/bench-writes.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$PWD/target/bench/writes
mkdir -p "$work"
classpath=$(ci/bench-classpath.sh)
echo "$(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1)"
echo
java -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$classpath" dev.ragged.bench.WriteBenchmark "$work"
