#!/usr/bin/env bash
# Feeds hostile bytes to the engine's readers under the sanitizers, then to Java's readers of untrusted files and answers.
# Usage: ci/fuzz.sh [SECONDS [SEED]]
# SECONDS is the time for each reader; several run at the same time. Without SEED each run tries other inputs. With
# CXX=clang++ the engine's fuzzing is guided by coverage; Java's (Jazzer) always is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-10}
seed=${2:-}
build=native/build/fuzz
cmake=${CMAKE:-cmake}

"$cmake" -S native -B "$build" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DLEANN_SANITIZE=ON \
  -DLEANN_BUILD_FUZZ=ON -DLEANN_BUILD_TESTS=OFF >/dev/null
"$cmake" --build "$build" --parallel "${LEANN_JOBS:-2}" \
  --target coder_fuzz graph_fuzz upstream_fuzz >/dev/null

# A small file must not make a reader allocate much.
export ASAN_OPTIONS=max_allocation_size_mb=256:allocator_may_return_null=1

# fuzz READER: one of the engine's, whose findings lie in $build
fuzz() {
  local reader=$1 seeds corpus=$build/corpus/$1
  case $reader in
    coder) seeds=(native/tests/golden/*.coder) ;;
    graph) seeds=(native/tests/golden/*.graph) ;;
    upstream) seeds=(native/tests/golden/upstream/*.index) ;;
  esac
  mkdir -p "$corpus"
  cp -n "${seeds[@]}" "$corpus"
  tar -xJf "native/fuzz/corpus/$reader.tar.xz" -C "$corpus" # found by longer runs
  if [[ $("$build/fuzz/${reader}_fuzz" -help=1 2>&1) == *libFuzzer* ]]; then
    "$build/fuzz/${reader}_fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
      -artifact_prefix="$build/" -print_final_stats=1 -verbosity=0 ${seed:+-seed="$seed"} "$corpus"
  else
    "$build/fuzz/${reader}_fuzz" "$corpus" "$seconds" ${seed:+"$seed"}
  fi
}

running=()
for reader in coder graph upstream; do
  fuzz "$reader" >"$build/$reader.log" 2>&1 &
  running+=("$!")
done
failed=0
for pid in "${running[@]}"; do
  wait "$pid" || failed=1
done
tail -n 5 "$build"/{coder,graph,upstream}.log
[[ $failed -eq 0 ]] || exit 1

# One JVM per reader, because Jazzer fuzzes only one test in each. Little memory, so that a small file cannot make a
# reader allocate much; quick compilation, which runs twice as many inputs in a short time. Jazzer's findings and corpus
# are in target/fuzz.
java=target/fuzz
mkdir -p "$java"
options=("-Djazzer.internal.basedir=$PWD/$java")
# Jazzer has no public setting for the seed; these are the arguments that it hands to libFuzzer, the name first.
[[ -z $seed ]] || options+=(-Djazzer.internal.arg.0=jazzer "-Djazzer.internal.arg.1=-seed=$seed")
if ! JAZZER_FUZZ=1 JAZZER_MAX_DURATION=${seconds}s ./mvnw -B -ntp test -T 2 -fae \
  -pl src/leann,src/ingest,src/config,src/chroma,src/app -am \
  '-Dtest=*FuzzTest' -Dsurefire.failIfNoSpecifiedTests=false \
  -DforkCount=3 -DreuseForks=false \
  '-DargLine=-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1' \
  -Djunit.jupiter.execution.timeout.mode=disabled -Djazzer.hooks=true \
  "${options[@]}" >"$java/log" 2>&1; then
  grep -aE -A 25 '== Java Exception|== libFuzzer crashing|<<< (FAILURE|ERROR)!|Crashed tests|terminated without' "$java/log" |
    grep -av '^#[0-9]' | tail -n 150 >&2
  tail -n 20 "$java/log" >&2
  exit 1
fi
grep -aE 'Done [0-9]+ runs|Tests run: .* in .*FuzzTest' "$java/log"
