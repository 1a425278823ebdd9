#!/usr/bin/env bash
# Compares ragged with Chroma, Lucene, JVector, faiss, hnswlib and Python LEANN on the documents that bench-main.sh
# indexes, for docs/benchmarks.md. Takes half an hour on 2 cores, most of it embedding.
# Usage: ci/bench-compare.sh [OPTION OF ragged eval compare...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

pages=$(ci/documents.sh)
documents=$PWD/target/bench/documents
rm -rf "$documents"
while IFS= read -r folder; do
  name=${folder#*/usr/share/doc/}
  mkdir -p "$documents/${name%/*}"
  cp -a "$folder" "$documents/$name"
done <<<"$pages"

./ragged eval compare "$documents" --work target/bench/eval --charts docs/images \
  --peers chroma,lucene,jvector,faiss,hnswlib,leann-python "$@"
