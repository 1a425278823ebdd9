#!/usr/bin/env bash
# Times single calls: the engine's loops compared with memcpy (Google Benchmark), and calls from Java (JMH).
# Usage: ci/bench-micro.sh     LEANN_SIMD=scalar|avx2|avx512 caps the instruction set of both.
# Takes about three minutes on 2 otherwise idle cores. Uses the system's Google Benchmark (Debian, Ubuntu:
# apt install libbenchmark-dev), else fetches it from GitHub. Needs Python 3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$PWD/target/bench/micro
mkdir -p "$work"
build=native/build/bench
"${CMAKE:-cmake}" -S native -B "$build" -DLEANN_BUILD_BENCH=ON -DLEANN_BUILD_TESTS=OFF >&2
"${CMAKE:-cmake}" --build "$build" --parallel "${LEANN_JOBS:-2}" --target leann_bench >&2
classpath=$(ci/bench-classpath.sh)

# Interleaved, so that other load on the machine slows a loop and its memcpy alike.
"$build/bench/leann_bench" --benchmark_min_time=0.2 --benchmark_repetitions=5 \
  --benchmark_enable_random_interleaving=true --benchmark_out="$work/engine.json" >&2
java -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$classpath" \
  org.openjdk.jmh.Main -rf json -rff "$work/java.json" >&2

echo "$(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1)"
exec python3 src/bench/src/main/python/bench_micro.py "$work/engine.json" "$work/java.json"
