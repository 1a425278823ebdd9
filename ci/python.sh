#!/bin/sh
# Installs Python packages under target/python unless they are there already, and prints the folder of their programs; its
# python3 can import them. Usage: ci/python.sh NAME     A NAME stands for the files src/python/NAME.*, which pin the
# packages. Needs Python 3.9 or later with venv and access to its package index.
set -eu
cd "$(dirname "$0")/.."

command -v python3 >/dev/null || {
  echo "python.sh: installing $1 needs Python 3.9 or later with venv (Debian, Ubuntu: apt install python3-venv)" >&2
  exit 1
}
python3 src/python/install.py "target/python/$1" "$1" >&2
echo "$PWD/target/python/$1/bin"
