#!/usr/bin/env bash
# Builds all that is published, for every platform, and deploys it into the folder target/repository:
# the parts, the four native jars, the platform and BOM artifacts, sources, Javadoc and an SBOM.
# Usage: ci/build-all.sh [MAVEN ARGUMENT...]     Needs Python 3 with venv and access to its package
# index, for the pinned compiler; ten minutes on 2 cores the first time, as that one builds its C++ library.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Of one commit, equal jars. Of edited sources, the time of the build: see src/leann-native/pom.xml.
stamp=()
if time=$(TZ=UTC git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ 2>/dev/null) && [ -z "$(git status --porcelain)" ]; then
  stamp=("-Dnative.timestamp=$time")
fi

repository=$PWD/target/repository
rm -rf "$repository"
./mvnw -B -ntp -q -Pdistribution -DskipTests ${stamp[@]+"${stamp[@]}"} \
  "-DaltDeploymentRepository=folder::file://$repository" "$@" deploy
find "$repository" -name '*.jar' -o -name 'ragged-parent-*-cyclonedx.json' | LC_ALL=C sort
