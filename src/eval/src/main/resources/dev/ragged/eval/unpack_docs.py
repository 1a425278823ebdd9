"""Unpacks the documents of a source distribution.

Usage: unpack_docs.py SDIST FOLDER. FOLDER appears once it is complete.
"""

import os
import pathlib
import shutil
import sys
import tarfile

sdist, folder = sys.argv[1:]
unfinished = pathlib.Path(folder + ".unfinished")
shutil.rmtree(unfinished, ignore_errors=True)
with tarfile.open(sdist) as archive:
    for member in archive:
        parts = pathlib.PurePosixPath(member.name).parts
        if member.isfile() and parts[1:2] == ("docs",) and ".." not in parts and member.name.endswith(".txt"):
            target = unfinished.joinpath(*parts[2:])
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.extractfile(member) as source, open(target, "wb") as copy:
                shutil.copyfileobj(source, copy)
os.rename(unfinished, folder)
