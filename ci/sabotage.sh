#!/usr/bin/env bash
# Shows that the fault suite finds what it is for: in a copy of the last commit, takes out one sync, one check and one
# lock, one after the other, and runs the kind of fault that must notice. Fails if it does not, or if a patch in
# src/faults/sabotage no longer applies. Usage: ci/sabotage.sh [PATCH...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

patches=("$@")
[ $# -gt 0 ] || patches=(sync check lock)

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git clone -q . "$copy/ragged"
cd "$copy/ragged"

for name in "${patches[@]}"; do
  case $name in
    sync) kind=power-loss ;;
    check) kind=damage ;;
    lock) kind=crowds ;;
    *)
      echo "sabotage.sh: there is no patch '$name'; there are sync, check and lock" >&2
      exit 2
      ;;
  esac
  patch=src/faults/sabotage/$name.patch
  printf '\n== %s: %s\n' "$name" "$(head -n 1 "$patch")"
  git apply -p0 "$patch" || {
    echo "sabotage.sh: $patch no longer applies; make it anew" >&2
    exit 1
  }
  status=0
  ci/faults.sh --sample --only "$kind" >"$copy/$name.log" || status=$?
  git apply -p0 --reverse "$patch"
  if [ "$status" -ne 1 ] || ! grep -q '^WRONG' "$copy/$name.log"; then
    cat "$copy/$name.log"
    echo "sabotage.sh: $kind has not noticed" >&2
    exit 1
  fi
  grep -m 1 -A 3 '^WRONG' "$copy/$name.log" | cut -c 1-300
  tail -n 1 "$copy/$name.log"
done
