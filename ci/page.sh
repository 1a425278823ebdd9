#!/usr/bin/env bash
# The page of `ragged serve` in a real Chromium: first search, stream, filters, keyboard, adding with progress, sizes,
# 360 px, both colour schemes, hostile texts, WCAG AA by axe in every state, no request to another site.
# Usage: ci/page.sh [--write]      --write: make the screenshots in docs/images anew, to be looked at
# Needs Node.js 18 with npm, and Chromium, which it installs from Debian's packages as root; CHROMIUM may name another.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v google-chrome || true)}
if [ -z "$CHROMIUM" ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo 'page.sh: Chromium is missing; install it (Debian, Ubuntu: sudo apt-get install chromium fonts-dejavu-core)' >&2
    exit 1
  fi
  apt-get update -qq
  apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core >/dev/null
  CHROMIUM=$(command -v chromium)
fi
command -v npm >/dev/null || {
  echo 'page.sh: npm is missing; install it (Debian, Ubuntu: sudo apt-get install nodejs npm)' >&2
  exit 1
}
PAGE_TOOLS=$PWD/target/page
mkdir -p "$PAGE_TOOLS"
npm install --prefix "$PAGE_TOOLS" --no-save --no-package-lock --no-audit --no-fund --silent \
  playwright-core@1.65.1 axe-core@4.14.1

RAGGED=$PWD/ragged
PAGE_HOME=$(mktemp -d "${TMPDIR:-/tmp}/ragged-page.XXXXXX")
stop() {
  for data in data guarded; do
    "$RAGGED" stop --data-dir "$PAGE_HOME/$data" >/dev/null 2>&1 || true
  done
  rm -rf "$PAGE_HOME"
}
trap stop EXIT

mkdir "$PAGE_HOME/docs"
cp docs/{architecture,durability,trade-offs}.md docs/decisions/{turns,text-compression}.md "$PAGE_HOME/docs"
"$RAGGED" add "$PAGE_HOME/docs" --collection docs --data-dir "$PAGE_HOME/data"
export RAGGED_SERVER_ALLOW=$PAGE_HOME
BROWSER=true "$RAGGED" serve --background --open --port 0 --data-dir "$PAGE_HOME/data" # opened by the test
"$RAGGED" serve --background --port 0 --host 0.0.0.0 --data-dir "$PAGE_HOME/guarded"
PAGE_SERVER=$(cat "$PAGE_HOME/data/server.json")
PAGE_GUARDED=$(cat "$PAGE_HOME/guarded/server.json")

PAGE_SHOTS=$PAGE_TOOLS
if [ "${1:-}" = --write ]; then PAGE_SHOTS=$PWD/docs/images; fi
export CHROMIUM PAGE_TOOLS RAGGED PAGE_HOME PAGE_SHOTS PAGE_SERVER PAGE_GUARDED
node ci/page/page.mjs
