#!/usr/bin/env bash
# Trains the coders that are shipped for the bundled model, on documentation, a dictionary and varied sentences.
# Usage: ci/train-coder.sh [PASSAGES_PER_SOURCE [CODE_BYTES:COMPONENTS[,...]]]
# Prints the coders' files; to ship one, move it to the resources of ShippedCoders.java and enter its id there.
# The texts come from Debian packages and one npm package, unpacked under target/; nothing is installed, and the coder
# contains none of the text. Takes an hour on 2 cores, most of it embedding, which is kept for the next run. Needs apt-get, npm and what a build needs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

passages=${1:-800}
coders=${2:-23:224}
work=$PWD/target/train-coder
sources=$work/sources
mkdir -p "$work/packages" "$sources"

# None of these are indexed by the benchmarks.
packages=(apache2-doc aptitude-doc-en debian-handbook debian-policy developers-reference ghc-doc git-doc
  gnome-user-docs gnucash-docs installation-guide-amd64 kicad-doc-en libboost1.74-doc libreoffice-help-en-us
  lilypond-doc-html maxima-doc nodejs-doc octave-doc openjdk-17-doc postgis-doc python-django-doc
  python-pandas-doc python-scipy-doc python-sqlalchemy-doc r-doc-html rust-doc sbcl-doc sqlite3-doc vim-doc
  zsh-doc)
for package in "${packages[@]}" dict-gcide jargon-text; do
  [ -d "$work/packages/$package" ] && continue
  compgen -G "$work/packages/${package}_*.deb" >/dev/null || (cd "$work/packages" && apt-get download "$package" >&2)
  dpkg -x "$work/packages/$package"_*.deb "$work/packages/$package.part"
  mv "$work/packages/$package.part" "$work/packages/$package"
done

# pieces NAME FILE: splits a text of one file into pieces
pieces() {
  [ -d "$sources/$1" ] && return
  mkdir "$sources/$1.part"
  zcat "$2" | iconv -c -f utf8 -t utf8 | split -C 20000 -a 4 --additional-suffix=.txt - "$sources/$1.part/"
  mv "$sources/$1.part" "$sources/$1"
}
pieces dictionary "$work/packages/dict-gcide/usr/share/dictd/gcide.dict.dz"
pieces jargon "$work/packages/jargon-text/usr/share/doc/jargon-text/jargon.txt.gz"
if [ ! -d "$sources/sentences" ]; then
  (cd "$work/packages" && npm pack --silent nlp-corpus@4.4.0 >&2 && tar xzf nlp-corpus-4.4.0.tgz)
  mkdir "$sources/sentences.part"
  cat "$work"/packages/package/builds/doc-*.json | grep -E '^ *"' | sed -E 's/^ *"//; s/",?$//; s/\\"/"/g' |
    awk 'NR % 20 == 1' | split -l 2 -a 4 --additional-suffix=.txt - "$sources/sentences.part/"
  mv "$sources/sentences.part" "$sources/sentences"
fi

classpath=$(ci/bench-classpath.sh)
exec java -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
  -cp "$classpath" \
  dev.ragged.bench.TrainCoder "$work" "$coders" "$passages" \
  "${packages[@]/#/$work/packages/}" "$sources"/{dictionary,jargon,sentences}
