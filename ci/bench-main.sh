#!/usr/bin/env bash
# The main benchmark: indexes real documentation, asks questions, compares with exact search.
# Usage: ci/bench-main.sh [QUESTIONS [PATH...]]
# Without paths it fetches Debian's packages of the Python, PostgreSQL and Linux documentation and
# unpacks them under target/ (nothing is installed). Takes about 40 minutes on 2 cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

questions=${1:-500}
shift || true
work=$PWD/target/bench
mkdir -p "$work"

if [ $# -eq 0 ]; then
  corpus=$work/corpus
  if [ ! -d "$corpus/usr" ]; then
    if ! command -v apt-get >/dev/null; then
      echo "The default documents are Debian packages; name folders to index instead." >&2
      exit 2
    fi
    mkdir -p "$work/packages" "$corpus"
    (cd "$work/packages" && apt-get download python3.11-doc postgresql-doc-15 linux-doc-6.1 >&2) || {
      echo "The packages cannot be fetched; refresh the lists with 'apt-get update' first." >&2
      exit 1
    }
    for package in "$work"/packages/*.deb; do
      dpkg -x "$package" "$corpus"
    done
  fi
  docs=$corpus/usr/share/doc
  set -- "$docs"/python3.11/html/{library,reference,howto,tutorial,c-api,faq,using,extending,whatsnew} \
    "$docs/postgresql-doc-15/html" \
    "$docs"/linux-doc-6.1/html/{admin-guide,core-api,networking,filesystems,process,virt} \
    "$docs"/linux-doc-6.1/html/{dev-tools,trace,scheduler,mm,security,power}
fi

./mvnw -q -B -DskipTests -pl src/eval -am package dependency:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory=target/lib >&2

echo "| $(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1) | |"
echo "| --- | --- |"
exec java -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "src/eval/target/classes:src/eval/target/lib/*" \
  dev.ragged.eval.MainBenchmark "$work/store" "$questions" "$@"
