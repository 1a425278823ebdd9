#!/usr/bin/env bash
# Builds everything that is published from the last commit twice, and compares all jars, poms and SBOMs byte by byte. The
# builds differ in folder, time, time zone, language and umask; and the second is signed, with a key made for
# it, so this also shows that signing works and changes nothing.
# Usage: ci/reproducible.sh [--host] [MAVEN ARGUMENT...]     --host: the library of this platform alone, not all four.
# Needs what ci/build-all.sh needs, and gpg; takes twice as long.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

options=()
left_out=' '
if [ "${1:-}" = --host ]; then
  shift
  host=$(uname -sm | sed 's/Linux /linux-/; s/Darwin /macosx-/; s/aarch64/arm64/; s/amd64/x86_64/')
  options=("-Dnative.platforms=$host")
  # Without a library they are empty.
  left_out=' linux-x86_64 linux-arm64 macosx-arm64 macosx-x86_64 '
  left_out=${left_out/ $host / }
fi
options+=("$@")
command -v gpg >/dev/null || {
  echo 'reproducible.sh: gpg is missing; install it (Debian, Ubuntu: apt install gnupg).' >&2
  exit 1
}

commit=$(git rev-parse HEAD)
work=$PWD/target/reproducible
rm -rf "$work"
mkdir -p "$work"
# Not below $work: the path of gpg's socket may have 107 characters.
GNUPGHOME=$(mktemp -d "${TMPDIR:-/tmp}/ragged-gpg.XXXXXX")
export GNUPGHOME
trap 'gpgconf --kill gpg-agent; rm -rf "$GNUPGHOME"' EXIT

# build FOLDER MAVEN-ARGUMENT...: builds a clone of the last commit
build() {
  local folder=$work/$1
  shift
  mkdir -p "$folder"
  # Jars keep the permissions of sources, so these have the usual ones.
  (umask 022 && git clone -q . "$folder" && git -C "$folder" checkout -q --detach "$commit")
  "$folder/ci/build-all.sh" ${options[@]+"${options[@]}"} "$@" >"$folder.log" 2>&1 || {
    tail -n 20 "$folder.log" >&2
    exit 1
  }
}
build one
export MAVEN_GPG_PASSPHRASE=reproducible
gpg --batch --quiet --pinentry-mode loopback --passphrase "$MAVEN_GPG_PASSPHRASE" \
  --quick-generate-key 'ragged reproducible' default default 1d 2>"$work/gpg.log" || {
  cat "$work/gpg.log" >&2
  exit 1
}
(
  umask 027
  export TZ=Pacific/Auckland LC_ALL=C
  build another/place/with/a/longer/path -Prelease
)
unsigned=$work/one/target/repository
signed=$work/another/place/with/a/longer/path/target/repository
ci/verify-signatures.sh "$signed"

# The check itself must find a changed file and a missing signature.
tampered=$work/tampered
mkdir "$tampered"
find "$signed" -name 'ragged-core-*' -exec cp {} "$tampered" \;
pom=$(find "$tampered" -name '*.pom')
echo >>"$pom"
for fault in 'is not valid' 'is not signed'; do
  if message=$(ci/verify-signatures.sh "$tampered" 2>&1) || [[ $message != *"$fault"* ]]; then
    echo "reproducible.sh: a tampered file should fail with '$fault', but: $message" >&2
    exit 1
  fi
  rm -f "$pom.asc"
done

# names FOLDER: its files, without the time that Maven puts into the names of snapshots
names() {
  (cd "$1" && find . -type f \( -name '*.jar' -o -name '*.pom' -o -name '*.json' \)) |
    sed -E 's/-[0-9]{8}\.[0-9]{6}-1([-.])/-SNAPSHOT\1/' | LC_ALL=C sort
}
# copy FOLDER TO: its files under those names
copy() {
  local file to
  while read -r file; do
    to=$2/$(sed -E 's/-[0-9]{8}\.[0-9]{6}-1([-.])/-SNAPSHOT\1/' <<<"${file#"$1/"}")
    mkdir -p "$(dirname "$to")"
    cp "$file" "$to"
  done < <(find "$1" -type f \( -name '*.jar' -o -name '*.pom' -o -name '*.json' \))
}
copy "$unsigned" "$work/first"
copy "$signed" "$work/second"
diff <(names "$unsigned") <(names "$signed") || {
  echo 'reproducible.sh: the builds deployed different files.' >&2
  exit 1
}
equal=0
different=0
for file in $(names "$unsigned"); do
  for platform in $left_out; do
    case $file in *-"$platform".jar) continue 2 ;; esac
  done
  if cmp "$work/first/$file" "$work/second/$file"; then
    equal=$((equal + 1))
    continue
  fi
  different=$((different + 1))
  case $file in
    # What is in only one of them, or has another checksum, time, permission or position.
    *.jar)
      diff <(unzip -v "$work/first/$file" | tail -n +2) <(unzip -v "$work/second/$file" | tail -n +2) ||
        true
      diff <(unzip -Z "$work/first/$file" | tail -n +2) <(unzip -Z "$work/second/$file" | tail -n +2) ||
        true
      ;;
    *) diff "$work/first/$file" "$work/second/$file" | head -n 20 || true ;;
  esac
done
printf '%d files equal, %d different\n' "$equal" "$different"
names "$unsigned" | sed 's/.*\.//' | sort | uniq -c
[ "$different" -eq 0 ]
