"""Installs Python packages into an environment of their own, once; every part of ragged that needs some calls this.

install.py FOLDER NAME...: makes FOLDER a virtual environment and installs what each NAME stands for. A NAME with "==" is
a package; another one stands for the files beside this one that are there:

  NAME.txt          packages, installed with the packages that they need
  NAME.no-deps.txt  packages, installed alone
  NAME.py           a last step, which the environment's Python runs

What was installed from the same files is not installed again. pip asks the index that it is set up for.
"""

import fcntl
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def fail(why):
    # pip's errors begin so, too.
    sys.exit(f"ERROR: {why}")


def run(*command):
    """Leaves standard output to whoever calls this."""
    if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode != 0:
        sys.exit(1)


def install(folder, name):
    files = [HERE / f"{name}{suffix}" for suffix in (".txt", ".no-deps.txt", ".py")]
    if "==" not in name and not any(file.exists() for file in files):
        fail(f"there is nothing named {name} in {HERE}")
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
    # Last, so that what was interrupted is installed again.
    done.write_text(content, encoding="utf-8")


def main(folder, *names):
    if sys.version_info < (3, 9):
        fail("Python 3.9 or later is needed.")
    try:
        import ensurepip  # noqa: F401  Debian has it in a package of its own.
        import venv  # noqa: F401
    except ImportError:
        fail("Python has no venv; install it (Debian, Ubuntu: apt install python3-venv).")
    folder = Path(folder).absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{folder}.lock", "w") as lock:
        # Builds and tests of several modules may come here at the same time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name in names:
            install(folder, name)


if __name__ == "__main__":
    main(*sys.argv[1:])
