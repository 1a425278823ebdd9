#!/usr/bin/env bash
# A second day on a generated home of 200 files. First the counts: files are added, edited, renamed, moved, deleted and
# ignored, and after each step `ragged update` must have embedded what is new and nothing else; prints a row a step. Then the
# screens: commands as a person sees them in terminals of 60 and of 200 columns, compared with ci/second-day/screens.
# Usage: ci/second-day.sh [--write]      --write: make the screens anew, to be looked at before they are committed
# Needs Python 3.9 or later; says so and does nothing without.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! python3 -c 'import sys, pty, termios; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
  echo 'skipped: second day (needs Python 3.9 or later and a system with pseudo-terminals)'
  exit 0
fi
./ragged --version >/dev/null

# A path of the same length everywhere, since lines are broken by it.
work=$(mktemp -d /tmp/ragged-day.XXXXXX)
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1
status=0

mkdir "$work/day"
python3 ci/second-day/day.py "$PWD/ragged" "$work/day" || status=1
for columns in 60 200; do
  mkdir "$work/$columns"
  if python3 ci/second-day/screens.py "$PWD/ragged" "$work/$columns" "$columns" "ci/second-day/screens/$columns.txt" "$@"; then
    echo "ok  screens of $columns columns"
  else
    echo "FAILED: screens of $columns columns differ; 'ci/second-day.sh --write' takes them over"
    status=1
  fi
done
exit "$status"
