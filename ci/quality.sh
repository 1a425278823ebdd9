#!/usr/bin/env bash
# Judges ragged's answers to the questions of labelled sets, and prints the tables of docs/quality.md.
# Usage: ci/quality.sh [--peers LIST] [FOLDER...]     without folders, all in $LABELLED (../shared/labelled)
# LIST names who is judged beside it: lucene-bm25 (the default), chroma, leann-python. The last two install themselves from
# Python's package index and are slow. RAGGED_MODEL names another model. Takes minutes for each thousand passages at first;
# vectors are kept under target/quality.
set -euo pipefail
peers=lucene-bm25
if [ "${1:-}" = --peers ]; then
  peers=${2:?"--peers needs a list"}
  shift 2
fi
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ $# -eq 0 ]; then
  labelled=${LABELLED:-$root/../shared/labelled}
  set -- "$labelled"/*/
fi
work=$root/target/quality
mkdir -p "$work"
rows=$work/rows.tsv
: >"$rows"

language() {
  case $1 in
    xquad-*) echo "${1#xquad-}" ;;
    jsquad) echo ja ;;
    cosqa) echo 'en, Python' ;;
    everyday) echo 'de, el, en, th, zh, code' ;;
    *) echo en ;;
  esac
}

# judge FOLDER ROW USED [OPTION...]     USED: whether its questions were used to choose constants
judge() {
  local folder=$1 row=$2 used=$3 name report
  shift 3
  name=$(basename "$folder")
  echo "== $row" >&2
  report=$("$root/ragged" eval labels "$folder" --json --quick --work "$work/eval" --peers "$peers" "$@")
  printf '%s\t%s\t%s\t%s\n' "$row" "$(language "$name")" "$used" "$report" >>"$rows"
}

for folder in "$@"; do
  name=$(basename "$folder")
  case $name in
    xquad-en | xquad-de | xquad-zh | xquad-tr | xquad-vi | pubmedqa | limit-small) judge "$folder" "$name" yes ;;
    cosqa)
      judge "$folder" 'cosqa, first half' yes --limit 500
      judge "$folder" 'cosqa, second half' no --skip 500
      ;;
    *) judge "$folder" "$name" no ;;
  esac
done
python3 "$root/ci/quality_table.py" <"$rows"
