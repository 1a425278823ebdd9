#!/usr/bin/env bash
# Two users of one machine: what one does with ragged, the other may neither read, nor plant anything in, nor block. Makes
# two accounts, runs the command line as the first, and attacks as the second: before, at every name that the first run
# touches in a shared folder, and afterwards. Prints every attempt; fails if one succeeds.
# Usage: ci/two-users.sh      Needs root and a built ./ragged; says so and does nothing without them. With strace it
# also finds names in shared folders that nobody has thought of.
# shellcheck disable=SC2016 # the second user's shell expands what stands in single quotes
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

skip() {
  printf 'skipped: two users (%s)\n' "$*"
  exit 0
}
[ "$(uname -s)" = Linux ] || skip 'needs Linux'
[ "$(id -u)" = 0 ] || skip 'needs root, to make two accounts'
for tool in useradd userdel usermod setpriv cc jar; do
  command -v "$tool" >/dev/null || skip "needs $tool"
done
[ -f src/cli/target/ragged-cli.jar ] || skip 'needs a built ./ragged'

work=$(mktemp -d /tmp/ragged-two-users.XXXXXX)
suffix=$$
alice=rga$suffix
mallory=rgm$suffix
finish() {
  userdel "$alice" 2>/dev/null || true
  userdel "$mallory" 2>/dev/null || true
  rm -rf "$work" "/tmp/hsperfdata_$alice" "/tmp/hsperfdata_$mallory"
}
trap finish EXIT
chmod 755 "$work"
mkdir "$work/home" "$work/app" "$work/documents" "$work/names-of"
useradd --home-dir "$work/home/alice" --create-home --user-group "$alice"
useradd --home-dir "$work/home/mallory" --create-home --user-group "$mallory"

# What an administrator installs: the launcher and its jars, writable to root alone.
cp ragged "$work/app"
mkdir "$work/app/app"
cp -R src/cli/target/ragged-cli.jar src/cli/target/lib src/cli/target/native "$work/app/app"
chmod -R go-w,a+rX "$work/app"
printf '# Diary\n\nThe treasure lies under the old oak.\n' >"$work/documents/diary.md"
chown -R "$alice:" "$work/documents"
chmod 700 "$work/documents"

failures=0
attempts=0
# held WHAT COMMAND...: an attempt of the second user's, which must fail
held() {
  local what=$1
  shift
  attempts=$((attempts + 1))
  if "$@" >"$work/attempt" 2>&1; then
    failures=$((failures + 1))
    printf 'BROKEN  %s\n' "$what"
  else
    printf 'held    %s\n' "$what"
  fi
}
works() { # WHAT COMMAND...: what the first user does, which must succeed
  local what=$1
  shift
  attempts=$((attempts + 1))
  if "$@" >"$work/attempt" 2>&1; then
    printf 'works   %s\n' "$what"
  else
    failures=$((failures + 1))
    printf 'BLOCKED %s: %s\n' "$what" "$(tail -n 1 "$work/attempt")"
  fi
}

as() { # USER COMMAND...
  local user=$1
  shift
  (cd / && setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups \
    env -i PATH="$PATH" ${JAVA_HOME:+JAVA_HOME="$JAVA_HOME"} LANG=C.UTF-8 HOME="$home" TMPDIR="$shared" \
    RAGGED_JAVA_OPTS="-Djava.io.tmpdir=$shared" "$@")
}

# A library that tells when it is run.
cat >"$work/planted.c" <<'C'
#include <fcntl.h>
#include <stdlib.h>
__attribute__((constructor)) static void run(void) {
  const char *proof = getenv("PLANTED_PROOF");
  if (proof) open(proof, O_CREAT | O_WRONLY, 0644);
}
C
cc -shared -fPIC -o "$work/planted.so" "$work/planted.c"
chmod 644 "$work/planted.so"

# fresh: a new shared temporary folder and an empty home
fresh() {
  rm -rf "$work/shared" "$work/home/alice" "$work/proof"
  shared=$work/shared
  mkdir "$shared" "$work/home/alice" "$work/proof"
  chmod 1777 "$shared"
  chmod 700 "$work/home/alice"
  chown "$alice:" "$work/home/alice" "$work/proof"
}

