#!/usr/bin/env bash
# Fetches real packages in seven to nine languages, and prints how many of their functions fit into a passage and how many of
# those are cut, which fails unless it is none; then how many questions find their function, by name and by what it does.
# Needs npm and Python's pip; Go and Cargo are used if they are there. Usage: ci/code.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$PWD/target/code
packages=$work/packages
mkdir -p "$work/fetched"

# unpack LANGUAGE ARCHIVE [FOLDER IN IT]
unpack() {
  local to=$packages/$1 temporary
  [ ! -d "$to" ] || return 0
  temporary=$(mktemp -d "$work/unpacking-XXXXXX")
  case $2 in
    *.tgz) tar -xzf "$2" -C "$temporary" ;;
    *) python3 -m zipfile -e "$2" "$temporary" ;;
  esac
  mkdir -p "$packages"
  mv "$temporary/${3:-}" "$to"
  rm -rf "$temporary"
}

# from_maven LANGUAGE GROUP ARTIFACT VERSION
from_maven() {
  ./mvnw -q -B -ntp -N org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
    "-Dartifact=$2:$3:$4:jar:sources" "-DoutputDirectory=$work/fetched" >&2
  unpack "$1" "$work/fetched/$3-$4-sources.jar"
}

# from_npm LANGUAGE PACKAGE VERSION FOLDER
from_npm() {
  local archive=$work/fetched/$2-$3.tgz
  [ -f "$archive" ] || (cd "$work/fetched" && npm pack --silent "$2@$3" >/dev/null)
  unpack "$1" "$archive" "package/$4"
}

from_maven java commons-cli commons-cli 1.9.0
from_maven kotlin com.squareup.okio okio-jvm 3.9.1
python3 -m pip download -q --no-deps --only-binary :all: -d "$work/fetched" requests==2.32.3 >&2
unpack python "$work/fetched/requests-2.32.3-py3-none-any.whl" requests
from_npm javascript express 4.21.2 lib
from_npm typescript rxjs 7.8.2 src/internal/operators
from_npm c node-expat 2.4.1 deps/libexpat/lib
from_npm cpp leveldown 6.1.1 deps/leveldb/leveldb-1.20/db
if command -v go >/dev/null && [ ! -d "$packages/go" ]; then
  cp -R "$(go mod download -json github.com/spf13/cobra@v1.8.1 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')" "$packages/go"
  chmod -R u+w "$packages/go"
fi
if command -v cargo >/dev/null && [ ! -d "$packages/rust" ]; then
  mkdir -p "$work/crate/src"
  : >"$work/crate/src/lib.rs"
  printf '[package]\nname = "fetched"\nversion = "0.0.0"\n[dependencies]\nsemver = "=1.0.23"\n[workspace]\n' >"$work/crate/Cargo.toml"
  (cd "$work/crate" && cargo vendor -q >/dev/null)
  cp -R "$work/crate/vendor/semver" "$packages/rust"
fi

./mvnw -q -B -ntp -pl src/ingest -am test-compile dependency:build-classpath -Dnative.tests=OFF \
  -Dmdep.includeScope=test -Dmdep.outputFile=target/test.classpath >&2
java -cp "src/ingest/target/test-classes:src/ingest/target/classes:$(cat src/ingest/target/test.classpath)" \
  dev.ragged.ingest.CodeSurvey "$packages"/* 2>/dev/null | tee "$work/counts"
if grep -q '^cut: ' "$work/counts"; then
  echo 'code.sh: functions that fit are cut.' >&2
  exit 1
fi

rm -rf "$work/data"
ragged() { ./ragged --data-dir "$work/data" "$@"; }
ragged add "$packages" -c code --exclude '*_test.*' --exclude '*.md' --json >"$work/added" 2>"$work/log" || {
  cat "$work/log" >&2
  exit 1
}

# ask MODE SYMBOL QUESTION: counts a question by whether that function, or one in it, is the first hit or among five
asked=0 first=0 five=0
ask() {
  local rank
  rank=$(ragged search "$3" -c code -n 5 --mode "$1" --json 2>>"$work/log" | python3 -c '
import json, sys
found = [hit["metadata"].get("symbol", "") for hit in json.load(sys.stdin)["hits"]]
name = sys.argv[1]
print(next((i for i, symbol in enumerate(found, 1) if symbol == name or symbol.startswith(name + ".")), 9))' "$2")
  asked=$((asked + 1))
  [ "$rank" -gt 1 ] || first=$((first + 1))
  [ "$rank" -gt 5 ] || five=$((five + 1))
  [ "$rank" -eq 1 ] || printf 'not first: %s, for "%s"\n' "$2" "$3"
}

# section TITLE: prints and resets the counts
section() {
  printf '%s: %s of %s first, %s among five\n' "$1" "$first" "$asked" "$five"
  asked=0 first=0 five=0
}

ask lexical DefaultParser.handleShortAndLongOption 'handle short and long option'
ask lexical SessionRedirectMixin.should_strip_auth 'should strip auth'
ask lexical SessionRedirectMixin.rebuild_proxies rebuildProxies
ask lexical res.clearCookie 'clear cookie'
ask lexical res.sendStatus send_status
ask lexical debounceTime 'debounce time'
ask lexical shareReplay share_replay
ask lexical Command.ValidateRequiredFlags 'validate required flags'
ask lexical XML_SetUnknownEncodingHandler 'set unknown encoding handler'
ask lexical appendAttributeValue 'append attribute value'
ask lexical leveldb::DBImpl::RecoverLogFile 'recover log file'
ask lexical leveldb::DBImpl::MakeRoomForWrite 'DBImpl::MakeRoomForWrite'
section 'by name'

ask vector DefaultParser.isNegativeNumber 'is the argument a number below zero'
ask vector Util.stripLeadingHyphens 'remove hyphens from the beginning of an option'
ask vector SessionRedirectMixin.should_strip_auth 'drop credentials when redirected to another host'
ask vector guess_json_utf 'which Unicode encoding do these JSON bytes have'
ask vector extract_zipped_paths 'file inside a zip archive, extracted to a temporary folder'
ask vector res.clearCookie 'make the browser forget a cookie'
ask vector createETagGenerator 'function that computes ETags'
ask vector debounceTime 'emit only after a quiet period without values'
ask vector skipUntil 'ignore values until another observable emits'
ask vector ExactArgs 'error unless there are exactly n arguments'
ask vector Command.MarkFlagsMutuallyExclusive 'flags that must not be given together'
ask vector ld 'edit distance between two strings'
ask vector poolGrow 'make the string pool larger'
ask vector generate_hash_secret_salt 'random salt against hash collisions'
ask vector leveldb::VersionSet::PickCompaction 'choose the level and files to compact next'
ask vector leveldb::DBImpl::MakeRoomForWrite 'slow down writers until the memtable has space'
ask vector leveldb::DBImpl::DeleteObsoleteFiles 'delete files that are not needed any more'
section 'by what it does'
