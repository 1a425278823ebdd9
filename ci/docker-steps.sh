#!/usr/bin/env bash
# Tests the image by using it: builds it, then adds read-only documents and finds them, as the image's own user and
# without a network. Without a Docker engine the same steps run on this machine: the build in a clean folder, the rest in
# its output, as a user without rights or home if the current user is root.
# Usage: ci/docker-steps.sh
# Takes about five minutes plus Maven's downloads. Needs a Docker engine, or what docker/build.sh needs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d "${TMPDIR:-/tmp}/ragged-docker.XXXXXX")
undo=()
finish() {
  for action in "${undo[@]}"; do $action >/dev/null || true; done
  chmod -R u+w "$work"
  rm -rf "$work"
}
trap finish EXIT
mkdir "$work/documents" "$work/data"
printf '# Tea\n\nGreen tea is steeped at eighty degrees for two minutes.\n' >"$work/documents/tea.md"
printf 'To mend a puncture, glue a patch on the inner tube.\n' >"$work/documents/bicycle.txt"
chmod 755 "$work"
chmod -R a+rX,a-w "$work/documents"

step() { printf '\n== %s\n' "$*"; }

if docker info >/dev/null 2>&1; then
  step 'build the image'
  docker build --tag ragged:steps .
  volume=ragged-steps-$$
  docker volume create "$volume" >/dev/null
  undo=("docker volume rm --force $volume")
  ragged() {
    docker run --rm --network none --cap-drop ALL --security-opt no-new-privileges \
      -v "$volume:/data" -v "$work/documents:/documents:ro" ragged:steps "$@"
  }
  documents=/documents
  [ "$(docker run --rm --entrypoint id ragged:steps -u)" != 0 ] || {
    echo 'The image runs as root.' >&2
    exit 1
  }
else
  step 'no Docker engine: build in a clean folder'
  mkdir "$work/source"
  git ls-files -z --cached --others --exclude-standard | tar --null --files-from - --create |
    tar --extract --directory "$work/source"
  installed=$work/opt/ragged
  (cd "$work/source" && docker/build.sh "$installed")
  rm -rf "$work/source" # the output must not depend on it

  step 'the class data archive'
  "$installed/ragged" --version
  test -s "$installed/app/ragged.jsa"
  chmod -R a+rX,a-w "$installed"

  as_nobody=()
  if [ "$(id -u)" = 0 ]; then
    as_nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs --bounding-set=-all)
    chown 65534:65534 "$work/data"
  else
    echo 'skipped: running as another user (needs root)'
  fi
  if unshare -rn true 2>/dev/null; then
    no_network=(unshare -n)
    [ "$(id -u)" = 0 ] || no_network=(unshare -rn)
  else
    no_network=()
    echo 'skipped: running without a network (no namespaces here)'
  fi
  mkdir "$work/tmp"
  chmod 1777 "$work/tmp"
  # In a folder that the user cannot write to, as in the image.
  ragged() {
    (cd / && "${no_network[@]}" "${as_nobody[@]}" env -i PATH="$PATH" ${JAVA_HOME:+JAVA_HOME="$JAVA_HOME"} \
      LANG=C.UTF-8 HOME=/nonexistent RAGGED_DATA_DIR="$work/data" RAGGED_JAVA_OPTS="-Djava.io.tmpdir=$work/tmp" \
      "$installed/ragged" "$@")
  }
  documents=$work/documents
fi

# expect TEXT ARGS...: checks that the output of a command contains a text
expect() {
  local text=$1 answer
  shift
  answer=$(ragged "$@")
  if ! grep -qF -- "$text" <<<"$answer"; then
    printf 'FAILED: the output of ragged %s lacks %s:
%s
' "$*" "$text" "$answer" >&2
    exit 1
  fi
  printf 'ok  ragged %s\n' "$*"
}

step 'use it'
ragged doctor
expect '"ok":true' doctor --json
expect '"files":2' add "$documents" --json
expect 'tea.md' search 'How hot should the water be?' -n 1 --json
expect 'bicycle.txt' search puncture --mode lexical --json
expect '"ok":true' check --json
expect '"answers":' demo --json

if docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1; then
  step 'with Chroma'
  compose() { RAGGED_DOCUMENTS=$work/documents docker compose --project-name "$volume" "$@"; }
  undo+=('compose --profile both down --volumes')
  docker tag ragged:steps ragged:local
  compose --profile chromadb run --rm ragged-chromadb add /documents --json
  answer=$(compose --profile chromadb run --rm ragged-chromadb search 'How hot should the water be?' -n 1 --json)
  grep -qF tea.md <<<"$answer"
fi
