#!/usr/bin/env bash
# Checks the contents of the native jars with ci/verify_jar.py. Without arguments it takes the four that ci/build-all.sh
# deployed into target/repository, and first shows that every check fails on a jar that was broken for it.
# Usage: ci/verify-jar.sh [JAR...]     Needs Python 3 with venv and access to its package index.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=$(ci/python.sh lief)/python3
if [ $# -eq 0 ]; then
  for platform in linux-x86_64 linux-arm64 macosx-arm64 macosx-x86_64; do
    jars=(target/repository/dev/ragged/ragged-leann-native/*/ragged-leann-native-*-"$platform".jar)
    if [ ${#jars[@]} -ne 1 ] || [ ! -f "${jars[0]}" ]; then
      echo "target/repository does not contain exactly one jar for $platform; run ci/build-all.sh first." >&2
      exit 2
    fi
    set -- "$@" "${jars[0]}"
  done
  "$python" ci/verify_jar_test.py "$@"
fi
"$python" ci/verify_jar.py "$@"
