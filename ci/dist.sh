#!/usr/bin/env bash
# Makes what people install who have neither a JDK nor a compiler: target/dist/ragged-VERSION-PLATFORM.tar.gz, for Linux also
# a Debian package, a formula for Homebrew, and SHA256SUMS. The archive of the platform that this runs on has a Java runtime
# in it; the others need Java 17. Equal sources, jars and JDK give equal archives, except for the JVM's class data in the
# runtime. ci/dist-try.sh tries them.
# Usage: ci/dist.sh [zig]        With zig: all platforms, of what ci/build-all.sh built, for old systems too. Otherwise it builds
# the command line with this machine's compiler, for this platform and systems as new as this one.
# Needs a JDK with jlink; for a runtime that runs on other systems, one without libraries of the distribution, such as Temurin.
#
# Environment
#   DIST_URL   where the files will be downloaded from, for the formula
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

compiler=${1:-system}
jdk=${JAVA_HOME:-}
if [ -z "$jdk" ]; then
  jdk=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.home = //p')
fi
version=$(sed -n '/<artifactId>ragged-parent/{n;s:.*<version>\(.*\)</version>.*:\1:p;}' pom.xml)
dist=target/dist
work=$dist/work
rm -rf "$dist"
mkdir -p "$work"

docker/build.sh "$work/common" "$compiler"

case $(uname -s) in Darwin) here=macosx ;; *) here=linux ;; esac
case $(uname -m) in aarch64 | arm64) here=$here-arm64 ;; *) here=$here-x86_64 ;; esac

# Picocli's classes are of Java 5's version, and the JVM archives none of those: compiled for 17, it starts faster.
picocli=$(basename "$work"/common/app/lib/picocli-*.jar .jar)
./mvnw -q -B -ntp -N org.apache.maven.plugins:maven-dependency-plugin:copy \
  "-Dartifact=info.picocli:picocli:${picocli#picocli-}:jar:sources" "-DoutputDirectory=$work/picocli"
