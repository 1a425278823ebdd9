"""Shows a second day on a terminal: runs commands on a generated home under a pseudo-terminal of a given width, and compares
what stands on the screen with a golden file. What differs from run to run (times, the temporary folder) is replaced.

Usage: python3 screens.py RAGGED WORK COLUMNS GOLDEN [--write]      WORK: an empty folder; --write: make the golden file
"""

import difflib
import fcntl
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import struct
import sys
import termios
import textwrap
import unicodedata

import home as generated

LINES = 50
PROMPT = b"[y/N] "
SILENCE_SECONDS = 300
CONTROL = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[([0-9;?]*)([A-Za-z])|\x1b.")
VARYING = (
    (re.compile(r"\b\d+(?:\.\d+)?\s(?:ms|s)\b|\b\d+ min \d+ s\b"), "N s"),
    (re.compile(r"\b20\d\d-\d\d-\d\d \d\d:\d\d\b"), "YYYY-MM-DD hh:mm"),
)


SUMMARY = re.compile(r"^(?:Added|Nothing has changed) [^.]*(?:\.\d[^.]*)*\.$", re.MULTILINE)
"""A sentence with a duration, whose length decides where it is broken."""


class Screen:
    """As much of a terminal as the commands use: text, line ends, erasing to the end of a line."""

    def __init__(self, columns):
        self.columns = columns
        self.lines = [[]]
        self.column = 0

    def show(self, text):
        at = 0
        while at < len(text):
            control = CONTROL.match(text, at)
            if control:
                if control[2] == "K":
                    del self.lines[-1][self.column :]
                at = control.end()
            else:
                self.put(text[at])
                at += 1

    def put(self, char):
        if char == "\r":
            self.column = 0
        elif char == "\n":
            self.lines.append([])
        elif char == "\t":
            self.put(" ")
            while self.column % 8:
                self.put(" ")
        else:
            self.write(char, cells(char))

    def write(self, char, width):
        line = self.lines[-1]
        if width == 0 and self.column:
            line[self.column - 1] += char
            return
        if self.column + width > self.columns:
            self.lines.append([])
            self.column = 0
            line = self.lines[-1]
        line.extend(" " * (self.column - len(line)))
        line[self.column : self.column + width] = [char] + [""] * (width - 1)
        self.column += width

    def text(self):
        return "\n".join("".join(line).rstrip() for line in self.lines).rstrip("\n") + "\n"


def cells(char):
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class Terminal:
    def __init__(self, ragged, work, columns):
        self.ragged = ragged
        self.work = str(pathlib.Path(work).resolve())
        self.home = pathlib.Path(self.work, "you")
        self.columns = columns
        self.golden = []
        generated.make(self.home)
        self.env = {key: value for key, value in os.environ.items() if not key.startswith(("RAGGED_", "LC_", "COLUMNS", "NO_COLOR"))}
        self.env.update(RAGGED_JAVA_OPTS="-Dragged.ocr=none", RAGGED_DATA_DIR=f"{self.work}/data", HOME=self.work, TERM="xterm-256color", LANG="C.UTF-8", TZ="UTC")

    def run(self, *args, answer=None):
        """Runs a command and keeps what it leaves on the screen; answers what it asks."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.home)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, self.columns, 0, 0))
            os.execve(self.ragged, [self.ragged, *args], self.env)
        output = b""
        while True:
            if not select.select([terminal], [], [], SILENCE_SECONDS)[0]:
                os.kill(pid, signal.SIGKILL)
                sys.exit(f"ragged {' '.join(args)} said nothing for {SILENCE_SECONDS} seconds after:\n{output.decode()}")
            try:
                part = os.read(terminal, 1 << 16)
            except OSError:  # its end, on Linux
                break
            if not part:
                break
            output += part
            if answer and output.endswith(PROMPT):
                os.write(terminal, answer.encode())
                answer = None
        os.close(terminal)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        text = output.decode().replace(self.work, "/home")
        screen = Screen(self.columns)
        screen.show(text)
        text = screen.text()
        for pattern, instead in VARYING:
            text = pattern.sub(instead, text)
        text = SUMMARY.sub(lambda found: textwrap.fill(" ".join(found[0].split()), self.columns), text)
        shown = " ".join(f'"{arg}"' if re.search(r"[\s?*]", arg) else arg for arg in args)
        self.golden.append(f"$ ragged {shown}\n{text}" + (f"(exit status {status})\n" if status else ""))


def small(home):
    """Takes out what makes the home large; a few of each kind stay."""
    for pattern in ("notes/house/[1-4]*.md", "mail/[01][1-9].eml", "notebooks/*-[1-5].ipynb", "tables/loans-[1-5].csv", "web/*-[2-9].html", "code/shop/parts/*1*.py"):
        for path in home.glob(pattern):
            path.unlink()
    text = (home / "notes/handbook.md").read_text()
    (home / "notes/handbook.md").write_text(text[: text.index("\n## Rule 5\n")])


def day(terminal):
    home = terminal.home
    small(home)
    terminal.run("add", ".")
    terminal.run("search", "how hot is the water for green tea?")
    terminal.run("search", "gross price with the tax of a country", "--type", "py")
    terminal.run("search", "Rechnung für die Wärmepumpe", "--type", "eml")
    terminal.run("search", "图书馆几点开门")
    terminal.run("search", "lanterns and cake for the garden party", "-n", "1", "--full")
    terminal.run("search", "quantum chromodynamics on a lattice")
    terminal.run("search", "when does the ferry leave", "--in", "notes/trip")
    terminal.run("sources")
    terminal.run("update")
    handbook = home / "notes/handbook.md"
    handbook.write_text(handbook.read_text() + "\n## Rule of the attic\n\nThe attic window stays shut while the swallows nest.\n")
    (home / "notes/trips").rename(home / "trips")
    (home / "notes/house/02.md").unlink()
    (home / ".raggedignore").write_text("drafts/\n")
    (home / "letters/damaged.pdf").write_bytes(b"%PDF-1.4\nnothing of a document")
    terminal.run("update")
    terminal.run("search", "when does the ferry leave", "-n", "1")
    terminal.run("get", "notes/handbook.md:7-9", "--context", "1")
    terminal.run("get", "notes/nosuch.md")
    terminal.run("search", "swallows", "-c", "defualt")
    terminal.run("sources", "--skipped")
    shutil.move(home, f"{home}-away")
    home.mkdir()
    terminal.run("update", answer="n\n")
    home.rmdir()
    shutil.move(f"{home}-away", home)
    terminal.run("check")


def main(ragged, work, columns, golden, write=None):
    terminal = Terminal(ragged, work, int(columns))
    day(terminal)
    shown = "\n".join(terminal.golden)
    file = pathlib.Path(golden)
    if write:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(shown, encoding="utf-8")
        return 0
    kept = file.read_text(encoding="utf-8")
    sys.stdout.writelines(difflib.unified_diff(kept.splitlines(True), shown.splitlines(True), golden, "now"))
    return 0 if kept == shown else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
