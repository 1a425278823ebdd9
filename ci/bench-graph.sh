#!/usr/bin/env bash
# When does a graph in addition to the codes pay off, or a partition of them? Measures collections without and with a
# graph, and codes alone.
# Usage: ci/bench-graph.sh [QUESTIONS [PATH...]]
# Without paths it uses the PostgreSQL and Python documentation, see ci/documents.sh. Embedding it once takes about ten
# minutes on 2 cores; the rest takes about five. Needs Google Benchmark, as ci/bench-micro.sh does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

questions=${1:-500}
shift || true
work=$PWD/target/bench/graph
mkdir -p "$work"
if [ $# -eq 0 ]; then
  pages=$(ci/documents.sh postgresql python)
  mapfile -t pages <<<"$pages"
  set -- "${pages[@]}"
fi

classpath=$(ci/bench-classpath.sh)
build=native/build/bench
"${CMAKE:-cmake}" -S native -B "$build" -DLEANN_BUILD_BENCH=ON -DLEANN_BUILD_TESTS=OFF >&2
"${CMAKE:-cmake}" --build "$build" --parallel "${LEANN_JOBS:-2}" \
  --target leann_coded_bench leann_partition_bench >&2

echo "$(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1)"
echo
java -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "$classpath" \
  dev.ragged.bench.GraphBenchmark "$work" "$questions" "$@"
echo
"$build/bench/leann_coded_bench" "$work/embedded/vectors.f32"
echo
"$build/bench/leann_coded_bench" "$work/embedded/vectors.f32" 100000 16/16
echo
"$build/bench/leann_partition_bench" "$work/embedded/vectors.f32" 0 8
echo
"$build/bench/leann_partition_bench" "$work/embedded/vectors.f32" 100000 8
