#!/bin/sh
# Installs checking tools from Python's package index under target/tools, where they are not yet, and
# prints the folder with their programs; its python3 imports their modules.
# Usage: ci/python-tools.sh [PACKAGE...]     A PACKAGE is a line of ci/requirements.txt, without its version;
# all of them without a name. Needs Python 3.9 or later with venv.
set -eu
cd "$(dirname "$0")/.."
venv=$PWD/target/tools/python

fail() {
  echo "python-tools.sh: $*" >&2
  exit 1
}

# shellcheck disable=SC2046  # a word for each
[ $# -gt 0 ] || set -- $(sed -n 's/==.*//p' ci/requirements.txt)
missing=
for package in "$@"; do
  pin=$(grep "^$package==" ci/requirements.txt) || fail "ci/requirements.txt has no $package"
  [ -e "$venv/installed/$pin" ] || missing="$missing $pin"
done
if [ -n "$missing" ]; then
  # Debian leaves ensurepip out of Python unless python3-venv is installed.
  python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 9))' 2>/dev/null ||
    fail "Python 3.9 or later with venv is missing, which installs$missing (Debian, Ubuntu: apt install python3-venv)"
  [ -x "$venv/bin/pip" ] || python3 -m venv --clear "$venv" >&2
  # shellcheck disable=SC2086  # a word for each
  "$venv/bin/pip" install -q --disable-pip-version-check --only-binary :all: $missing >&2 ||
    fail "Python's package index does not give$missing; the lines above say why"
  mkdir -p "$venv/installed"
  for pin in $missing; do
    rm -f "$venv/installed/${pin%%==*}"==*
    : >"$venv/installed/$pin"
  done
fi
echo "$venv/bin"
