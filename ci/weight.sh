#!/usr/bin/env bash
# Prints what a program that uses ragged as a library downloads: each jar that Maven resolves from the coordinates, and the
# sum, in MB of a million bytes; of what ci/build-all.sh deployed. Profiles of ci/consumer/pom.xml:
#   platform   runs on all platforms
#   linux      this platform's jar of the engine, ONNX Runtime of all platforms
#   light      this platform's jars alone
# Usage: ci/weight.sh [PROFILE...]     Needs access to Maven's repository.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

repository=$PWD/target/repository
[ -d "$repository" ] || {
  echo 'weight.sh: there is no target/repository; run ci/build-all.sh first' >&2
  exit 2
}
[ $# -gt 0 ] || set -- platform linux light
version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' src/bom/pom.xml | head -n 1)
work=$PWD/target/weight
rm -rf "$work" target/consumer/m2/dev/ragged
for profile in "$@"; do
  ./mvnw -B -ntp -q -f ci/consumer/pom.xml "-Dmaven.repo.local=$PWD/target/consumer/m2" "-DbuildDirectory=$work/$profile" \
    "-Drepository=file://$repository" "-Dragged.version=$version" "-P$profile" \
    dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=$work/$profile/lib"
  (cd "$work/$profile/lib" && wc -c -- *.jar) | sort -rn | awk -v profile="$profile" '
    $2 == "total" { total = $1; next }
    { lines = lines sprintf("%7.2f  %s\n", $1 / 1e6, $2); jars++ }
    END { printf "%s: %d jars, %.1f MB\n%s", profile, jars, total / 1e6, lines }'
done