# commands [TRACE]: what the first user does, with $home and $data set
commands() {
  local traced=()
  if [ $# -gt 0 ] && command -v strace >/dev/null; then traced=(strace -f -qq -e trace=%file -o "$1"); fi
  as "$alice" PLANTED_PROOF="$work/proof/run" RAGGED_DATA_DIR="$data" "${traced[@]}" \
    bash -c 'umask 022; "$0" add "$1" --json && "$0" search treasure --json && "$0" doctor && "$0" config' \
    "$work/app/ragged" "$work/documents"
}

# names LOG: what the first user made, or looked for, in shared folders, without what is random
names() {
  [ -f "$1" ] || return 0
  grep -oE "\"($work/shared|/tmp|/var/tmp|/dev/shm)/[^\"]+\"" "$1" | tr -d '"' | grep -v "^$work/\(home\|app\|documents\|proof\)" |
    sort -u
}

# readable: those of the first user's files and folders that the second one can read
readable() {
  # shellcheck disable=SC2016 # for the other shell
  as "$mallory" bash -c 'while IFS= read -r file; do
    if [ -d "$file" ]; then ls "$file"; else head -c 1 "$file"; fi >/dev/null 2>&1 && printf "%s\n" "$file"
  done' <"$work/files" || true
}

# plant NAME: the second user makes folders down to a name, open to all, and puts a library there
plant() {
  local name=$1
  case $name in
    *.so | *.tmp) as "$mallory" bash -c 'umask 0; mkdir -p "${1%/*}" && cp "$0" "$1" && chmod 777 "$1"' "$work/planted.so" "$name" ;;
    *.lock | *.pid) as "$mallory" bash -c 'umask 0; mkdir -p "${1%/*}" && ln -sf "$0" "$1"' "$work/victim" "$name" ;;
    *) as "$mallory" bash -c 'umask 0; mkdir -p "$0"' "$name" ;;
  esac 2>/dev/null || true
}

for scenario in 'home writable' 'home not writable'; do
  printf '\n== %s\n' "$scenario"
  home=$work/home/alice
  [ "$scenario" = 'home writable' ] || home=/nonexistent
  fresh
  if [ "$home" = /nonexistent ]; then
    usermod --home /nonexistent "$alice" # Java takes it from the account
    data=$work/home/alice/data           # named by RAGGED_DATA_DIR
  else
    data=$home/.ragged
  fi

  works 'the first user adds and finds' commands "$work/proof/trace"
  names "$work/proof/trace" >"$work/names"

  # Reading: everything that is there now.
  : >"$work/files"
  find "$work/home/alice" "$shared" -user "$alice" ! -type l >"$work/files"
  reachable=$(readable)
  held "read one of the $(wc -l <"$work/files") files and folders of the first user${reachable:+: ${reachable//$'\n'/, }}" test -n "$reachable"

  # The home open to all, as many systems make it: the data must still be closed.
  chmod 755 "$work/home/alice"
  reachable=$(readable | grep -vFx "$work/home/alice" || true)
  held "read one of them where the home is open${reachable:+: ${reachable//$'\n'/, }}" test -n "$reachable"
  held 'write to the data' as "$mallory" touch "$data/planted"
  held 'hold the lock of a collection' as "$mallory" bash -c "exec 3<>$data/leann/default/index/write.lock"

  # Planting: at every name of the first run, where the second user can, before the next one.
  fresh
  echo precious >"$work/home/alice/precious"
  chown "$alice:" "$work/home/alice/precious"
  ln -sfn "$work/home/alice/precious" "$work/victim"
  # Names that the libraries' own loaders use, whether or not ours avoid them.
  {
    cat "$work/names"
    printf '%s\n' "$shared/.javacpp-$alice/cache" "$shared/.javacpp-$alice/cache/.lock"
    jar=ragged-leann-native-$(sed -n 's|.*<version>\(.*\)</version>.*|\1|p' pom.xml | head -n 1)-linux-$(uname -m).jar
    printf '%s\n' "$shared/.javacpp-$alice/cache/$jar/dev/ragged/leann/natives/linux-$(uname -m)/libjnileann.so"
    (cd "$work/names-of" && jar xf "$work"/app/app/lib/tokenizers-*.jar native/lib/tokenizers.properties)
    version=$(sed -n 's/^version=//p' "$work/names-of/native/lib/tokenizers.properties")
    printf '%s\n' "$shared/.djl.ai/tokenizers/$version-cpu-linux-$(uname -m)/libtokenizers.so"
  } | sort -u >"$work/plants"
  planted=0
  while IFS= read -r name; do
    case $name in "$shared"/*) ;; *) continue ;; esac
    plant "$name"
    [ ! -e "$name" ] || planted=$((planted + 1))
  done <"$work/plants"
  works "the first user adds and finds with $planted names planted" commands
  held 'have a planted library run' test -e "$work/proof/run"
  held "overwrite the first user's file through a planted link" bash -c "! grep -q precious '$work/home/alice/precious'"
  as "$mallory" bash -c "find '$shared' -user '$alice' -exec cat {} +" >"$work/seen" 2>/dev/null || true
  held 'find the text in a planted folder' grep -q 'old oak' "$work/seen"
done

printf '\n%d attempts, %d of them wrong\n' "$attempts" "$failures"
[ "$failures" -eq 0 ]
