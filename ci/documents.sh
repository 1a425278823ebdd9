#!/usr/bin/env bash
# Fetches real documentation for benchmarks and prints the folders of its pages, one per line.
# Usage: ci/documents.sh [postgresql] [python] [linux]     all three by default
# Unpacks Debian packages under target/; installs nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ $# -gt 0 ] || set -- python postgresql linux
work=$PWD/target/bench
corpus=$work/corpus
docs=$corpus/usr/share/doc
for name in "$@"; do
  case $name in
    postgresql)
      package=postgresql-doc-15
      pages=("$docs/postgresql-doc-15/html")
      ;;
    python)
      package=python3.11-doc
      pages=("$docs"/python3.11/html/{library,reference,howto,tutorial,c-api,faq,using,extending,whatsnew})
      ;;
    linux)
      package=linux-doc-6.1
      pages=("$docs"/linux-doc-6.1/html/{admin-guide,core-api,networking,filesystems,process,virt}
        "$docs"/linux-doc-6.1/html/{dev-tools,trace,scheduler,mm,security,power})
      ;;
    *)
      echo "'$name' is not one of postgresql, python and linux." >&2
      exit 2
      ;;
  esac
  if [ ! -d "${pages[0]}" ]; then
    if ! command -v apt-get >/dev/null; then
      echo "The documents are Debian packages, but apt-get is missing; name folders to index instead." >&2
      exit 2
    fi
    mkdir -p "$work/packages" "$corpus"
    (cd "$work/packages" && apt-get download "$package" >&2) || {
      echo "Could not fetch the package $package; run 'apt-get update' first." >&2
      exit 1
    }
    dpkg -x "$work/packages/$package"_*.deb "$corpus"
  fi
  printf '%s\n' "${pages[@]}"
done
