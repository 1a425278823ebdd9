#!/bin/sh
# Installs Python packages under target/python, where they are not yet, and prints the folder with their programs; its
# python3 imports their modules. Usage: ci/python.sh NAME     A NAME stands for the files src/python/NAME.*, which pin the
# packages. Needs Python 3.9 or later with venv and access to its package index.
set -eu
cd "$(dirname "$0")/.."

command -v python3 >/dev/null || {
  echo "python.sh: Python 3.9 or later with venv is missing, which installs $1 (Debian, Ubuntu: apt install python3-venv)" >&2
  exit 1
}
python3 src/python/install.py "target/python/$1" "$1" >&2
echo "$PWD/target/python/$1/bin"
