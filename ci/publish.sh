#!/usr/bin/env bash
# Uploads target/repository as one bundle for publication, as built by ci/build-all.sh -Prelease and checked by
# ci/verify-jar.sh and ci/consumer.sh; builds nothing again. Usage: ci/publish.sh
#
# Environment
#   PUBLISH_URL      accepts the bundle as form field "bundle", as Central's upload does
#   PUBLISH_TOKEN    sent as "Authorization: Bearer"
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

: "${PUBLISH_URL:?must be the URL to upload the bundle to}" "${PUBLISH_TOKEN:?must be the token for the upload}"
repository=target/repository
bundle=target/bundle
[ -d "$repository" ] || {
  echo 'There is no target/repository; run ci/build-all.sh -Prelease first.' >&2
  exit 2
}
if [ -n "$(find "$repository" -path '*-SNAPSHOT*' | head -n 1)" ]; then
  echo 'target/repository contains a snapshot, not a release.' >&2
  exit 1
fi
find "$repository" -type f \( -name '*.jar' -o -name '*.pom' -o -name '*.json' \) | while read -r file; do
  [ -f "$file.asc" ] || {
    echo "$file is not signed; build with -Prelease." >&2
    exit 1
  }
done

# The receiver maintains the lists of versions.
rm -rf "$bundle" "$bundle.zip"
cp -R "$repository" "$bundle"
find "$bundle" -name 'maven-metadata*' -delete
jar --create --no-manifest --file "$bundle.zip" -C "$bundle" .
# The token goes through standard input, as other users can see arguments.
printf 'header = "Authorization: Bearer %s"\n' "$PUBLISH_TOKEN" |
  curl --config - --fail --silent --show-error --form "bundle=@$bundle.zip" "$PUBLISH_URL"
echo
