"""Replaces Chroma's command line, which needs all of Chroma's Python code."""

import shlex
import sys
from pathlib import Path

COMMAND_LINE = "import sys, chromadb_rust_bindings as b; b.cli(['chroma', *sys.argv[1:]])"

program = Path(sys.prefix, "bin", "chroma")
unfinished = program.with_suffix(".unfinished")
unfinished.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(COMMAND_LINE)} "$@"\n')
unfinished.chmod(0o755)
unfinished.rename(program)
