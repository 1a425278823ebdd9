#!/usr/bin/env bash
# Drafts a GitHub release for a tag, with the SBOM and the checksums of what ci/build-all.sh deployed.
# Usage: ci/github-release.sh TAG      Needs GitHub's command line tool, gh, and its token in GH_TOKEN.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tag=${1:?usage: ci/github-release.sh TAG}
repository=target/repository
sbom=$(find "$repository" -name 'ragged-parent-*-cyclonedx.json')
if [ -z "$sbom" ] || [ ! -f "$sbom" ]; then
  echo 'target/repository does not contain exactly one SBOM; run ci/build-all.sh first.' >&2
  exit 2
fi
(cd "$repository" && find . -type f \( -name '*.jar' -o -name '*.pom' \) | LC_ALL=C sort | xargs sha256sum) \
  >target/SHA256SUMS
gh release create "$tag" --draft --verify-tag --title "$tag" --generate-notes "$sbom" target/SHA256SUMS
