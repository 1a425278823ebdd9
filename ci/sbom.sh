#!/usr/bin/env bash
# Writes the SBOM of the command line to target/sbom.json and checks that it, the list of licences and their texts are
# complete (licences/Sbom.java); then shows that the check fails on jars, licences and texts that are not as listed.
# Usage: ci/sbom.sh [zig]        With zig: of what ci/build-all.sh built. Otherwise it builds the command line first.
# shellcheck disable=SC2016 # what is run on a copy expands there
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=src/cli/target
compiler=${1:-system}
if [ "$compiler" = system ]; then
  # The plugin that writes the SBOM refuses to work with Maven's -o.
  ./mvnw -B -ntp -q -DskipTests -Dspotless.check.skip=true -pl src/cli -am package org.cyclonedx:cyclonedx-maven-plugin:makeBom
elif [ ! -f $program/bom.json ]; then
  echo "sbom.sh: there is no $program/bom.json; run ci/build-all.sh first." >&2
  exit 2
fi

# sbom ROOT OUTPUT: the SBOM of what is in that folder, as it would be in the root folder
sbom() { (cd "$1" && java -cp "$OLDPWD/$program/ragged-cli.jar" "$OLDPWD/licences/Sbom.java" $program "$compiler" "$2"); }

mkdir -p target
sbom . "$PWD/target/sbom.json"

copy=target/sbom-test
# refused MESSAGE CODE: checks that the check fails with that message once the code has run on a copy
refused() {
  rm -rf $copy
  mkdir -p $copy/$program $copy/native/third_party/protozero
  cp -R licences toolchains pom.xml $copy
  cp native/third_party/protozero/README.md $copy/native/third_party/protozero
  cp -R $program/bom.json $program/lib $program/terms $copy/$program
  (cd $copy && bash -euc "$2")
  if sbom $copy sbom.json >/dev/null 2>$copy/errors || ! grep -qF -- "$1" $copy/errors; then
    echo "sbom.sh: after '$2' the check should fail with '$1', but said:" >&2
    cat $copy/errors >&2
    exit 1
  fi
  printf 'ok  refused: %s\n' "$1"
}
export lib=$program/lib terms=$program/terms/THIRD-PARTY.txt
refused 'extra.jar is not in the SBOM' 'echo x >$lib/extra.jar'
refused 'but no jar in lib has its checksum' 'rm $lib/picocli-*.jar'
refused 'is not in the SBOM with its checksum' 'for jar in $lib/jsoup-*.jar; do echo x >>"$jar"; done'
refused 'no licence for org.jsoup:jsoup' 'sed -i.old /jsoup/d $terms'
refused 'which is no component' 'echo "a:b:1 | MIT | -" >>$terms'
refused 'has no licence text' 'rm licences/zstd-jni.txt'
refused 'No jar needs licences/nothing.txt' 'touch licences/nothing.txt'
refused 'lib has another version or none' 'sed -i.old s/zstd-jni:1/zstd-jni:0/ licences/parts.json'
refused 'is not the one in licences/parts.json' 'sed -i.old "s/\(\"content\": \"\)./\1x/" licences/parts.json'
refused 'has version 1.7.1, which is not the one in' 'sed -i.old "s/1[.]7[.]1/1.7.2/" native/third_party/protozero/README.md'
rm -rf $copy
