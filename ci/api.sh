#!/usr/bin/env bash
# Asks a real server everything that its OpenAPI allows, and much that it does not (schemathesis): no answer may be a server
# error or differ from the document. Usage: ci/api.sh [EXAMPLES]     EXAMPLES a route, 50 by default
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ragged=$PWD/ragged
examples=${1:-50}

programs=$(ci/python.sh schemathesis)
work=$(mktemp -d "${TMPDIR:-/tmp}/ragged-api.XXXXXX")
export RAGGED_DATA_DIR=$work/data RAGGED_SERVER_TOKEN=a-token-for-this-run RAGGED_SERVER_ALLOW=$work/notes
trap '"$ragged" stop >/dev/null || true; rm -rf "$work"' EXIT

mkdir "$work/notes"
printf 'Green tea is steeped for two minutes.\n' >"$work/notes/tea.md"
printf 'The ferry leaves the harbour at seven.\n' >"$work/notes/boat.md"
"$ragged" add "$work/notes" --quiet
"$ragged" add "$work/notes" --quiet -c notes
url=$("$ragged" serve --background --port 0 --json | sed 's/.*"url":"\([^"]*\)".*/\1/')

# Data that the document allows may be refused all the same, such as a question for a collection that does not exist, and
# a job that was cancelled can still be looked at.
# It leaves its findings in the folder that it runs in.
cd "$work"
"$programs/schemathesis" run "$url/openapi.json" --url "$url" --checks all \
  --exclude-checks positive_data_acceptance,negative_data_rejection,use_after_free \
  -H "Authorization: Bearer $RAGGED_SERVER_TOKEN" --max-examples "$examples" --seed 1 --workers 1 \
  --phases examples,coverage,fuzzing,stateful --suppress-health-check all --request-timeout 60
"$ragged" check