(cd "$work/picocli" && "$jdk/bin/jar" --extract --file "$picocli-sources.jar" && mkdir classes &&
  "$jdk/bin/javac" -nowarn -proc:none -XDstringConcat=inline --release 17 -d classes picocli/*.java)
cp "$work/common/app/lib/$picocli.jar" "$work/picocli/$picocli.jar"
"$jdk/bin/jar" --update --file "$work/picocli/$picocli.jar" --date=2000-01-01T00:00:00Z -C "$work/picocli/classes" picocli

# --- the runtime --------------------------------------------------------------------------------
modules=$("$jdk/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ci/dist/Modules.java "$work/common/app")
case $("$jdk/bin/jlink" --version) in 17* | 18* | 19* | 20*) compress=2 ;; *) compress=zip-6 ;; esac
"$jdk/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
  --compress="$compress" --output "$work/runtime"
# The JVM's own classes; what the launcher archives of the program's comes on top.
"$work/runtime/bin/java" -Xshare:dump >/dev/null
runtime_version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$work/runtime/release")
echo "runtime: Java $runtime_version, $(du -sk "$work/runtime" | cut -f 1) KB, modules $modules"

# Prints the libraries that the runtime needs to start, and that are neither in it nor part of the C library.
runtime_needs() {
  command -v readelf >/dev/null || return 0
  find "$work/runtime/bin/java" "$work"/runtime/lib/lib{jli,java,zip,jimage,net,nio,verify}.so "$work/runtime/lib/server/libjvm.so" \
    -exec readelf -d {} + 2>/dev/null | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u |
    grep -v -E '^(lib(c|m|dl|rt|pthread|jli|java|jvm|zip|jimage|net|nio|verify)|ld-.*)\.so' || true
}
needs=
if [ "${here%%-*}" = linux ]; then needs=$(runtime_needs | tr '\n' ' '); fi
[ -z "$needs" ] || echo "warning: the runtime needs libraries of the system: $needs" >&2

# --- an archive for each platform -----------------------------------------------------------------
seconds=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
if date -d "@$seconds" >/dev/null 2>&1; then stamp=$(date -u -d "@$seconds" +%Y%m%d%H%M.%S); else stamp=$(date -u -r "$seconds" +%Y%m%d%H%M.%S); fi
owner=(--owner=0 --group=0 --numeric-owner)
tar --version | grep -q GNU || owner=(--uid 0 --gid 0)

pack() { # FOLDER ARCHIVE
  find "$1" -exec env TZ=UTC touch -h -t "$stamp" {} +
  (cd "$(dirname "$1")" && find "$(basename "$1")" | LC_ALL=C sort |
    tar "${owner[@]}" --no-recursion -cf - -T -) | gzip -9n >"$2"
}

install_page() { # PLATFORM JAVA: prints INSTALL.md
  cat <<TEXT
# ragged $version for $1

Unpack this folder where you like, also where only root may write, and link the launcher into a folder on your PATH:

    ln -s "\$PWD/ragged" ~/.local/bin/ragged
    ragged add ~/notes
    ragged search "what did we decide about the database?"

$2
The first command takes some seconds longer: it archives class data so that later ones start faster, in app/ragged.jsa, or in
~/.cache/ragged/classes where it may not write to this folder.

All commands are in docs/cli.md. The terms of everything in here: LICENSE, NOTICE, THIRD-PARTY.txt, licences/, sbom.json$3.
TEXT
}

make_archive() { # PLATFORM ENGINE.JAR
  local name=ragged-$version-$1 folder java terms=
  folder=$work/$name
  cp -R "$work/common" "$folder"
  "$jdk/bin/java" -cp "$work/common/app/ragged-cli.jar" ci/dist/Platform.java "$folder" "$1" "$2" \
    "$work/picocli/$picocli.jar"
  cat "$folder"/app/*.jar "$folder"/app/lib/*.jar | cksum >"$folder/app/build-id"
  if [ "$1" = "$here" ]; then
    cp -R "$work/runtime" "$folder/runtime"
    java="It needs no Java: OpenJDK $runtime_version is in runtime/.${needs:+ That needs these libraries of the system: $needs}"
    terms=', and runtime/legal'
  else
    java="It needs Java 17 or later: JAVA_HOME, or java on your PATH."
  fi
  install_page "$1" "$java" "$terms" >"$folder/INSTALL.md"
  chmod -R u+w,go-w,a+rX "$folder"
  pack "$folder" "$dist/$name.tar.gz"
}

for engine in src/leann-native/target/ragged-leann-native-"$version"-*-*.jar; do
  platform=${engine##*ragged-leann-native-"$version"-}
  make_archive "${platform%.jar}" "$engine"
done

# --- packages -------------------------------------------------------------------------------------
if command -v dpkg-deb >/dev/null; then
  for folder in "$work/ragged-$version-linux"-*; do
    ci/dist/deb.sh "$folder" "$version" "$seconds" "$dist"
  done
else
  echo 'skipped: the Debian packages (no dpkg-deb)'
fi

sum() { # FILE: its SHA-256
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}
# Filled in for the platforms that there are; the others' lines go.
formula=$(<ci/dist/ragged.rb)
formula=${formula//@VERSION@/$version}
formula=${formula//@URL@/${DIST_URL:-https://example.org/ragged/v$version}}
for platform in linux-x86_64 linux-arm64 macosx-arm64 macosx-x86_64; do
  archive=$dist/ragged-$version-$platform.tar.gz
  [ ! -f "$archive" ] || formula=${formula//@$platform@/$(sum "$archive")}
done
sed '/ url /{N;/@[a-z]*-[a-z0-9_]*@/d;}' <<<"$formula" >"$dist/ragged.rb"

rm -rf "$work"
(cd "$dist" && for file in *.*; do echo "$(sum "$file")  $file"; done >SHA256SUMS && cat SHA256SUMS && ls -l)
