#!/usr/bin/env bash
# Lists newer versions of Maven's dependencies and plugins. Usage: ci/updates.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

log=$(./mvnw -B -ntp org.codehaus.mojo:versions-maven-plugin:display-dependency-updates \
  org.codehaus.mojo:versions-maven-plugin:display-plugin-updates -DprocessDependencyManagementTransitive=false) || {
  printf '%s\n' "$log" >&2
  exit 1
}
grep -F -- '->' <<<"$log" | LC_ALL=C sort -u || echo 'Nothing is newer.'
