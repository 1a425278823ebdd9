#!/usr/bin/env bash
# Times the server: its answers by mode, asked for the first time and again; the first streamed hits; Chroma's server with the
# same passages; 1, 4 and 16 clients; the cold command; all with and without a budget of memory.
# Usage: ci/bench-serve.sh [QUESTIONS [PATH...]]     200 questions and docs by default. Needs curl, and Python 3 with venv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
questions=${1:-200}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- "$PWD/docs"
documents=("$@")

chroma=$(ci/python.sh chroma)/chroma
classpath=$(ci/bench-classpath.sh)
work=$PWD/target/bench-serve
rm -rf "$work"
mkdir -p "$work"
export RAGGED_DATA_DIR=$work/ragged
./ragged add "${documents[@]}" --quiet >&2
./ragged export --embeddings >"$work/records.jsonl"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$chroma" run --path "$work/chroma" --port "$port" --host 127.0.0.1 >"$work/chroma.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; ./ragged stop >/dev/null || true' EXIT
python3 src/bench/src/main/python/fill_chroma.py "$work/records.jsonl" "http://127.0.0.1:$port" >&2

echo "$(uname -m), $(nproc) cores, $(date +%F), $(wc -l <"$work/records.jsonl") passages, $questions questions"
# measure TITLE MEGABYTES WARM
measure() {
  printf '\n## %s\n\n' "$1"
  export RAGGED_CACHE_MEGABYTES=$2 RAGGED_SERVER_WARM=$3
  local url pid
  url=$(./ragged serve --background --port 0 --json | sed 's/.*"url":"\([^"]*\)".*/\1/')
  if [ "$3" = true ]; then await_warmed "$url"; fi
  java -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$classpath" dev.ragged.bench.ServeBenchmark \
    "$url" "http://127.0.0.1:$port" "$questions" "${documents[@]}"
  pid=$(sed 's/.*"pid":\([0-9]*\).*/\1/' "$RAGGED_DATA_DIR/server.json")
  awk '/VmRSS/ { printf "resident: %.0f MB\n", $2 / 1000 }' "/proc/$pid/status"
  ./ragged stop >/dev/null
}

# Until the server has embedded ahead all that it can.
await_warmed() { # URL
  local before=- now=0
  until [ "$now" = "$before" ] && [ "$now" -gt 0 ]; do
    before=$now
    sleep 10
    now=$(curl -s "$1/api/v1/status" | sed 's/.*"vectors":\([0-9]*\).*/\1/')
  done
}

measure 'Budget of 64 MiB' 64 false
measure 'Budget of 64 MiB, warmed while nobody asked' 64 true
measure 'No budget' 0 false

printf '\n## Cold\n\n'
for mode in lexical hybrid vector; do
  for _ in 1 2 3 4 5; do
    begin=$(date +%s%N)
    ./ragged search 'How is a backup verified?' --mode "$mode" --json >/dev/null
    echo $((($(date +%s%N) - begin) / 1000000))
  done | sort -n | awk -v mode="$mode" 'NR == 3 { printf "cold command, %s: %d ms (median of 5)\n", mode, $1 }'
done
