#!/usr/bin/env bash
# Uses what ci/build-all.sh deployed as another project would: by coordinates alone, from target/repository, with a
# separate local repository; each with Java 17 and with the newest JDK found:
#   platform   the platform artifact
#   linux      this machine's native jar alone; also as a module, and in several class loaders
#   light      the jars of this platform alone, without the original tokenizer; also as a module
#   lucene10   with Lucene 10 first on the class path, which the application uses where Java can load it
#   golden     collections of earlier builds, which had Lucene under its own name
#   without    no native jar, where Chroma takes over
# Usage: ci/consumer.sh     Needs Linux on x86-64, JDKs and, for Chroma, Python 3 with venv and its package index. PROFILES
# names some of these instead of all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

repository=$PWD/target/repository
work=$PWD/target/consumer
fail() {
  echo "consumer: $*" >&2
  exit 1
}
[ -d "$repository" ] || fail 'there is no target/repository; run ci/build-all.sh first'
version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' src/bom/pom.xml | head -n 1)
rm -rf "$work/m2/dev/ragged" "$work/data"
mkdir -p "$work"

. ci/javas.sh

chroma=$(ci/python.sh chroma)/chroma
mkdir -p "$work/documents"
echo 'Green tea is steeped at eighty degrees.' >"$work/documents/tea.txt"
echo 'The moon orbits the earth in a month.' >"$work/documents/moon.txt"

# expect WORDS OUTPUT...
expect() {
  local words=$1
  shift
  case $* in *"$words"*) ;; *) fail "expected '$words' in: $*" ;; esac
}

# libraries FIRST...: sets REPLY to the class path of the profile, with jars whose names begin so in front
libraries() {
  local first jar
  REPLY=
  for first in "$@" ''; do
    for jar in "$work/$profile/lib/$first"*.jar; do
      [ -f "$jar" ] || continue
      case :$REPLY: in *":$jar:"*) ;; *) REPLY=$REPLY${REPLY:+:}$jar ;; esac
    done
  done
}

# compile RELEASE SOURCES FILE...: compiles a program of src/SOURCES beside the consumer into its own folder
compile() {
  local release=$1 sources=$2
  shift 2
  rm -rf "${work:?}/$profile/$sources"
  "$(dirname "$java")/javac" -nowarn --release "$release" -d "$work/$profile/$sources" "$@" ||
    fail "$name: $sources does not compile"
}

# run EXPECTED ARGUMENT...: runs Java, which must print what is expected; sets REPLY to all that it printed
run() {
  local expected=$1 output
  shift
  output=$("$java" "$@" 2>"$work/errors") || fail "$name: $output $(cat "$work/errors")"
  expect "$expected" "$output"
  REPLY=$output
}

consumer=ci/consumer/src
for profile in ${PROFILES:-platform linux light lucene10 golden without}; do
  ./mvnw -B -ntp -q -f ci/consumer/pom.xml "-Dmaven.repo.local=$work/m2" "-DbuildDirectory=$work/$profile" \
    "-Drepository=file://$repository" "-Dragged.version=$version" "-P$profile" \
    clean compile dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=$work/$profile/lib"
  natives=$(find "$work/$profile/lib" -name 'ragged-leann-native-*-*-*.jar' ! -name '*-platform-*' | wc -l)
  if [ "$profile" = light ] && [ -n "$(find "$work/$profile/lib" -name 'tokenizers-*' -o -name 'onnxruntime-*')" ]; then
    fail 'the light consumer has the tokenizer or ONNX Runtime of all platforms'
  fi
  for java in "${javas[@]}"; do
    name="$profile, $("$java" -version 2>&1 | head -n 1)"
    major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$(dirname "$(dirname "$java")")/release")
    data=$work/data/$profile-$(basename "$(dirname "$(dirname "$java")")")
    mkdir -p "$data"
    classes=$work/$profile/classes
    libraries lucene
    path=$REPLY
    case $profile in
      without)
        run=("$java" -cp "$classes:$path")
        output=$(RAGGED_CHROMA_COMMAND=$chroma "${run[@]}" dev.ragged.cli.Main \
          add "$work/documents" --data-dir "$data" --json 2>"$work/errors") || fail "$(cat "$work/errors")"
        expect '"backend":"chromadb"' "$output"
        output=$(RAGGED_CHROMA_COMMAND=$chroma "${run[@]}" dev.ragged.cli.Main \
          search 'How hot should the water be?' -n 1 --data-dir "$data" --json 2>"$work/errors") || fail "$(cat "$work/errors")"
        expect 'Green tea' "$output"
        ;;
      golden)
        compile 17 golden -cp "$path" $consumer/golden/java/com/example/GoldenCollections.java
        golden=(src/leann/src/test/resources/golden/collection-v*.zip)
        run "${#golden[@]} golden collections" -cp "$work/golden/golden:$path" com.example.GoldenCollections "$data" "${golden[@]}"
        ;;
      *)
        run 'tea | leann ' -cp "$path:$classes" com.example.Consumer "$data"
        ;;
    esac
    case $profile in
      linux | light)
        compile 17 modular --module-path "$work/$profile/lib" \
          $consumer/modular/java/module-info.java $consumer/main/java/com/example/Consumer.java
        run 'tea | leann ' --module-path "$work/$profile/modular:$work/$profile/lib" \
          -m com.example.consumer/com.example.Consumer "$data/modular"
        name="$name, module path"
        ;;
    esac
    case $profile in
      linux)
        compile 17 loaders $consumer/loaders/java/com/example/TwoClassLoaders.java
        run 'in a third class loader' -cp "$work/$profile/loaders" com.example.TwoClassLoaders "$data" "$classes:$path"
        name="$name, ${REPLY##*$'\n'}"
        ;;
      lucene10)
        if [ "$major" -ge 21 ]; then
          compile 21 lucene10 -cp "$classes:$path" $consumer/lucene10/java/com/example/BesideLucene10.java
          run 'beside Lucene 10' -cp "$path:$work/$profile/lucene10:$classes" com.example.BesideLucene10 "$data/beside"
          name="$name, with an index of its own"
        fi
        ;;
    esac
    printf 'ok: %s, %d native jars\n' "$name" "$natives"
  done
done
