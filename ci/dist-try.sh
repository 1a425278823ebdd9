#!/usr/bin/env bash
# Tries what ci/dist.sh made for this platform where there is neither Java nor a compiler: in a folder with the C library, bash
# and the usual small programs as the root folder, as a user without rights. Unpacks the archive, moves it, takes away the right to
# write there, and adds documents, searches, serves and stops. Then the same from the Debian package.
# Usage: ci/dist-try.sh [FOLDER]      The folder is target/dist. Needs Linux and root; without network namespaces it does not
# show that nothing is downloaded.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ] || {
  echo 'skipped: trying the archives (needs Linux and root)'
  exit 0
}
dist=${1:-target/dist}
case $(uname -m) in aarch64) platform=linux-arm64 ;; *) platform=linux-x86_64 ;; esac
archive=$(find "$dist" -name "ragged-*-$platform.tar.gz")
[ -f "$archive" ] || {
  echo "dist-try.sh: there is not exactly one archive for $platform in $dist; run ci/dist.sh first." >&2
  exit 2
}
(cd "$dist" && sha256sum --check --quiet SHA256SUMS)
echo 'ok  the checksums'

work=$(mktemp -d "${TMPDIR:-/tmp}/ragged-dist.XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/root

# --- a system with next to nothing ------------------------------------------------------------------
mkdir -p "$root"/{bin,etc,proc,dev,tmp,opt,home/user/notes}
ln -s bin "$root/sbin"
copy_with_libraries() { # FILE...: to the same path in the new root
  local file
  for file in "$@" $(ldd "$@" 2>/dev/null | grep -o '/[^ :]*' | sort -u); do
    [ -e "$root$file" ] || install -D "$(readlink -f "$file")" "$root$file"
  done
}
for tool in bash cat cksum dirname find grep gzip head id ls mkdir mktemp mv readlink rm sed sleep tar touch uname; do
  copy_with_libraries "$(command -v "$tool")"
done
# The parts of the C library; and the two that ONNX Runtime, and a runtime from Debian's JDK, need.
for name in libm.so.6 libdl.so.2 librt.so.1 libpthread.so.0 libresolv.so.2 libgcc_s.so.1 libstdc++.so.6 libz.so.1; do
  copy_with_libraries "$(ldconfig -p | awk -v name=$name '$1 == name { print $NF; exit }')"
done
for locale in /usr/lib/locale/C.*; do
  [ ! -d "$locale" ] || { mkdir -p "$root/usr/lib/locale" && cp -R "$locale" "$root/usr/lib/locale"; }
done
[ -e "$root/bin/bash" ] || ln -s ../usr/bin/bash "$root/bin/bash"
mkdir -p "$root/usr/bin" "$root/usr/lib"
[ -e "$root/usr/bin/env" ] || install "$(command -v env)" "$root/usr/bin/env"
echo 'user:x:4711:4711::/home/user:/bin/bash' >"$root/etc/passwd"
chmod 1777 "$root/tmp"
printf '# Tea\n\nGreen tea is steeped at eighty degrees for two minutes.\n' >"$root/home/user/notes/tea.md"
printf 'To mend a puncture, glue a patch on the inner tube.\n' >"$root/home/user/notes/bicycle.txt"
printf '{\\rtf1\\ansi Bread is baked at two hundred and twenty degrees.\\par}' >"$root/home/user/notes/bread.rtf"
printf 'int answer(void) {\n  return 42;\n}\n' >"$root/home/user/notes/answer.c"
chown -R 4711:4711 "$root/home/user"
chmod 755 "$root"

network=()
if unshare --net true 2>/dev/null && command -v ip >/dev/null; then network=(--net); fi
[ ${#network[@]} -gt 0 ] || echo 'skipped: without a network (no namespaces, or no ip)'
# in_root WORDS: runs them in bash there, as the user; what they start ends with them, and mounts go
in_root() {
  # shellcheck disable=SC2016 # expands in the inner shell
  unshare --mount --pid --fork "${network[@]}" bash -euc '
    [ "$2" = "" ] || ip link set lo up
    mount -t proc proc "$1/proc"
    mount --bind /dev "$1/dev"
    exec chroot --userspec=4711:4711 "$1" /usr/bin/env -i HOME=/home/user PATH=/usr/bin:/bin /bin/bash -euc "$3"
  ' - "$root" "${network[*]}" "$1"
}

failed=0
# use HOW LAUNCHER: what a user does on the first day
use() {
  # shellcheck disable=SC2016 # expands in the inner shell
  in_root "ragged=$2"'
    cd
    ! command -v java && ! command -v cc
    expect() { # TEXT ARGUMENT...
      local text=$1 answer
      shift
      answer=$("$ragged" "$@") || { echo "FAILED: ragged $* exited with $?"; exit 1; }
      case $answer in *"$text"*) echo "ok  ragged $*" ;; *)
        echo "FAILED: the output of ragged $* lacks $text: $answer"; exit 1 ;;
      esac
    }
    expect "\"ok\":true" doctor --json
    expect "\"files\":4" add notes --json
    expect bread.rtf search "how hot is the oven?" -n 1 --json
    expect answer.c search answer --mode lexical -n 1 --json
    expect http serve --background
    expect tea.md search "how hot should the water be?" -n 1 --json
    expect "" stop
    expect "\"ok\":true" check --json
    rm -rf .ragged
  ' || {
    echo "FAILED: $1"
    failed=1
    return
  }
  echo "ok  $1"
}

# archived FILE: that the second command had the class data archive, made at the first for this user
archived() {
  if [ -s "$root$1" ] && in_root "$2 --version >/dev/null; RAGGED_JAVA_OPTS=-Xlog:class+load:file=/tmp/loaded.log $2 --version >/dev/null
    grep -q 'shared objects file (top)' /tmp/loaded.log"; then
    echo "ok  class data from $1"
  else
    echo "FAILED: no class data from $1"
    failed=1
  fi
  rm -f "$root/tmp/loaded.log"
}

tar -xzf "$archive" -C "$root/opt"
mv "$root"/opt/ragged-* "$root/opt/first"
in_root '/opt/first/ragged --version >/dev/null' # has made the archive where it may not write: in the home folder
mkdir "$root/opt/the place"
mv "$root/opt/first" "$root/opt/the place/moved"
chmod -R a-w "$root/opt"
use 'the archive, moved, read-only' '"/opt/the place/moved/ragged"'
sum=$(printf %s '/opt/the place/moved' | cksum)
archived "/home/user/.cache/ragged/classes/${sum%% *}.jsa" '"/opt/the place/moved/ragged"'

tar -xzf "$archive" -C "$root/home/user"
chown -R 4711:4711 "$root/home/user"
own=$(basename "$archive" .tar.gz)
in_root "\$HOME/$own/ragged --version && mv \$HOME/$own \$HOME/mine && \$HOME/mine/ragged --version"
archived /home/user/mine/app/ragged.jsa /home/user/mine/ragged

package=$(find "$dist" -name "ragged_*_$(dpkg --print-architecture 2>/dev/null || echo none).deb")
if [ -f "$package" ]; then
  dpkg-deb --extract "$package" "$root"
  use "the Debian package's files" /usr/bin/ragged
  if command -v lintian >/dev/null; then lintian --fail-on error "$package"; else echo 'skipped: lintian is not installed'; fi
fi
exit "$failed"
