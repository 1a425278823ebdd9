# shellcheck shell=bash
# Sets javas to the commands of Java 17, if there is one, and of the newest. For scripts that have a function fail; read
# it with the dot.
javas=()
newest=
for home in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")" /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  [ -x "$home/bin/java" ] && [ -r "$home/release" ] || continue
  major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
  [ "${major:-0}" -ge 17 ] || continue
  if [ "$major" -eq 17 ] && [ ${#javas[@]} -eq 0 ]; then javas=("$home/bin/java"); fi
  if [ -z "$newest" ] || [ "$major" -gt "${newest%% *}" ]; then newest="$major $home/bin/java"; fi
done
[ -n "$newest" ] || fail 'there is no Java 17 or later'
if [ "${newest%% *}" -gt 17 ]; then javas+=("${newest#* }"); fi
