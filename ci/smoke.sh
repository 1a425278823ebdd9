#!/usr/bin/env bash
# Tests the command line end to end, as people and scripts use it: builds ./ragged if needed, then works in a temporary
# folder. Needs only bash and what the build needs.
# shellcheck disable=SC2016 # filter operators start with a dollar
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD

work=$(mktemp -d "${TMPDIR:-/tmp}/ragged-smoke.XXXXXX")
trap 'rm -rf "$work"' EXIT
export RAGGED_DATA_DIR=$work/data
unset RAGGED_BACKEND RAGGED_CHROMA_URL RAGGED_MODEL RAGGED_COLLECTION RAGGED_DEBUG

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  for file in "$work/out" "$work/err"; do
    [ ! -f "$file" ] || sed "s|^|  ${file##*/}: |" "$file" | head -n 40 >&2
  done
  exit 1
}

# run STATUS ARGS...: runs ./ragged, checks the exit status and keeps both streams
run() {
  local expected=$1 status=0
  shift
  "$root/ragged" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
  [ "$status" -eq "$expected" ] || fail "ragged $* exited with $status instead of $expected"
}
# has TEXT: checks that the output contains a text
has() { grep -qF -- "$1" "$work/out" || fail "the output lacks $1"; }
# is_json LINES: checks that standard output is that many JSON documents, one per line
is_json() {
  java -cp "$root/src/cli/target/ragged-cli.jar" "$root/ci/JsonLines.java" "$1" <"$work/out" ||
    fail "standard output is not $1 line(s) of JSON"
}
ok() { printf 'ok  %s\n' "$*"; }

mkdir -p "$work/docs/deep"
cat >"$work/docs/tea.md" <<'TEXT'
# Tea

Green tea is steeped at eighty degrees for two minutes.

Black tea takes boiling water and four minutes.
TEXT
cat >"$work/docs/deep/bicycle.txt" <<'TEXT'
To mend a puncture, take the tyre off the rim, find the hole in the inner tube under water, roughen
the rubber, and glue a patch on it.
TEXT
printf 'Die Brücke über den Fluss wurde 1901 gebaut. 橋は川の上にあります。\n' >"$work/docs/brücke.txt"

run 0 --version
has 'ragged 0.'
run 0 doctor --json
is_json 1
has '"ok":true'
ok 'doctor'

run 0 eval run synthetic:20 --json
is_json 1
has '"recall":'
run 2 eval compare --peers nobody
ok 'eval'

run 0 add "$work/docs" --json
is_json 1
has '"files":3'
has '"skipped":[]'
run 0 search 'How do I repair a flat tyre?' --json -n 1
is_json 1
has 'bicycle.txt'
run 0 search 'puncture' --mode lexical --json
has 'bicycle.txt'
run 0 search 'puncture' --mode hybrid --json
has 'bicycle.txt'
LC_ALL=C run 0 search 'Wann wurde die Brücke gebaut?' -n 1
has '橋は川の上にあります'
mkdir "$work/茶"
printf 'Tee.\n' >"$work/茶/grün.txt"
printf 'Tea.\n' >"$work/茶/日本.txt"
run 0 add "$work/茶" -c names --json
has '"files":2'
LC_ALL=C run 0 add "$work/茶" -c names --json
has '"unchanged":2'
ok 'add and search'

run 0 add "$work/docs" --json
has '"unchanged":3'
has '"passages":0'
printf '\nWhite tea is steeped at seventy-five degrees.\n' >>"$work/docs/tea.md"
rm "$work/docs/deep/bicycle.txt"
run 0 add "$work/docs" --json
has '"files":1'
has '"removed":1'
run 0 search 'white tea' --json -n 1
has 'seventy-five'
run 0 search 'puncture' --mode lexical --json
has '"hits":[]'
ok 'add again: unchanged, edited and vanished files'

printf '%s\n' '{"id":"a","text":"The moon orbits the earth.","metadata":{"topic":"space","year":1969}}' \
  '{"id":"b","text":"Bread rises because of yeast.","metadata":{"topic":"food"}}' >"$work/records.jsonl"
