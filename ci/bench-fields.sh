#!/usr/bin/env bash
# Measures what each field of a collection, and each key of its metadata, takes on disk.
# Usage: ci/bench-fields.sh [PATH...]
# Without paths it uses the Python, PostgreSQL and Linux documentation, see ci/documents.sh. Nothing is
# embedded; takes about five minutes on 2 cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$PWD/target/bench/fields
mkdir -p "$work"
if [ $# -eq 0 ]; then
  pages=$(ci/documents.sh)
  mapfile -t pages <<<"$pages"
  set -- "${pages[@]}"
fi

classpath=$(ci/bench-classpath.sh)
exec java -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$classpath" dev.ragged.bench.FieldBytes "$work" "$@"
