#!/usr/bin/env bash
# Looks up everything in SBOMs among the known vulnerabilities (https://osv.dev), and fails if there are any. One that
# does not concern ragged is listed with the reason in osv-scanner.toml, as [[IgnoredVulns]], beside the SBOM's folder.
# Usage: ci/vulnerabilities.sh [SBOM...]     Default: target/sbom.json, which ci/sbom.sh writes. Needs the network, and
# Go to build the scanner, whose version is pinned here and whose sources are checked against Go's checksum database.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ $# -gt 0 ] || set -- target/sbom.json
tools=$PWD/target/tools/go
version=v2.2.4
if [ ! -x "$tools/osv-scanner-$version" ]; then
  command -v go >/dev/null || {
    echo 'vulnerabilities.sh: Go, to build the scanner, was not found; install it (Debian, Ubuntu: apt install golang).' >&2
    exit 1
  }
  GOBIN=$tools go install "github.com/google/osv-scanner/v2/cmd/osv-scanner@$version"
  mv "$tools/osv-scanner" "$tools/osv-scanner-$version"
fi
arguments=()
[ ! -f osv-scanner.toml ] || arguments+=(--config osv-scanner.toml)
work=$(mktemp -d "${TMPDIR:-/tmp}/ragged-osv.XXXXXX")
trap 'rm -rf "$work"' EXIT
count=0
for sbom; do
  [ -f "$sbom" ] || {
    echo "vulnerabilities.sh: there is no $sbom; run ci/sbom.sh first." >&2
    exit 2
  }
  # The scanner takes only names such as these for an SBOM.
  count=$((count + 1))
  cp "$sbom" "$work/$count.cdx.json"
  arguments+=(-L "$work/$count.cdx.json")
done
"$tools/osv-scanner-$version" scan source "${arguments[@]}"
