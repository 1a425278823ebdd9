#!/usr/bin/env bash
# Builds everything that is published, for every platform, and deploys it into target/repository: the modules, the four
# native jars, ONNX Runtime's, the platform and BOM artifacts, sources, Javadoc and an SBOM.
# Usage: ci/build-all.sh [MAVEN ARGUMENT...]     Needs Python 3 with venv and access to its package index, for the pinned
# compiler. Takes ten minutes on 2 cores the first time, when that compiler builds its C++ library.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Builds of one commit give equal jars; edited sources get the time of the build, see src/leann-native/pom.xml.
stamp=()
if time=$(TZ=UTC git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ 2>/dev/null) && [ -z "$(git status --porcelain)" ]; then
  stamp=("-Dnative.timestamp=$time")
fi

# Jars keep the permissions of files.
umask 022

repository=$PWD/target/repository
rm -rf "$repository"
./mvnw -B -ntp -q -Pdistribution -DskipTests ${stamp[@]+"${stamp[@]}"} \
  "-DaltDeploymentRepository=folder::file://$repository" "$@" deploy
find "$repository" -name '*.jar' -o -name 'ragged-parent-*-cyclonedx.json' | LC_ALL=C sort
