#!/bin/sh
# Checks the C++ against .clang-format; with --fix rewrites it. Versions of clang-format differ in
# what they make of one style, so this takes exactly one: the one on PATH if it fits, else the wheel
# of that version from the Python package index, kept under target/.
set -eu
major=19
wheel=19.1.7

cd "$(dirname "$0")/.."
fits() {
  "$1" --version 2>/dev/null | grep -q "version $major\."
}

tool=
for candidate in "clang-format-$major" clang-format "target/clang-format/bin/clang-format"; do
  if fits "$candidate"; then
    tool=$candidate
    break
  fi
done
if [ -z "$tool" ]; then
  if python3 -m venv target/clang-format >/dev/null 2>&1 &&
    target/clang-format/bin/pip install -q "clang-format==$wheel" >/dev/null 2>&1 &&
    fits target/clang-format/bin/clang-format; then
    tool=target/clang-format/bin/clang-format
  else
    echo "check-format.sh: clang-format $major is missing: install it, or Python 3 with venv and access to its package index" >&2
    exit 1
  fi
fi

mode='--dry-run --Werror'
[ "${1:-}" = --fix ] && mode=-i
# shellcheck disable=SC2086  # two options
find native/include native/src native/tests native/bench \
  \( -name '*.h' -o -name '*.c' -o -name '*.cc' -o -name '*.inc' \) -exec "$tool" $mode {} +
