#!/usr/bin/env bash
# Makes a Debian package of a folder that ci/dist.sh made: the folder as /usr/lib/ragged, and a link to its launcher.
# Usage: ci/dist/deb.sh FOLDER VERSION SECONDS OUTPUT      SECONDS is the time of all files.
set -euo pipefail

folder=$1
version=${2//-/\~}
platform=${folder##*ragged-"$2"-}
export SOURCE_DATE_EPOCH=$3
case $platform in
  linux-x86_64) architecture=amd64 ;;
  linux-arm64) architecture=arm64 ;;
  *)
    echo "deb.sh: $platform is no platform of Debian's." >&2
    exit 2
    ;;
esac
depends='libc6, libstdc++6, libgcc-s1, zlib1g'
[ -d "$folder/runtime" ] || depends="$depends, default-jre-headless (>= 2:1.17) | java17-runtime-headless"

root=$folder.deb
rm -rf "$root"
mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib" "$root/usr/share/doc/ragged" \
  "$root/usr/share/lintian/overrides" "$root/usr/share/man/man1"
cp -R "$folder" "$root/usr/lib/ragged"
ln -s ../lib/ragged/ragged "$root/usr/bin/ragged"
rm "$root/usr/lib/ragged/INSTALL.md" "$root/usr/lib/ragged/LICENSE"

cat >"$root/DEBIAN/control" <<TEXT
Package: ragged
Version: $version
Architecture: $architecture
Maintainer: The ragged project <ragged@example.org>
Installed-Size: $(du -sk "$root/usr" | cut -f 1)
Depends: $depends
Section: text
Priority: optional
Description: finds the passages of your documents that answer a question
 ragged indexes notes, office files, mail, programs and more, on your own
 machine, and finds the passages that answer a question, by words and by
 meaning. It keeps no embeddings on disk: a small code per passage guides the
 search, and the best candidates are embedded again from their text.
TEXT
cat >"$root/usr/share/doc/ragged/copyright" <<TEXT
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: ragged

Files: *
Copyright: 2026 The ragged authors
License: Apache-2.0
 See /usr/share/common-licenses/Apache-2.0, and /usr/lib/ragged/NOTICE.
Comment:
 The terms of the jars are in /usr/lib/ragged/THIRD-PARTY.txt and
 /usr/lib/ragged/licences, those of the Java runtime in
 /usr/lib/ragged/runtime/legal.
TEXT
printf 'ragged (%s) stable; urgency=medium\n\n  * Release %s.\n\n -- The ragged project <ragged@example.org>  %s\n' \
  "$version" "$2" "$(LC_ALL=C date -u -R -d "@$3")" | gzip -9n >"$root/usr/share/doc/ragged/changelog.gz"
printf '.TH RAGGED 1\n.SH NAME\nragged \\- find the passages of your documents that answer a question\n.SH SYNOPSIS\n.B ragged\n.I COMMAND\n.SH DESCRIPTION\n.B ragged help\ndescribes all commands, as does /usr/lib/ragged/docs/cli.md.\n' |
  gzip -9n >"$root/usr/share/man/man1/ragged.1.gz"
# A program with all that it needs, by design.
cat >"$root/usr/share/lintian/overrides/ragged" <<TEXT
ragged: package-contains-documentation-outside-usr-share-doc
ragged: unstripped-binary-or-object
ragged: jar-not-in-usr-share
ragged: classpath-contains-relative-path
# Jars of others, as they are: a library for Java's sake, and classes for newer Javas.
ragged: codeless-jar
ragged: custom-library-search-path
ragged: unknown-java-class-version
TEXT
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$root" -type d -exec chmod 755 {} +
find "$root" -exec touch -h -d "@$3" {} +
dpkg-deb --root-owner-group -Zxz -z1 --build "$root" "$4/ragged_${version}_$architecture.deb" >/dev/null
rm -rf "$root"
