#!/usr/bin/env bash
# Uses a real server hard: 8 clients search while 2 add and delete and a watched folder changes; halfway the server is killed
# (kill -9) and restarted. Prints memory, descriptors and threads over time, and fails on any error, on a write that was
# acknowledged and is gone, and on damage. Usage: ci/soak.sh [SECONDS]     an hour by default
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-3600}

work=$(mktemp -d "${TMPDIR:-/tmp}/ragged-soak.XXXXXX")
export RAGGED_DATA_DIR=$work/data RAGGED_SERVER_ALLOW=$work RAGGED_SERVER_TOKEN=a-token-for-this-run
trap './ragged stop >/dev/null || true; rm -rf "$work"' EXIT

mkdir -p "$work/notes/watched"
cp docs/*.md "$work/notes"
./ragged add "$work"/notes/*.md "$work/notes/watched" -c soak --quiet
java -cp src/cli/target/ragged-cli.jar ci/Soak.java "$work" "$seconds" \
  ./ragged serve --background --watch --port 0
