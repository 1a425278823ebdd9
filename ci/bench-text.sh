#!/usr/bin/env bash
# Measures the stored text of a collection, and how other compressors would do.
# Usage: ci/bench-text.sh [PATH...]
# Without paths it uses the Python, PostgreSQL and Linux documentation, see ci/documents.sh. Nothing is
# embedded; takes about six minutes on 2 cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$PWD/target/bench/text
mkdir -p "$work"
if [ $# -eq 0 ]; then
  pages=$(ci/documents.sh)
  mapfile -t pages <<<"$pages"
  set -- "${pages[@]}"
fi

classpath=$(ci/bench-classpath.sh)

echo "$(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1)"
echo
exec java -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "$classpath" \
  dev.ragged.bench.TextBenchmark "$work" "$@"
