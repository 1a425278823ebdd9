#!/usr/bin/env bash
# Every kind of model with a thousand passages each, and models in TorchScript as PyTorch writes them; then the command line
# with the jars beside it that docs/models.md names, and without. Takes a quarter of an hour and 3 GB: PyTorch, once from
# Python's package index to write models, once as jars to run them. Usage: ci/models.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=$(ci/python.sh leann-models)
models=$PWD/target/torchscript
"$python/python3" ci/torchscript.py "$models"

./mvnw -B -ntp -Ptorch -pl src/embed-torch,src/cli -am verify -Dnative.tests=OFF \
  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test='TorchModelIT,ModelKindsIT' -Dfailsafe.failIfNoSpecifiedTests=false "-Dragged.torchscript=$models"

work=$(mktemp -d "${TMPDIR:-/tmp}/ragged-models.XXXXXX")
trap 'rm -rf "$work"' EXIT
fail() {
  printf 'FAILED: %s\n' "$*" >&2
  cat "$work/err" >&2
  exit 1
}
mkdir "$work/home" "$work/home/app"
cp -R src/cli/target/ragged-cli.jar src/cli/target/lib src/cli/target/native "$work/home/app"
cp ragged "$work/home"
printf 'Green tea is steeped at eighty degrees.\n' >"$work/tea.txt"
export RAGGED_DATA_DIR=$work/data RAGGED_MODEL=$models/minilm

if "$work/home/ragged" add "$work/tea.txt" 2>"$work/err"; then fail 'a model in TorchScript ran without PyTorch'; fi
[ "$(wc -l <"$work/err")" -eq 1 ] || fail 'this should be one sentence:'
grep -q 'ragged-embed-torch' "$work/err" || fail 'this should name the jars:'

cp src/embed-torch/target/ragged-embed-torch-*.jar src/embed-torch/target/lib/*.jar "$work/home"
"$work/home/ragged" add "$work/tea.txt" 2>"$work/err" || fail 'with the jars beside the launcher, add ended with'
"$work/home/ragged" search 'hot drink' --mode vector --json >"$work/out" 2>"$work/err" || fail 'search ended with'
grep -q 'steeped' "$work/out" || fail 'search did not find the passage'
[ ! -s "$work/err" ] || fail 'nothing should be said beside the answer, but was:'
echo 'ok  TorchScript by the launcher, with the jars beside it and without'
