#!/usr/bin/env bash
# Lets the PyTorch of Python's package index run on a machine without a GPU and without the gigabytes of CUDA
# libraries that it is linked to: a library that answers "no device" stands in for all of them. What computes
# on the CPU is left as it is. Usage: ci/cpu-torch.sh PYTHON, where torch is installed.
set -euo pipefail

python=$1
if "$python" -c 'import torch' 2>/dev/null; then
  exit 0
fi
lib=$("$python" -c 'import importlib.util as u; print(u.find_spec("torch").submodule_search_locations[0])')/lib
# NAME or NAME@VERSION; the loader insists on the versions.
symbols=$(nm -D --undefined-only "$lib"/*.so | grep -oE ' (__cuda|cu|nccl|nv)[A-Za-z0-9_]+(@\S+)?' | sort -u)
source=$(mktemp --suffix .c)
versions=$(mktemp)
trap 'rm -f "$source" "$versions"' EXIT
# 100 is cudaErrorNoDevice.
awk -F '[ @]' '!seen[$2]++ { print "int " $2 "(void) { return 100; }" }' <<<"$symbols" >"$source"
awk -F '[ @]' '$3 { names[$3] = names[$3] $2 "; " } END { for (v in names) print v " { " names[v] "};" }' \
  <<<"$symbols" >"$versions"
"${CC:-cc}" -shared -fPIC -w -Wl,--version-script="$versions" -o "$lib/libnocuda.so" "$source"
readelf -d "$lib"/*.so | grep -oE '\[lib(cu|nccl|nv)[^]]*' | tr -d '[' | sort -u |
  while read -r name; do
    [ -e "$lib/$name" ] || ln -s libnocuda.so "$lib/$name"
  done
"$python" -c 'import torch'
