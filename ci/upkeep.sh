#!/usr/bin/env bash
# What a second backend costs whoever works on the rest: the lines of Java that name a backend, module by
# module, code and tests apart. Prints a Markdown table. Usage: ci/upkeep.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The lines of the files on standard input that are more than white space and a brace, and those that
# name the backend.
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

# Those that should know no backend.
others=(core embed ingest migrate eval testkit)

printf '| module | | lines of code | naming LEANN | naming Chroma | lines of tests | naming LEANN | naming Chroma |\n'
printf '| --- | --- | --- | --- | --- | --- | --- | --- |\n'
for module in "${others[@]}"; do row "$module" 'knows no backend'; done
row cli 'wires them'
row peers 'what others offer'
row bench 'measures them'
row leann 'LEANN'
row chroma 'Chroma'

outside=$(for module in "${others[@]}"; do java "$module" main; done)
all=$(lines <<<"$outside")
named=$(naming 'leann|chroma' <<<"$outside")
printf '\nOutside the backends, their wiring and their measuring, %d of %d lines of code name one (%s %%).\n' \
  "$named" "$all" "$(awk "BEGIN { printf \"%.2f\", 100 * $named / $all }")"
xargs grep -niE 'leann|chroma' <<<"$outside" || true
