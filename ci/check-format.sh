#!/bin/sh
# Checks the C++ against .clang-format; --fix formats it, and the Java, which every build checks. Versions of
# clang-format format differently, so only one is used: the one on PATH if it has the right version, else the one
# that ci/python.sh installs.
set -eu
major=19

cd "$(dirname "$0")/.."
tool=
for candidate in "clang-format-$major" clang-format; do
  if "$candidate" --version 2>/dev/null | grep -q "version $major\."; then
    tool=$candidate
    break
  fi
done
[ -n "$tool" ] || tool=$(ci/python.sh clang-format)/clang-format

mode='--dry-run --Werror'
[ "${1:-}" = --fix ] && mode=-i
# shellcheck disable=SC2086  # two options
find native/include native/src native/tests native/bench native/fuzz \
  \( -name '*.h' -o -name '*.c' -o -name '*.cc' -o -name '*.inc' \) -exec "$tool" $mode {} +

# src/bom has no plugins, so Maven would not know there what spotless is.
[ "${1:-}" != --fix ] || ./mvnw -q -B -ntp -pl '!src/bom' spotless:apply
