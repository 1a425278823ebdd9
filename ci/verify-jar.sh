#!/usr/bin/env bash
# Checks what is inside the native jars: ci/verify_jar.py says what. Without arguments it takes those
# that ci/build-all.sh deployed into target/repository, of which there must be four, and first shows
# that every check fails on a jar broken for it.
# Usage: ci/verify-jar.sh [JAR...]     Needs Python 3 with venv and access to its package index.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=$(ci/python.sh lief)/python3
if [ $# -eq 0 ]; then
  for platform in linux-x86_64 linux-arm64 macosx-arm64 macosx-x86_64; do
    jars=(target/repository/dev/ragged/ragged-leann-native/*/ragged-leann-native-*-"$platform".jar)
    if [ ${#jars[@]} -ne 1 ] || [ ! -f "${jars[0]}" ]; then
      echo "There is not one jar for $platform in target/repository; run ci/build-all.sh first." >&2
      exit 2
    fi
    set -- "$@" "${jars[0]}"
  done
  "$python" ci/verify_jar_test.py "$@"
fi
"$python" ci/verify_jar.py "$@"
