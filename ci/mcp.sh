#!/usr/bin/env bash
# Agents' protocol, by other people's programs: the official conformance tool, the official clients in TypeScript and Python,
# and the inspector, over standard streams and over HTTP. Fetches them, pinned by ci/mcp/package.json and src/python/mcp.txt,
# into target/mcp and target/python. Takes some minutes. Needs npm, and Python 3.10 or later. Usage: ci/mcp.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What wants tools, prompts and resources of the conformance tool's own, which do not ship: against a server for tests that
# has them behind the same servlet.
demo='completion-complete tools-call-simple-text tools-call-image tools-call-audio tools-call-embedded-resource
  tools-call-mixed-content tools-call-with-logging tools-call-error tools-call-with-progress tools-call-sampling
  tools-call-elicitation json-schema-2020-12 elicitation-sep1034-defaults elicitation-sep1330-enums resources-read-text
  resources-read-binary resources-templates-read resources-subscribe resources-unsubscribe prompts-list
  prompts-get-simple prompts-get-with-args prompts-get-embedded-resource prompts-get-with-image'
# What wants nothing of its own: against ragged serve, and the server for tests.
own='server-initialize logging-set-level ping tools-list resources-list server-sse-multiple-streams'
# Against ragged serve alone, as its filter does it, and not the servlet.
guarded='dns-rebinding-protection'
# Streams that are taken up again, which the SDK's servlet does not offer and the protocol does not demand.
left='server-sse-polling'

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

work=$PWD/target/mcp
mkdir -p "$work"
cp ci/mcp/package.json "$work"
npm install --prefix "$work" --silent --no-audit --no-fund --ignore-scripts
python=$(ci/python.sh mcp)
./mvnw -q -B -ntp -DskipTests -Dnative.tests=OFF -pl src/mcp,src/cli -am package dependency:copy-dependencies \
  -DincludeScope=test -DoutputDirectory=target/test-lib
# What is run lies where packages can be imported from.
cp ci/mcp/client.mjs "$work"

tools=$work/node_modules/.bin
# Its own Node where there is one for this platform, as the inspector needs 22.19.
for folder in "$work"/node_modules/node-*/bin; do
  if [ -x "$folder/node" ]; then PATH=$folder:$PATH; fi
done

home=$(mktemp -d "${TMPDIR:-/tmp}/ragged-mcp.XXXXXX")
processes=()
clean() {
  for process in "${processes[@]}"; do kill "$process" 2>/dev/null || true; done
  rm -rf "$home"
}
trap clean EXIT
mkdir -p "$home/documents"
printf '# Tea\n\nGreen tea is steeped at eighty degrees.\n' >"$home/documents/tea.md"
export DOCUMENTS=$home/documents RAGGED_SERVER_ALLOW=$home/documents RAGGED_DATA_DIR=$home/data
ragged=(java -jar src/cli/target/ragged-cli.jar)
port() { sed -n 's|.*http://127.0.0.1:\([0-9]*\).*|\1|p' "$1" | head -n 1; }
await() { # FILE
  for _ in $(seq 600); do
    [ -z "$(port "$1")" ] || return 0
    sleep 0.1
  done
  fail "nothing answers: $(cat "$1")"
}
# A tool's answer is kept, and shown if it fails.
quiet() {
  "$@" >"$home/said" 2>&1 || {
    cat "$home/said" >&2
    fail "$*"
  }
}

# --- over standard streams, without a server -------------------------------------------------------
quiet node "$work/client.mjs" stdio "${ragged[@]}" mcp
tail -n 1 "$home/said"
quiet "$python/python3" ci/mcp/client.py stdio "${ragged[@]}" mcp
tail -n 1 "$home/said"

inspect() { # NAME TARGET... -- METHOD OPTIONS...
  local name=$1
  shift
  quiet "$tools/mcp-inspector" --cli "$@"
  grep -q . "$home/said" || fail "the inspector says nothing of $name"
}
inspector() { # WHERE TARGET...
  local where=$1
  shift
  inspect tools/list "$@" --method tools/list --strict
  for tool in search get list_collections status add; do
    grep -q "\"$tool\"" "$home/said" || fail "the inspector does not list $tool"
  done
  inspect search "$@" --method tools/call --tool-name search --tool-arg 'question=how hot should the water be?'
  grep -q 'eighty degrees' "$home/said" || fail "the inspector's search does not find the passage"
  inspect get "$@" --method tools/call --tool-name get --tool-arg collection=typescript "names=[\"$DOCUMENTS\"]"
  grep -q 'eighty degrees' "$home/said" || fail "the inspector's get does not show the passage"
  for tool in list_collections status; do
    inspect "$tool" "$@" --method tools/call --tool-name "$tool"
    grep -q typescript "$home/said" || fail "the inspector's $tool does not name the collection"
  done
  inspect add "$@" --method tools/call --tool-name add --tool-arg "paths=[\"$DOCUMENTS\"]" collection=typescript
  grep -q '"unchanged": *1' "$home/said" || fail "the inspector's add does not find the file unchanged"
  inspect resources/templates/list "$@" --method resources/templates/list
  echo "ok  inspector over $where"
}
# It hands no variables on.
inspector stdio env "RAGGED_DATA_DIR=$RAGGED_DATA_DIR" "RAGGED_SERVER_ALLOW=$RAGGED_SERVER_ALLOW" "${ragged[@]}" mcp

# --- over HTTP -------------------------------------------------------------------------------------
"${ragged[@]}" serve --port 0 >"$home/serve" 2>&1 &
processes+=($!)
await "$home/serve"
url=http://127.0.0.1:$(port "$home/serve")/mcp
token=$(sed -n 's/.*"token":"\([^"]*\)".*/\1/p' "$RAGGED_DATA_DIR/server.json")
quiet node "$work/client.mjs" http "$url" "$token"
tail -n 1 "$home/said"
quiet "$python/python3" ci/mcp/client.py http "$url" "$token"
tail -n 1 "$home/said"
inspector http "$url" --transport http --header "Authorization: Bearer $token"

# --- the conformance tool --------------------------------------------------------------------------
java -cp 'src/mcp/target/test-classes:src/mcp/target/classes:src/mcp/target/test-lib/*' \
  dev.ragged.mcp.ConformanceServer >"$home/demo" 2>&1 &
processes+=($!)
await "$home/demo"
conforms() { # WHERE URL SCENARIO...
  local where=$1 at=$2 count=0
  shift 2
  for scenario in "$@"; do
    quiet "$tools/conformance" server --url "$at" --scenario "$scenario" -o "$home/results"
    count=$((count + 1))
  done
  echo "ok  $count scenarios of the conformance tool against $where"
}
# shellcheck disable=SC2086 # lists of words
conforms 'ragged serve' "$url" $own $guarded
# shellcheck disable=SC2086
conforms 'the servlet with the tools that it asks for' "http://127.0.0.1:$(port "$home/demo")/mcp" $own $demo
listed=$("$tools/conformance" list --server | sed -n 's/^  - \([a-z0-9-]*\) .*/\1/p' | sort)
# shellcheck disable=SC2086
known=$(printf '%s\n' $own $demo $guarded $left | sort)
[ "$listed" = "$known" ] || fail "the conformance tool has other scenarios: $(diff <(echo "$listed") <(echo "$known"))"
echo "ok  all $(echo "$listed" | wc -l) scenarios but $left"
