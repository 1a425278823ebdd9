"""Installs Python packages into a virtual environment, once; all parts of ragged that need some use this.

install.py FOLDER NAME...: makes FOLDER a virtual environment and installs what each NAME stands for. A NAME with "==" is
a package; any other stands for those of these files beside this one that exist:

  NAME.txt          packages, installed with their dependencies
  NAME.no-deps.txt  packages, installed without dependencies
  NAME.py           a last step, run by the environment's Python

What was installed from the same files is not installed again. pip uses the index it is configured for.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def fail(why):
    # The same prefix as in pip's errors.
    sys.exit(f"ERROR: {why}")


def run(*command):
    """Runs a command, and leaves standard output to the caller."""
    if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode != 0:
        sys.exit(1)


def install(folder, name):
    files = [HERE / f"{name}{suffix}" for suffix in (".txt", ".no-deps.txt", ".py")]
    if "==" not in name and not any(file.exists() for file in files):
        fail(f"there are no files for {name} in {HERE}")
    content = "".join(file.read_text(encoding="utf-8") for file in files if file.exists())
    done = folder / "installed" / name
    if done.exists() and done.read_text(encoding="utf-8") == content:
        return
    python = str(folder / "bin" / "python")
    venv = folder / "installed" / "venv"
    if not venv.exists():
        run(sys.executable, "-m", "venv", "--clear", str(folder))
        done.parent.mkdir()
        venv.touch()
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-warn-conflicts")
    packages, alone, step = files
    if "==" in name:
        run(*pip, name)
    if packages.exists():
        run(*pip, "--requirement", str(packages))
    if alone.exists():
        run(*pip, "--no-deps", "--requirement", str(alone))
    if step.exists():
        run(python, str(step))
    # Last, so that an interrupted installation is repeated.
    done.write_text(content, encoding="utf-8")


def main(folder, *names):
    if sys.version_info < (3, 9):
        fail("Python 3.9 or later is required.")
    try:
        import ensurepip  # noqa: F401  Debian has it in a package of its own.
        import venv  # noqa: F401
    except ImportError:
        fail("Python's venv is missing; install it (Debian, Ubuntu: apt install python3-venv).")
    # Nobody else may put anything where programs are run from.
    os.umask(0o077)
    folder = Path(folder).absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{folder}.lock", "w") as lock:
        # Builds and tests of several modules may run this at the same time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name in names:
            install(folder, name)


if __name__ == "__main__":
    main(*sys.argv[1:])
