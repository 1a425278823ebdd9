#!/usr/bin/env bash
# Times searches by a new process, beside an idle one and a plain JVM's start: medians of seven runs each. On a machine
# with other work, only the CPU time says something; it is user and system time, all threads of the process together.
# Usage: ci/bench-cold.sh [LAUNCHER]     such as ragged in another checkout, to compare with
# Indexes this project's README and documents; takes about a minute on 2 cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export RAGGED_DATA_DIR=$work/data
./ragged add README.md docs --quiet >&2

jvm=${JAVA_HOME:+$JAVA_HOME/bin/}java
median() { sort -n | sed -n 4p; }

# measure NAME COMMAND...: appends real, user and system seconds to NAME.times, and the output to NAME.out
measure() {
  local out=$work/$1 TIMEFORMAT='%R %U %S'
  shift
  { time "$@" >>"$out.out" 2>/dev/null; } 2>>"$out.times"
}

cpu() { awk '{ print $2 + $3 }' "$work/$1.times" | median; } # NAME

row() { # NAME WHAT
  echo "| $2 | $(awk '{ print $1 }' "$work/$1.times" | median) | $(cpu "$1") |" \
    "$(awk -v all="$(cpu "$1")" -v java="$(cpu java)" 'BEGIN { printf "%.0f", all / java }') |" \
    "$(for stage in recomputed embed_query recompute total; do
      printf '%s | ' "$(sed -n "s/.*\"$stage\":\([0-9.]*\).*/\1/p" "$work/$1.out" | median)"
    done)"
}

question='what is kept on disk?'
# Unmeasured: the first command of a launcher makes its class data archive.
./ragged --version >&2
[ $# -eq 0 ] || "$1" --version >&2

# In turn, so that other load on the machine slows all alike.
for _ in 1 2 3 4 5 6 7; do
  measure java "$jvm" -version
  measure version ./ragged --version
  for mode in lexical vector hybrid; do
    [ $# -eq 0 ] || measure "other-$mode" "$1" search "$question" --mode "$mode" --json
    measure "$mode" ./ragged search "$question" --mode "$mode" --json
  done
  # With next to nothing embedded but the question, so that what it costs to begin shows.
  measure least ./ragged search "$question" --mode vector -n 1 --recall 0.5 --json
done

echo "$(uname -m), $(nproc) cores, $(date +%F), $("$jvm" -version 2>&1 | head -n 1)"
echo
echo '| a new process | s | CPU time, s | CPU time, as java -version | recomputed | embed_query, ms | recompute, ms | total, ms |'
echo '| --- | --- | --- | --- | --- | --- | --- | --- |'
row java 'java -version'
row version 'ragged --version'
for mode in lexical vector hybrid; do
  [ $# -eq 0 ] || row "other-$mode" "search --mode $mode, the other launcher"
  row "$mode" "search --mode $mode"
done
row least 'search --mode vector -n 1 --recall 0.5'
