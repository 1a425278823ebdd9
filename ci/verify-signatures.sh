#!/usr/bin/env bash
# Checks that everything in a folder of deployed artifacts has a valid signature beside it.
# Usage: ci/verify-signatures.sh [FOLDER]    Default: target/repository, as built by ci/build-all.sh -Prelease. Needs gpg
# with the public key, in GNUPGHOME if set.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

repository=${1:-target/repository}
command -v gpg >/dev/null || {
  echo 'verify-signatures.sh: gpg is missing; install it (Debian, Ubuntu: apt install gnupg).' >&2
  exit 1
}
errors=$(mktemp "${TMPDIR:-/tmp}/ragged-gpg.XXXXXX")
trap 'rm -f "$errors"' EXIT
count=0
while read -r file; do
  [ -f "$file.asc" ] || {
    echo "verify-signatures.sh: $file is not signed; build with -Prelease." >&2
    exit 1
  }
  gpg --batch --quiet --verify "$file.asc" "$file" 2>"$errors" || {
    cat "$errors" >&2
    echo "verify-signatures.sh: the signature of $file is not valid." >&2
    exit 1
  }
  count=$((count + 1))
done < <(find "$repository" -type f \( -name '*.jar' -o -name '*.pom' -o -name '*.json' \) | LC_ALL=C sort)
[ "$count" -gt 0 ] || {
  echo "verify-signatures.sh: there is nothing in $repository; run ci/build-all.sh -Prelease first." >&2
  exit 2
}
printf 'ok  %d files have valid signatures\n' "$count"
