#!/usr/bin/env bash
# What grows with a collection: collections of made vectors and short texts, up to a million.
# Usage: ci/bench-scale.sh [RECORDS...]; 10000 100000 1000000 without.
# The vectors are made of really embedded passages: those of ci/bench-graph.sh where that has run, else of some
# pages of the Python documentation (ci/documents.sh), which are embedded once. Takes 2 GB of disk and about half an hour
# on 2 cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ $# -gt 0 ] || set -- 10000 100000 1000000
work=$PWD/target/bench/scale
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

rows() {
  for coder in shipped learned; do
    for records in "${@:2}"; do
      java -Xmx6g -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
        -cp "$classpath" \
        dev.ragged.bench.ScaleBenchmark "$1" "$coder" "$records" "$work" "$embedded" "${pages[@]}"
    done
  done
}

echo "$(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1)"
echo
echo "| coder | records | add, µs a record | settle, s | compact, s | peak resident, MB | raw text, bytes a record | text | vectors | lexical | ids and metadata |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
rows write "$@"
echo
echo "| coder | records | open and first search, ms | scan, ms | rest but embedding, ms | scan after one is deleted, ms | recomputed | recall@3 | peak resident, MB |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
rows search "$@"
