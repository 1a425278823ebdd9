#!/usr/bin/env bash
# Checks what no compiler checks: shell scripts (shellcheck), workflows (actionlint), the Dockerfile (hadolint) and
# compose.yaml (docker compose, else the library it uses; also that it names the tested version of Chroma). Then builds the
# Javadoc (ci/javadoc.sh).
# Uses the tools on PATH, else installs pinned ones under target: shellcheck and hadolint with Python 3.9 and venv, the
# others with Go.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools=$PWD/target/tools/go

# from_python PROGRAM: sets REPLY to the program's path
from_python() {
  REPLY=$(command -v "$1") || REPLY=$(ci/python.sh "$1")/$1
}

# from_go PROGRAM ARGUMENT...: the same; installs it by running go with these arguments
from_go() {
  REPLY=$(command -v "$1") && return
  if ! command -v go >/dev/null; then
    echo "lint.sh: neither $1 nor Go to build it was found; install one of them (Debian, Ubuntu: apt install golang)" >&2
    exit 1
  fi
  mkdir -p "$tools"
  REPLY=$tools/$1
  GOBIN=$tools go "${@:2}" || {
    echo "lint.sh: could not build $1; see the lines above" >&2
    exit 1
  }
}

from_python shellcheck
shellcheck=$REPLY
# Includes files that are not committed yet.
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
  echo "lint.sh: compose.yaml must name Chroma $chroma, the version in src/python/chroma.no-deps.txt" >&2
  exit 1
}
echo 'ok  compose.yaml'

ci/javadoc.sh
