"""Lives through a second day on a generated home: adds it, changes it step by step, brings the collection into step after
each, and checks what that cost. Prints a row a step.

Usage: python3 day.py RAGGED WORK [SEED]      RAGGED: the launcher; WORK: an empty folder
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import home as generated

COLUMNS = ("files", "added", "changed", "moved", "removed", "unchanged", "skipped", "embedded")
NEW_SECTION = "\n## Rule of the attic\n\nThe attic window stays shut while the swallows nest.\n"


class Day:
    def __init__(self, ragged, work, seed):
        self.ragged = ragged
        self.home = pathlib.Path(work, "home")
        self.env = {key: value for key, value in os.environ.items() if not key.startswith("RAGGED_")}
        self.env.update(RAGGED_JAVA_OPTS="-Dragged.ocr=none", RAGGED_DATA_DIR=str(pathlib.Path(work, "data")), HOME=str(work))
        self.made = generated.make(self.home, seed)
        self.wrong = 0
        self.skipped = {}

    def run(self, *args, status=0):
        """Runs a command and returns its JSON, one document or one a line."""
        done = subprocess.run([self.ragged, *args, "--json"], env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != status:
            sys.exit(f"ragged {' '.join(args)} exited with {done.returncode} instead of {status}:\n{done.stderr}")
        return done.stdout

    def update(self, step, expected, *args, status=0):
        """Brings everything into step and compares the counts with those expected: a number, or the most."""
        found = json.loads(self.run("update", *args, status=status))["collections"][0]
        self.row(step, found, expected)
        return found

    def row(self, step, found, expected):
        counts = {key: len(found[key]) if key == "skipped" else found[key] for key in COLUMNS}
        usual = {"added": 0, "changed": 0, "moved": 0, "removed": 0, "embedded": 0}
        bad = []
        for key, value in {**usual, **expected}.items():
            least, most = value if isinstance(value, tuple) else (value, value)
            if not least <= counts[key] <= most:
                bad.append(f"{key} {counts[key]} instead of {least}" + ("" if least == most else f" to {most}"))
        self.skipped = {one["path"]: one["why"] for one in found["skipped"]}
        print(f"{step:<44}" + "".join(f"{counts[key]:>10}" for key in COLUMNS) + ("   WRONG: " + ", ".join(bad) if bad else ""), flush=True)
        self.wrong += len(bad)

    def check(self, what, holds):
        if not holds:
            print(f"WRONG: {what}")
            self.wrong += 1

    def passages(self, *args):
        """What the collection holds, the metadata among the rest."""
        lines = self.run("export", *args).splitlines()
        return [json.loads(line) for line in lines]

    def passages_of(self, name):
        source = str((self.home / name).resolve())
        return sum(passage["metadata"].get("source") == source for passage in self.passages())

    def first(self, question, *args):
        hits = json.loads(self.run("search", question, "-n", "1", *args))["hits"]
        return hits[0]["metadata"]["source"] if hits else None

    def edit(self, name, change):
        path = self.home / name
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def first_day(day):
    added = json.loads(day.run("add", str(day.home)))
    files = added["files"]
    counts = {**added, "files": files, "added": files, "changed": 0}
    passages = day.passages()
    day.row("add the home", counts, {"added": files, "embedded": added["passages"] - added["words_only"]})
    day.check("as many passages are exported as were added", len(passages) == added["passages"])
    texts = "\n".join(passage["text"] for passage in passages)
    for secret in generated.SECRETS:
        day.check(f"'{secret}' is in a file that git ignores, but was indexed", secret not in texts)
    day.check("base64 was indexed", generated.PIXEL[100:140] not in texts)
    day.check("a mail's body was not decoded", "fällig am 3. März" in texts)
    day.check("what .gitignore takes back in is not there", "This may be read by all." in texts)
    why = {os.path.relpath(path, day.home): reason for path, reason in day.skipped.items()}
    for name in ("code/shop/.env", "code/site/node_modules", "code/site/package-lock.json", "code/site/static/app.min.js", "tables/sensor.csv", "notes/empty.md"):
        day.check(f"{name} is not among what was skipped: {sorted(why)}", name in why or name == "code/shop/.env")
    return files


def changes(day, files):
    home = day.home
    day.update("nothing changed", {"files": files, "unchanged": files})
    day.update("nothing changed, every file read (--verify)", {"files": files, "unchanged": files}, "--verify")

    for number in range(5):
        day.made.write(f"notes/new/{number}.md", f"# New {number}\n\n{day.made.prose(4)}\n")
    day.update("5 notes added", {"added": 5, "embedded": 5, "unchanged": files})

    # What stands before and after an edit stays as it was cut.
    whole = day.passages_of("notes/handbook.md")
    day.edit("notes/handbook.md", lambda text: text.replace("\n## Rule 8\n", NEW_SECTION + "\n## Rule 8\n"))
    day.update(f"a section put into {whole} passages", {"changed": 1, "embedded": (1, 4)})
    day.edit("notes/handbook.md", lambda text: text.replace("while the swallows nest", "until the swallows are gone"))
    day.update("a few words of them changed", {"changed": 1, "embedded": (1, 2)})
    day.edit("notes/handbook.md", lambda text: text[: text.index("## Rule 20\n")] + text[text.index("## Rule 21\n") :])
    day.update("a section taken out of them", {"changed": 1, "embedded": (1, 4)})
    day.edit("notes/handbook.md", lambda text: text + "\nAll rules end with the year.\n")
    day.update("a line put at their end", {"changed": 1, "embedded": (1, 2)})
    os.utime(home / "notes/tea.md")
    day.update("a file touched", {})

    (home / "notes/party.md").rename(home / "notes/feast.md")
    day.update("a note renamed", {"moved": 1})
    (home / "notes/trips").rename(home / "trips-of-2026")
    day.update("a folder of 3 notes moved", {"moved": 3})
    (home / "code").rename(home / "projects")
    moved = day.update("all code moved", {"moved": (25, 40)})
    day.check("a moved secret was indexed", not any(secret in passage["text"] for passage in day.passages() for secret in generated.SECRETS))
    day.check("files were lost with the folder", moved["files"] == files + 5)

    for number in range(4):
        (home / f"notes/house/{number:02}.md").unlink()
    day.update("4 notes deleted", {"removed": 4})
    (home / ".raggedignore").write_text("drafts/\n")
    day.update("a folder of 6 drafts ignored", {"removed": 6})
    (home / ".raggedignore").unlink()
    day.update("and no longer ignored", {"added": 6, "embedded": 6})

    with open(home / "mail/old.mbox", "ab") as mailbox:
        mailbox.write(generated.mailbox_entry(day.made, "A new message"))
    day.update("a message put into a mailbox", {"changed": 1, "embedded": (1, 2)})
    day.edit("notebooks/study-1.ipynb", lambda text: text.replace("load('", "read('", 1))
    day.update("a cell of a notebook changed", {"changed": 1, "embedded": (1, 2)})
    day.edit("tables/loans-2.csv", lambda text: text + "Vis,accordion,Ada Berg,12\n")
    day.update("a row put into a table", {"changed": 1, "embedded": (1, 2)})
    shutil.copy2(home / "notes/handbook.md", home / "notes/handbook-copy.md")
    day.update("a long note copied", {"added": 1, "embedded": (0, whole + 3)})
    return home


def danger(day):
    """A disk that is not mounted, and back again."""
    away = day.home.with_name("away")
    day.home.rename(away)
    day.home.mkdir()
    lost = day.update("the home is empty: nothing is removed", {}, status=1)
    day.check("an empty home is not reported", len(lost["problems"]) == 1)
    day.home.rmdir()
    away.rename(day.home)
    day.update("the home is back", {})


def answers(day):
    sources = {passage["metadata"]["source"] for passage in day.passages()}
    dead = sorted(source for source in sources if not os.path.exists(source))
    day.check(f"passages name files that are gone: {dead}", not dead)
    known = {
        "When does the ferry to the island leave?": "trips-of-2026/ferry.md",
        "How long is green tea steeped?": "notes/tea.md",
        "Rechnung Wärmepumpe fällig": "mail/invoice.eml",
        "图书馆几点开门": "notes/zh/图书馆.md",
        "function that adds value-added tax to a net price": "projects/shop/prices.py",
        "lanterns and cake for the party": "notes/feast.md",
    }
    for question, name in known.items():
        found = day.first(question)
        day.check(f"'{question}' finds {found} instead of {name}", found == str((day.home / name).resolve()))
    found = day.first("swallows", "--mode", "lexical")
    day.check(f"'swallows' finds {found} instead of the handbook or its copy", "handbook" in str(found))
    day.run("sources", "remove", str(day.home), "--yes")
    day.check("something stays after the source was removed", day.passages() == [])
    day.run("check")


def main(ragged, work, seed=1):
    day = Day(ragged, work, int(seed))
    print(f"{'step':<44}" + "".join(f"{key:>10}" for key in COLUMNS))
    files = first_day(day)
    changes(day, files)
    danger(day)
    answers(day)
    print(f"second day: {day.wrong} wrong")
    return 1 if day.wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
