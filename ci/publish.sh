#!/usr/bin/env bash
# Sends what ci/build-all.sh -Prelease left in target/repository, and ci/verify-jar.sh and ci/consumer.sh have
# seen there, as one bundle to be published: nothing is built again. Usage: ci/publish.sh
#
# Environment
#   PUBLISH_URL      takes the bundle as form field "bundle", as Central's upload does
#   PUBLISH_TOKEN    sent as "Authorization: Bearer"
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

: "${PUBLISH_URL:?names where to send the bundle}" "${PUBLISH_TOKEN:?is the right to send it}"
repository=target/repository
bundle=target/bundle
[ -d "$repository" ] || {
  echo 'There is no target/repository; run ci/build-all.sh -Prelease first.' >&2
  exit 2
}
if [ -n "$(find "$repository" -path '*-SNAPSHOT*' | head -n 1)" ]; then
  echo 'target/repository holds a snapshot, which is no release.' >&2
  exit 1
fi
find "$repository" -type f \( -name '*.jar' -o -name '*.pom' -o -name '*.json' \) | while read -r file; do
  [ -f "$file.asc" ] || {
    echo "$file has no signature; build with -Prelease." >&2
    exit 1
  }
done

# The lists of versions are the receiver's to keep.
rm -rf "$bundle" "$bundle.zip"
cp -R "$repository" "$bundle"
find "$bundle" -name 'maven-metadata*' -delete
jar --create --no-manifest --file "$bundle.zip" -C "$bundle" .
# From standard input, as arguments can be seen by others.
printf 'header = "Authorization: Bearer %s"\n' "$PUBLISH_TOKEN" |
  curl --config - --fail --silent --show-error --form "bundle=@$bundle.zip" "$PUBLISH_URL"
echo
