#!/usr/bin/env bash
# Compares the points of our curve with Chroma, Lucene, JVector, faiss, hnswlib, usearch, sqlite-vec, LanceDB and Python
# LEANN at equal recall, for docs/benchmarks.md: each is given more effort until its recall@3 is 95 and 98 %, then timed.
# Usage: ci/bench-dial.sh [--passages N] [--questions N] [--seconds N] [--only NAME] [--again] [--charts DIR] [PATH...]
#   --passages   of documents drawn at random (all by default)      --questions   headings of the documents (200)
#   --seconds    how long to time the answers at one setting (30)   --only        those whose name or peer contains NAME
#   --again      forget what was measured before                    --charts      where the charts go (docs/images)
# Without paths it uses the PostgreSQL and Python documentation, see ci/documents.sh. Results are kept under target/, so
# that it goes on where it stopped. Half an hour on 2 cores after installing the peers, some four gigabytes, and
# embedding the passages. Lucene 10 needs a Java 21 or later besides.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
  echo "bench-dial.sh: $*" >&2
  exit 1
}

passages=2147483647
questions=200
seconds=30
only=
again=
charts=docs/images
while [[ ${1:-} == --* ]]; do
  case $1 in
    --again) again=1 ;;
    --passages | --questions | --seconds | --only | --charts)
      [ $# -ge 2 ] || fail "$1 needs a value"
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    *)
      echo "bench-dial.sh: there is no option $1" >&2
      exit 2
      ;;
  esac
  shift
done
if [ $# -eq 0 ]; then
  pages=$(ci/documents.sh postgresql python)
  mapfile -t pages <<<"$pages"
  set -- "${pages[@]}"
fi

work=$PWD/target/bench/eval
mkdir -p "$work"
[ -z "$again" ] || rm -f "$work/results.jsonl" "$work/set.json"
classpath=$(ci/bench-classpath.sh)

# Binary quantized vectors, which Lucene 9 does not have.
version=$(sed -n 's:.*<lucene10.version>\(.*\)</.*:\1:p' src/bench/pom.xml)
# shellcheck source=ci/javas.sh
. ci/javas.sh
if [ "${newest%% *}" -ge 21 ]; then
  ./mvnw -q -B -ntp -pl :ragged-parent dependency:copy -DoutputDirectory="$work/lucene10" \
    "-Dartifact=org.apache.lucene:lucene-core:$version:jar" >&2
  export LUCENE10_JAVA=${newest#* } LUCENE10_JAR=$work/lucene10/lucene-core-$version.jar
fi

run() {
  java -Xmx1g -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$classpath" dev.ragged.bench.EqualRecallBenchmark "$@"
}

run prepare "$work" "$passages" "$questions" "$@"
run list "$work" >"$work/contenders.tsv"
while IFS= read -r line; do
  [[ $line == *"$only"* && $line == *$'\t' ]] || continue
  # One that fails, or takes too much memory, does not stop the others.
  run measure "$work" "$seconds" "$line" </dev/null || echo "bench-dial.sh: not measured: $line" >&2
done <"$work/contenders.tsv"

echo "$(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1)"
echo
run report "$work" "$charts" <"$work/contenders.tsv"
