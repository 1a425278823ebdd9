#!/usr/bin/env bash
# Uses what ci/build-all.sh deployed as another project would: by coordinates alone, from target/repository, with a
# separate local repository. Tests the platform artifact, this machine's native jar alone, and no native jar, where Chroma
# takes over; each with Java 17 and with the newest JDK found.
# Usage: ci/consumer.sh     Needs Linux on x86-64 and, for Chroma, Python 3 with venv and its package index.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

repository=$PWD/target/repository
work=$PWD/target/consumer
fail() {
  echo "consumer: $*" >&2
  exit 1
}
[ -d "$repository" ] || fail 'there is no target/repository; run ci/build-all.sh first'
version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' src/bom/pom.xml | head -n 1)
rm -rf "$work/m2/dev/ragged" "$work/data"
mkdir -p "$work"

# Java 17 if available, and the newest.
javas=()
newest=
for home in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")" /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  [ -x "$home/bin/java" ] && [ -r "$home/release" ] || continue
  major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
  [ "${major:-0}" -ge 17 ] || continue
  if [ "$major" -eq 17 ] && [ ${#javas[@]} -eq 0 ]; then javas=("$home/bin/java"); fi
  if [ -z "$newest" ] || [ "$major" -gt "${newest%% *}" ]; then newest="$major $home/bin/java"; fi
done
[ -n "$newest" ] || fail 'there is no Java 17 or later'
if [ "${newest%% *}" -gt 17 ]; then javas+=("${newest#* }"); fi

chroma=$(ci/python.sh chroma)/chroma
mkdir -p "$work/documents"
echo 'Green tea is steeped at eighty degrees.' >"$work/documents/tea.txt"
echo 'The moon orbits the earth in a month.' >"$work/documents/moon.txt"

# expect WORDS OUTPUT...
expect() {
  local words=$1
  shift
  case $* in *"$words"*) ;; *) fail "expected '$words' in: $*" ;; esac
}

for profile in platform linux without; do
  ./mvnw -B -ntp -q -f ci/consumer/pom.xml "-Dmaven.repo.local=$work/m2" "-DbuildDirectory=$work/$profile" \
    "-Drepository=file://$repository" "-Dragged.version=$version" "-P$profile" \
    clean compile dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=$work/$profile/lib"
  natives=$(find "$work/$profile/lib" -name 'ragged-leann-native-*-*-*.jar' ! -name '*-platform-*' | wc -l)
  for java in "${javas[@]}"; do
    name="$profile, $("$java" -version 2>&1 | head -n 1)"
    data=$work/data/$profile-$(basename "$(dirname "$(dirname "$java")")")
    mkdir -p "$data"
    run=("$java" -cp "$work/$profile/classes:$work/$profile/lib/*")
    case $profile in
      without)
        output=$(RAGGED_CHROMA_COMMAND=$chroma "${run[@]}" dev.ragged.cli.Main \
          add "$work/documents" --data-dir "$data" --json 2>"$work/errors") || fail "$(cat "$work/errors")"
        expect '"backend":"chromadb"' "$output"
        output=$(RAGGED_CHROMA_COMMAND=$chroma "${run[@]}" dev.ragged.cli.Main \
          search 'How hot should the water be?' -n 1 --data-dir "$data" --json 2>"$work/errors") || fail "$(cat "$work/errors")"
        expect 'Green tea' "$output"
        ;;
      *)
        output=$("${run[@]}" Consumer "$data" 2>"$work/errors") || fail "$(cat "$work/errors")"
        expect 'tea | leann ' "$output"
        ;;
    esac
    printf 'ok: %s, %d native jars\n' "$name" "$natives"
  done
done
