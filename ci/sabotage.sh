#!/usr/bin/env bash
# Shows that the fault suite finds what it is for: takes out one sync, one check and one lock, one after the other, and
# runs the kind of fault that must notice. Nothing in the working tree changes: the patched class is compiled by itself
# and put before the built ones. Fails if nothing is noticed, or if a patch in src/faults/sabotage no longer applies.
# Usage: ci/sabotage.sh [PATCH...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

patches=("$@")
[ $# -gt 0 ] || patches=(sync check lock)

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
ci/faults.sh --build

for name in "${patches[@]}"; do
  case $name in
    sync) faults=(--sample --only power-loss) ;;
    check) faults=(--only damage '*:learned/*.lnc:*') ;; # few of the sample damage codes
    lock) faults=(--sample --only crowds) ;;
    *)
      echo "sabotage.sh: there is no patch '$name'; there are sync, check and lock" >&2
      exit 2
      ;;
  esac
  patch=src/faults/sabotage/$name.patch
  source=$(sed -n 's/^+++ //p' "$patch")
  printf '\n== %s: %s\n' "$name" "$(head -n 1 "$patch")"
  rm -rf "$copy/classes"
  mkdir -p "$copy/classes" "$copy/$(dirname "$source")"
  cp "$source" "$copy/$source"
  (cd "$copy" && git apply -p0 "$OLDPWD/$patch") || {
    echo "sabotage.sh: $patch no longer applies; make it anew" >&2
    exit 1
  }
  javac -nowarn -proc:none -d "$copy/classes" -cp 'src/faults/target/lib/*' "$copy/$source"
  jar --create --file "$copy/$name.jar" -C "$copy/classes" .
  status=0
  RAGGED_FAULTS_FIRST=$copy/$name.jar ci/faults.sh --first "${faults[@]}" >"$copy/$name.log" || status=$?
  if [ "$status" -ne 1 ] || ! grep -q '^WRONG' "$copy/$name.log"; then
    cat "$copy/$name.log"
    echo "sabotage.sh: ${faults[*]} has not noticed" >&2
    exit 1
  fi
  sed -n '/^WRONG/,/ again: /p' "$copy/$name.log" | cut -c 1-300
  tail -n 1 "$copy/$name.log"
done
