#!/usr/bin/env bash
# Builds ragged and copies what is needed to run it into a folder: the launcher, the command line with everything but
# Java, the documents that `ragged demo` reads, the terms of everything in it, and its SBOM. Works without Docker too.
# Usage: docker/build.sh FOLDER [zig]      Needs a JDK, a C++ compiler and make or ninja; on ARM also CMake. With zig it
# builds nothing: it copies what ci/build-all.sh built.
set -euo pipefail

if [ $# -lt 1 ]; then
  echo 'usage: docker/build.sh FOLDER [zig]' >&2
  exit 2
fi
compiler=${2:-system}
mkdir -p "$1"
output=$(cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ "$compiler" = system ]; then
  # Formatting is checked where sources are changed, not here.
  ./mvnw -B -ntp -DskipTests -Dspotless.check.skip=true -pl src/cli -am package \
    org.cyclonedx:cyclonedx-maven-plugin:makeBom
elif [ ! -f src/cli/target/bom.json ]; then
  echo 'docker/build.sh: there is no src/cli/target/bom.json; run ci/build-all.sh first.' >&2
  exit 2
fi

rm -rf "$output/app" "$output/docs" "$output/licences"
mkdir "$output/app" "$output/licences"
cp -R src/cli/target/ragged-cli.jar src/cli/target/lib src/cli/target/native "$output/app"
cat "$output"/app/*.jar "$output"/app/lib/*.jar | cksum >"$output/app/build-id"
cp -R ragged README.md LICENSE NOTICE docs "$output"
cp src/cli/target/terms/THIRD-PARTY.txt "$output"
cp licences/*.txt "$output/licences"
java -cp src/cli/target/ragged-cli.jar licences/Sbom.java src/cli/target "$compiler" "$output/sbom.json"
