#!/usr/bin/env bash
# The suites that LangChain4j and Spring AI have for stores, over ragged's, in every way to use them. Prints a Markdown
# table of what was run, failed and skipped, which stands in docs/langchain4j.md and docs/spring.md.
# Usage: ci/suites.sh [MAVEN ARGUMENT...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mkdir -p target
log=target/suites.log
status=0
./mvnw -B -ntp -pl src/langchain4j,src/spring-ai -am -Dnative.tests=OFF \
  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
  '-Dit.test=Suites*IT,SpringAiSuitesIT' -Dfailsafe.failIfNoSpecifiedTests=false "$@" verify >"$log" 2>&1 || status=$?

# The runner's line for a class; the nested classes of one that has several are added up, but those of Spring AI's,
# where each is a way of its own.
awk '
  / in dev\.ragged\./ {
    sub(/\x1b\[[0-9;]*m/, ""); gsub(/,/, "")
    for (i = 1; i <= NF; i++) {
      if ($i == "run:") run = $(i + 1)
      if ($i == "Failures:") failed = $(i + 1)
      if ($i == "Errors:") failed += $(i + 1)
      if ($i == "Skipped:") skipped = $(i + 1)
    }
    name = $NF
    sub(/.*\./, "", name)
    if (name !~ /Suites/ || name !~ /\$/) next
    if (name ~ /^SpringAi/) sub(/\$/, " ", name); else sub(/\$.*/, "", name)
    if (!(name in runs)) order[++n] = name
    runs[name] += run; fails[name] += failed; skips[name] += skipped
  }
  END {
    print "| suites | run | failed | skipped |"
    print "|---|---|---|---|"
    for (i = 1; i <= n; i++) {
      name = order[i]
      printf "| %s | %d | %d | %d |\n", name, runs[name], fails[name], skips[name]
      bad += fails[name]
    }
    exit !(n == 8 && bad == 0)
  }' "$log" || {
  [ "$status" -ne 0 ] || status=1
}
if [ "$status" -ne 0 ]; then
  grep -E '^\[ERROR\]' "$log" | head -n 40 >&2 || true
  echo "suites.sh: some suites failed or did not run; see $log." >&2
fi
exit "$status"
