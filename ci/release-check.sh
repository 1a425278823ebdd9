#!/usr/bin/env bash
# Checks that a tag names the version of the sources, and that it is not a snapshot.
# Usage: ci/release-check.sh TAG        A TAG is v followed by the version.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tag=${1:?usage: ci/release-check.sh TAG}
version=$(./mvnw -q -B -ntp -pl :ragged-parent help:evaluate -Dexpression=project.version -DforceStdout)
case $version in
  *-SNAPSHOT)
    echo "The sources have version $version, which is not a release; set another version first." >&2
    exit 1
    ;;
esac
if [ "$tag" != "v$version" ]; then
  echo "The tag $tag does not match the version of the sources, $version." >&2
  exit 1
fi
