#!/usr/bin/env bash
# What each number of bytes per vector costs: bytes on disk, recall and passages recomputed, by meaning and hybrid, as a
# Markdown table.
# Usage: ci/bench-bytes.sh [PASSAGES [QUESTIONS [SIZES [PATH...]]]]
# SIZES are values of --bytes-per-vector, separated by commas, each with a recall target if it is not the default:
# small@0.98. Without paths it uses the PostgreSQL and Python documentation, see ci/documents.sh. Embeds the passages once,
# 70 a second on 2 cores, also for ci/bench-dial.sh if it takes as many; the rest takes a minute or two a size.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

passages=${1:-10000}
questions=${2:-300}
sizes=${3:-smallest,smaller,small,balanced,quick,fast,faster,fastest}
shift $(($# < 3 ? $# : 3))
if [ $# -eq 0 ]; then
  pages=$(ci/documents.sh postgresql python)
  mapfile -t pages <<<"$pages"
  set -- "${pages[@]}"
fi

classpath=$(ci/bench-classpath.sh)
exec java -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$classpath" \
  dev.ragged.bench.DialBenchmark "$PWD/target/bench/eval" "$passages" "$questions" "$sizes" "$@"
