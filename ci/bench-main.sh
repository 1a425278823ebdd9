#!/usr/bin/env bash
# The main benchmark: indexes real documentation, asks questions and compares the answers with exact search.
# Usage: ci/bench-main.sh [QUESTIONS [PATH...]]
# Without paths it uses the Python, PostgreSQL and Linux documentation, see ci/documents.sh. Takes about
# 40 minutes on 2 cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

questions=${1:-500}
shift || true
work=$PWD/target/bench
mkdir -p "$work"

if [ $# -eq 0 ]; then
  pages=$(ci/documents.sh)
  mapfile -t pages <<<"$pages"
  set -- "${pages[@]}"
fi

classpath=$(ci/bench-classpath.sh)

echo "| $(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1) | |"
echo "| --- | --- |"
exec java -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "$classpath" \
  dev.ragged.bench.MainBenchmark "$work/store" "$questions" "$@"
