#!/usr/bin/env bash
# Builds the Javadoc of what programs call, and fails on any warning: nothing public is without a description, nor its
# parameters, results and type parameters. Usage: ci/javadoc.sh [MODULE...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

modules='core embed leann langchain4j spring-ai spring-boot-autoconfigure'
[ $# -gt 0 ] || read -ra modules <<<"$modules"
[ $# -eq 0 ] || modules=("$@")
javadoc=${JAVA_HOME:+$JAVA_HOME/bin/}javadoc
folders=$(printf ',src/%s' "${modules[@]}")
./mvnw -B -ntp -q -pl "${folders#,}" -am -Dspotless.check.skip=true -Dnative.tests=OFF \
  compile dependency:build-classpath -DincludeScope=compile -Dmdep.outputFile=target/javadoc.classpath
for module in "${modules[@]}"; do
  sources=src/$module/src/main/java
  packages=()
  while IFS= read -r file; do
    package=$(dirname "${file#"$sources/"}")
    packages+=("${package//\//.}")
  done < <(find "$sources" -name package-info.java ! -path '*/internal/*' | LC_ALL=C sort)
  rm -rf "target/javadoc/$module"
  "$javadoc" -quiet -Xdoclint:all -Werror -Xmaxwarns 1000 -public -d "target/javadoc/$module" \
    -cp "$(cat "src/$module/target/javadoc.classpath")" -sourcepath "$sources" "${packages[@]}"
  printf 'ok  %s: %s\n' "$module" "${packages[*]}"
done
