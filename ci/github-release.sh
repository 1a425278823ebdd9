#!/usr/bin/env bash
# Drafts a GitHub release for a tag, with the SBOMs of all artifacts and of the command line, the archives and packages that
# ci/dist.sh made, and signed checksums of these and of everything that ci/build-all.sh deployed.
# Usage: ci/github-release.sh TAG      Needs gpg with the key, GitHub's command line tool, gh, and its token in GH_TOKEN.
#
# Environment
#   MAVEN_GPG_PASSPHRASE   that of the key
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tag=${1:?usage: ci/github-release.sh TAG}
repository=target/repository
sbom=$(find "$repository" -name 'ragged-parent-*-cyclonedx.json')
if [ -z "$sbom" ] || [ ! -f "$sbom" ]; then
  echo 'target/repository does not contain exactly one SBOM; run ci/build-all.sh first.' >&2
  exit 2
fi
if [ ! -f target/sbom.json ]; then
  echo 'There is no target/sbom.json; run ci/sbom.sh zig first.' >&2
  exit 2
fi
if [ ! -f target/dist/SHA256SUMS ]; then
  echo 'There is no target/dist; run ci/dist.sh zig first.' >&2
  exit 2
fi
release=target/release
rm -rf "$release"
mkdir "$release"
cp "$sbom" "$release/all-sbom.json"
cp target/sbom.json "$release/cli-sbom.json"
cp target/dist/ragged* "$release"
{
  (cd "$repository" && find . -type f \( -name '*.jar' -o -name '*.pom' \) | LC_ALL=C sort | xargs sha256sum)
  (cd "$release" && sha256sum -- *.json ragged*)
} >"$release/SHA256SUMS"
printf %s "${MAVEN_GPG_PASSPHRASE:-}" |
  gpg --batch --pinentry-mode loopback --passphrase-fd 0 --armor --detach-sign "$release/SHA256SUMS"
gh release create "$tag" --draft --verify-tag --title "$tag" --generate-notes "$release"/*
