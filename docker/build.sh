#!/usr/bin/env bash
# Builds ragged and copies what is needed to run it into a folder: the launcher, the command line with everything but
# Java, the documents that `ragged demo` reads, the terms of everything in it, and its SBOM. Works without Docker too.
# Usage: docker/build.sh FOLDER      Needs a JDK, a C++ compiler and make or ninja; on ARM also CMake.
set -euo pipefail

if [ $# -ne 1 ]; then
  echo 'usage: docker/build.sh FOLDER' >&2
  exit 2
fi
mkdir -p "$1"
output=$(cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Formatting is checked where sources are changed, not here.
./mvnw -B -ntp -DskipTests -Dspotless.check.skip=true -pl src/cli -am package \
  org.cyclonedx:cyclonedx-maven-plugin:makeBom

rm -rf "$output/app" "$output/docs" "$output/licences"
mkdir "$output/app" "$output/licences"
cp -R src/cli/target/ragged-cli.jar src/cli/target/lib src/cli/target/native "$output/app"
cp -R ragged README.md LICENSE NOTICE docs "$output"
cp src/cli/target/terms/THIRD-PARTY.txt "$output"
cp licences/*.txt "$output/licences"
java -cp src/cli/target/ragged-cli.jar licences/Sbom.java src/cli/target system "$output/sbom.json"
