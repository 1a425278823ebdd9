#!/usr/bin/env bash
# What a second backend costs whoever works on the rest: the lines of Java that name a backend, per module,
# code and tests apart. Prints a Markdown table. Fails if code that ships names a backend outside the
# backends and the peers they are compared with. Usage: ci/upkeep.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The lines of the files on standard input that are more than white space and braces, and those that
# name a backend.
lines() { xargs -r cat | grep -cvE '^[[:space:]]*[{}()]*;?[[:space:]]*$' || true; }
naming() { xargs -r cat | grep -ciE "$1" || true; }

java() { find "src/$1/src/$2" -name '*.java' 2>/dev/null | LC_ALL=C sort; }

row() {
  local module=$1 role=$2 code tests
  code=$(java "$module" main)
  tests=$(java "$module" test)
  printf '| %s | %s | %d | %d | %d | %d | %d | %d |\n' "$module" "$role" \
    "$(lines <<<"$code")" "$(naming leann <<<"$code")" "$(naming chroma <<<"$code")" \
    "$(lines <<<"$tests")" "$(naming leann <<<"$tests")" "$(naming chroma <<<"$tests")"
}

others=(core config app mcp server cli embed ingest migrate eval)

printf '| module | | lines of code | naming LEANN | naming Chroma | lines of tests | naming LEANN | naming Chroma |\n'
printf '| --- | --- | --- | --- | --- | --- | --- | --- |\n'
for module in "${others[@]}"; do row "$module" 'knows no backend'; done
row testkit 'tests them'
row peers 'compares them'
row bench 'measures them'
row leann 'LEANN'
row chroma 'Chroma'

outside=$(for module in "${others[@]}"; do java "$module" main; done)
printf '\nOf %d lines of code that should name no backend, %d do.\n' \
  "$(lines <<<"$outside")" "$(naming 'leann|chroma' <<<"$outside")"
if xargs grep -niE 'leann|chroma' <<<"$outside" >&2; then
  echo 'The lines above name a backend; only src/leann, src/chroma, src/peers, src/bench and src/testkit may.' >&2
  exit 1
fi
