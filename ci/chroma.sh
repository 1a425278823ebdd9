#!/usr/bin/env bash
# Installs the Chroma that ragged is tested with under target/tools, where it is not yet, and prints the program
# that is its command line. Usage: ci/chroma.sh     Needs Python 3 with venv and access to its package index.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=1.5.9
home=$PWD/target/tools/chroma-$version
if [ ! -x "$home/chroma" ]; then
  rm -rf "$home"
  python3 -m venv "$home/venv" >&2
  # The server is one native module; what Chroma's Python asks for beside it is hundreds of megabytes.
  "$home/venv/bin/pip" install -q --disable-pip-version-check --no-deps --target "$home/packages" "chromadb==$version" >&2
  cat >"$home/chroma.unfinished" <<SCRIPT
#!/bin/sh
PYTHONPATH='$home/packages' exec python3 -S -c 'import sys, chromadb_rust_bindings as b; b.cli(["chroma"] + sys.argv[1:])' "\$@"
SCRIPT
  chmod +x "$home/chroma.unfinished"
  mv "$home/chroma.unfinished" "$home/chroma"
fi
echo "$home/chroma"
