#!/usr/bin/env bash
# Compares disk use with Chroma: the same passages with text, metadata and embeddings, in a real Chroma server.
# Usage: ci/bench-chroma.sh [PATH...]     Needs Python 3 with venv and access to its package index.
# Without paths it uses the PostgreSQL documentation that ci/bench-main.sh unpacked under target/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

chroma=$(ci/python.sh chroma)/chroma
version=$(sed -n 's/^chromadb==//p' src/python/chroma.no-deps.txt)
work=$PWD/target/bench-chroma
[ $# -gt 0 ] || set -- "$PWD/target/bench/corpus/usr/share/doc/postgresql-doc-15/html"
rm -rf "$work/ragged" "$work/chroma"
mkdir -p "$work"

./ragged add "$@" --data-dir "$work/ragged" --json >&2
./ragged export --embeddings --data-dir "$work/ragged" >"$work/records.jsonl"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$chroma" run --path "$work/chroma" --port "$port" --host 127.0.0.1 >"$work/server.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT

python3 src/bench/src/main/python/fill_chroma.py "$work/records.jsonl" "http://127.0.0.1:$port"

kill "$server"
wait "$server" || true
trap - EXIT
count=$(wc -l <"$work/records.jsonl")
# Both programs have stopped, so each folder holds nothing but the collection.
ragged=$(find "$work/ragged" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
chroma=$(find "$work/chroma" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
echo "| $(uname -m), $(date +%F), Chroma $version | |"
echo "| --- | --- |"
echo "| passages | $count |"
echo "| ragged, bytes | $ragged ($((ragged / count)) per passage) |"
echo "| Chroma, bytes | $chroma ($((chroma / count)) per passage) |"
awk -v r="$ragged" -v c="$chroma" 'BEGIN { printf "| ragged relative to Chroma | 1/%.1f |\n", c / r }'