run 0 add "$work/records.jsonl" --collection facts --json
has '"passages":2'
run 0 search 'What goes round our planet?' --collection facts --where '{"year":{"$gte":1960}}' --json
has '"id":"a"'
run 0 search 'What goes round our planet?' --collection facts --where '{"topic":"food"}' --json
has '"id":"b"'
printf 'What makes dough grow?\n\nWhat is up in the sky?\n' >"$work/questions.txt"
run 0 search --batch "$work/questions.txt" --collection facts -n 1 --json
is_json 2
run 1 get a nowhere --collection facts --json
is_json 1
has '"missing":["nowhere"]'
run 0 export --collection facts --embeddings
is_json 2
has '"embedding":['
run 0 export --collection facts --output "$work/copy.jsonl"
run 0 add "$work/copy.jsonl" --collection copy --json
has '"passages":2'
if [ -c /dev/full ]; then
  status=0
  "$root/ragged" export --collection facts >/dev/full 2>"$work/err" || status=$?
  [ "$status" -eq 1 ] || fail 'export to a full disk'
fi
"$root/ragged" export --collection facts | head -n 1 >/dev/null || fail 'export into a closed pipe'
ok 'JSON lines in and out, filters, batch'

run 0 leann export facts "$work/index/facts.leann" --json
is_json 1
run 0 leann search "$work/index/facts.leann" 'What makes dough grow?' -n 1 --json
has '"id":"b"'
run 0 leann import "$work/index/facts.leann" --collection imported --json
has '"passages":2'
run 1 leann search "$work/index/nothing.leann" 'What makes dough grow?'
ok 'an index of the Python package: export, search, import'

run 0 config --json
is_json 1
run 0 list --json
is_json 1
run 0 stats --json
is_json 1
has '"vectors":'
run 0 delete b --collection facts --json
has '"deleted":1'
run 0 delete b --collection facts --json
has '"deleted":0'
run 0 clear --collection copy --yes --json
has '"cleared":"copy"'
run 0 check --json
is_json 1
has '"ok":true'
ok 'list, stats, delete, clear, check'

run 2
run 2 nonsense
run 2 search
run 2 search x --mode sideways
run 2 search x --where '{"a":'
run 2 delete
run 2 clear
run 2 add "$work/nowhere"
run 1 search x --collection nothing-there --json
[ ! -s "$work/out" ] || fail 'an error printed to standard output'
[ "$(wc -l <"$work/err")" -eq 1 ] || fail 'an error took more than one line'
run 1 search x --backend chromadb
printf 'no_such_key: 1\n' >"$work/data/config.yaml"
run 2 list
grep -qF no_such_key "$work/err" || fail 'the error does not name the unknown key'
rm "$work/data/config.yaml"
ok 'exit statuses and errors'

# Nothing may leave the machine, so everything must work without a network.
if unshare -rn true 2>/dev/null; then
  unshare -rn "$root/ragged" add "$work/docs" --collection offline --json >"$work/out" 2>"$work/err" ||
    fail 'adding without a network'
  unshare -rn "$root/ragged" search 'How is green tea made?' --collection offline --json \
    >"$work/out" 2>"$work/err" || fail 'searching without a network'
  has 'eighty degrees'
  ok 'add and search without a network'
else
  echo 'skipped: add and search without a network (no user namespaces here)'
fi

# Enough text that adding it takes a while, in many files so that some are complete when it stops.
mkdir "$work/many"
for i in $(seq 1 $((20 * $(getconf _NPROCESSORS_ONLN)))); do
  for j in $(seq 1 40); do
    printf 'Paragraph %d of document %d tells of number %d and of nothing else.\n\n' "$j" "$i" $((i * j))
  done >"$work/many/$i.txt"
done
for signal in KILL INT; do
  # Without job control, background jobs ignore SIGINT.
  set -m
  "$root/ragged" add "$work/many" --collection "many-$signal" --json --chunk-tokens 32 \
    >"$work/out" 2>"$work/err" </dev/null &
  pid=$!
  set +m
  # When the collection appears, most of the work is still to be done.
  for _ in $(seq 1 300); do
    [ ! -d "$work/data/leann/many-$signal" ] || break
    sleep 0.1
  done
  sleep 0.5
  kill -s "$signal" "$pid" 2>/dev/null || fail "the add command ended before it could be interrupted"
  status=0
  wait "$pid" || status=$?
  if [ "$signal" = INT ] && [ "$status" -ne 130 ]; then
    fail "an interrupted add exited with $status instead of 130"
  fi
  run 0 check --json
  has '"ok":true'
  run 0 add "$work/many" --collection "many-$signal" --json --chunk-tokens 32
  run 0 check --json --collection "many-$signal"
  has '"ok":true'
  ok "SIG$signal while adding, then check and add again"
done

run 0 demo --json
is_json 1
run 0 completion
bash -n "$work/out" || fail 'the completion script is not valid bash'
ok 'demo, completion'

ci/second-day.sh || fail 'the second day'
ok 'the second day: what an update costs, and screens'
