#!/usr/bin/env bash
# Measures what grows with a collection: synthetic vectors and short texts, up to a million passages.
# Usage: ci/bench-scale.sh [store|fastest] [PASSAGES...]     10000 100000 1000000 by default
# With "store", it measures the store alone, with a model that costs nothing and 512 MB of heap. With "fastest", it compares
# kept vectors with Lucene's int8 HNSW at equal recall, for 40000 and 1000000 passages, of which a million take an hour;
# what target/bench/scale/fastest.jsonl has is not measured again.
# The vectors are derived from real embeddings: those of ci/bench-graph.sh if it has run, else of some pages of the
# Python documentation (ci/documents.sh), which are embedded once. Takes 2 GB of disk and about half an hour on 2 cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

part=
case ${1-} in
  store | fastest)
    part=$1
    shift
    ;;
esac
sizes=(10000 100000 1000000)
[ "$part" != fastest ] || sizes=(40000 1000000)
[ $# -eq 0 ] || sizes=("$@")
work=$PWD/target/bench/scale
if [ "$part" = store ]; then
  mkdir -p "$work"
  mapfile -t folders < <(ci/documents.sh)
  classpath=$(ci/bench-classpath.sh)
  rows() {
    for passages in "${@:3}"; do
      java -Xmx512m "-XX:ActiveProcessorCount=$2" -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$classpath" \
        dev.ragged.bench.GrowthBenchmark "$1" "$passages" "$work" "${folders[@]}"
    done
  }
  echo "$(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1)"
  echo
  echo "| passages | add, µs of CPU per passage | median batch, s | worst batch, s | close, s | close, CPU s | compact, CPU s | peak resident, MB | text before compact | text | lexical, bytes | ids and metadata, bytes |"
  echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
  rows write "$(nproc)" "${sizes[@]}"
  echo
  echo "| passages | threads | open and first search, ms | by vector, CPU ms | of it scan, ms | by words, CPU ms | within a source, CPU ms | contains a part of a word, CPU ms | contains words, CPU ms | what is known of sources, CPU s | check, CPU s | peak resident, MB |"
  echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
  for threads in 1 2; do
    rows search "$threads" "${sizes[@]}"
  done
  exit 0
fi
embedded=$PWD/target/bench/graph/embedded
documents=(postgresql python)
if [ ! -f "$embedded/vectors.f32" ]; then
  embedded=$work/embedded
  documents=(python)
fi
mkdir -p "$work"
pages=$(ci/documents.sh "${documents[@]}")
[ ${#documents[@]} -gt 1 ] || pages=$(grep -E '/(howto|tutorial|faq)$' <<<"$pages")
mapfile -t pages <<<"$pages"

classpath=$(ci/bench-classpath.sh)

if [ "$part" = fastest ]; then
  echo "$(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1)"
  for passages in "${sizes[@]}"; do
    printf '\n%s passages\n\n' "$passages"
    java -Xmx8g -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$classpath" \
      dev.ragged.bench.FastestBenchmark "$passages" "$work" "$embedded" "${pages[@]}"
  done
  exit 0
fi

rows() {
  for coder in shipped learned; do
    for passages in "${@:2}"; do
      java -Xmx6g -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
        -cp "$classpath" \
        dev.ragged.bench.ScaleBenchmark "$1" "$coder" "$passages" "$work" "$embedded" "${pages[@]}"
    done
  done
}

echo "$(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1)"
echo
echo "| coder | passages | add, µs per passage | settle, s | compact, s | peak resident, MB | raw text, bytes per passage | text | vectors | lexical | ids and metadata |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
rows write "${sizes[@]}"
echo
echo "| coder | passages | open and first search, ms | scan, ms | rest except embedding, ms | scan after a deletion, ms | recomputed | recall@3 | peak resident, MB |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
rows search "${sizes[@]}"
