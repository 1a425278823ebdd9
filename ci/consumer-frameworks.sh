#!/usr/bin/env bash
# Uses what ci/build-all.sh deployed through LangChain4j and in Spring Boot, as other projects would: by coordinates
# alone, from target/repository, with a separate local repository. The Boot application has the starter and nothing else, is
# packaged as one jar, and is started twice; each with Java 17 and with the newest JDK found.
# Usage: ci/consumer-frameworks.sh     Needs Linux on x86-64.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

repository=${RAGGED_REPOSITORY:-$PWD/target/repository}
work=$PWD/target/consumer-frameworks
fail() {
  echo "consumer-frameworks: $*" >&2
  exit 1
}
[ -d "$repository" ] || fail "there is no $repository; run ci/build-all.sh first"
version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' src/bom/pom.xml | head -n 1)
rm -rf "$work/m2/dev/ragged" "$work/data"
mkdir -p "$work/data"

. ci/javas.sh

# build PROJECT GOAL...
build() {
  local project=$1
  shift
  ./mvnw -B -ntp -q -f "ci/consumer/$project/pom.xml" "-Dmaven.repo.local=$work/m2" "-DbuildDirectory=$work/$project" \
    "-Drepository=file://$repository" "-Dragged.version=$version" "$@"
}

# expect WORDS COMMAND...: runs it and checks what it prints
expect() {
  local words=$1 output
  shift
  output=$("$@" 2>"$work/errors") || fail "$(cat "$work/errors")$output"
  case $output in *"$words"*) ;; *) fail "expected '$words' in: $output" ;; esac
}

build langchain4j clean compile dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=$work/langchain4j/lib"
build spring-boot clean package spring-boot:repackage

for java in "${javas[@]}"; do
  name=$("$java" -version 2>&1 | head -n 1)
  data=$work/data/$(basename "$(dirname "$(dirname "$java")")")
  expect 'tea | Green tea' "$java" -cp "$work/langchain4j/classes:$work/langchain4j/lib/*" Consumer "$data/langchain4j"
  printf 'ok: LangChain4j, %s\n' "$name"
  boot=("$java" -jar "$work/spring-boot/application.jar" "--spring.ai.vectorstore.ragged.directory=$data/boot")
  expect added "${boot[@]}"
  expect 'tea | Green tea' "${boot[@]}"
  printf 'ok: Spring Boot, from its jar, twice, %s\n' "$name"
done
