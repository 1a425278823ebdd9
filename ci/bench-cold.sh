#!/usr/bin/env bash
# Times a search by a new process, and how much of that an idle process takes: medians of seven runs each.
# Usage: ci/bench-cold.sh [LAUNCHER]     such as ragged in another checkout, to compare with
# Indexes this project's README and documents; takes about a minute on 2 cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export RAGGED_DATA_DIR=$work/data
./ragged add README.md docs --quiet >&2

median() { sort -n | sed -n 4p; }

# measure NAME COMMAND...: appends real, user and system seconds to NAME.times, and the output to NAME.out
measure() {
  local out=$work/$1 TIMEFORMAT='%R %U %S'
  shift
  { time "$@" >>"$out.out" 2>/dev/null; } 2>>"$out.times"
}

row() { # NAME WHAT
  echo "| $2 | $(awk '{ print $1 }' "$work/$1.times" | median) | $(awk '{ print $2 + $3 }' "$work/$1.times" | median) |" \
    "$(for stage in embed_query recompute total; do
      printf '%s | ' "$(sed -n "s/.*\"$stage\":\([0-9.]*\).*/\1/p" "$work/$1.out" | median)"
    done)"
}

# In turn, so that other load on the machine slows all alike.
for _ in 1 2 3 4 5 6 7; do
  measure java java -version
  measure version ./ragged --version
  [ $# -eq 0 ] || measure other "$1" search 'what is kept on disk?' --json
  measure search ./ragged search 'what is kept on disk?' --json
done

echo "$(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1)"
echo
echo '| a new process | s | CPU time, s | embed_query, ms | recompute, ms | total, ms |'
echo '| --- | --- | --- | --- | --- | --- |'
row java 'java -version'
row version 'ragged --version'
[ $# -eq 0 ] || row other 'search, the other launcher'
row search 'ragged search'
