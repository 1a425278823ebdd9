#!/usr/bin/env bash
# Whether a tag names the version that the sources have, and that one is no snapshot.
# Usage: ci/release-check.sh TAG        A TAG is v and the version.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tag=${1:?usage: ci/release-check.sh TAG}
version=$(./mvnw -q -B -ntp -pl :ragged-parent help:evaluate -Dexpression=project.version -DforceStdout)
case $version in
  *-SNAPSHOT)
    echo "The sources are those of $version, which is no release: set another version first." >&2
    exit 1
    ;;
esac
if [ "$tag" != "v$version" ]; then
  echo "The tag $tag is not that of the sources, which are version $version." >&2
  exit 1
fi
