"""Shows that every check of verify_jar.py fails on a jar that was broken for it.

verify_jar_test.py JAR...: takes the four intact native jars. Each break is one that a careless build could make.
"""

import os
import sys
import tempfile
import zipfile

import lief

import verify_jar

FOLDER = verify_jar.FOLDER


def replaced(old, new):
    def change(data):
        assert old in data and len(old) == len(new), old
        return data.replace(old, new)

    return change


def newer_glibc(data):
    for minor in range(17, 9, -1):
        old = b"\0GLIBC_2.%d\0" % minor
        if old in data:
            return data.replace(old, b"\0GLIBC_2.%d\0" % (minor + 20))
    raise AssertionError("needs no glibc of two digits")


def elf(change):
    def changed(data):
        binary = lief.ELF.parse(list(data))
        change(binary)
        return bytes(binary.write_to_bytes())

    return changed


def mach_o(change):
    def changed(data):
        binary = lief.MachO.parse(list(data)).at(0)
        change(binary)
        return bytes(binary.write_to_bytes())

    return changed


def set_minos(binary):
    binary.build_version.minos = [12, 0, 0]


LINUX = [
    ("needs a newer glibc", newer_glibc),
    ("needs the libraries libz.so.6", replaced(b"\0libc.so.6\0", b"\0libz.so.6\0")),
    ("looks for libraries in", elf(lambda b: b.add(lief.ELF.DynamicEntryRunPath("/somewhere")))),
    ("exports 1 other symbols, such as xeann_version", replaced(b"\0leann_version\0", b"\0xeann_version\0")),
    ("does not export JNI_OnLoad", replaced(b"\0JNI_OnLoad\0", b"\0JNI_OnLoae\0")),
    ("is not an ELF file", lambda data: b"not a library"),
]
MACOS = [
    ("exports 1 other symbols, such as _xeann_version", replaced(b"_leann_version\0", b"_xeann_version\0")),
    ("does not export leann_version", replaced(b"_leann_version\0", b"_xeann_version\0")),
    ("has the install name", replaced(b"@rpath/libjnileann.dylib\0", b"/rpath/libjnileann.dylib\0")),
    ("is for macOS (12, 0)", mach_o(set_minos)),
    ("needs the libraries", replaced(b"/usr/lib/libSystem.B.dylib\0", b"/usr/lib/libSystem.C.dylib\0")),
    ("looks for libraries in", mach_o(lambda b: b.add(lief.MachO.RPathCommand.create("/somewhere")))),
    ("is not a Mach-O file", lambda data: b"not a library"),
]
ANY = [
    ("more than 1,000,000", lambda data: data + bytes(verify_jar.LIMIT)),
    ("contains a path of the build machine", lambda data: data + b"\0/home/someone/leann/src/api/leann.cc\0"),
]
UNSIGNED = ("has no signature", mach_o(lambda b: b.remove_signature()))


def copy(jar, to, change, without=(), also=()):
    with zipfile.ZipFile(jar) as whole, zipfile.ZipFile(to, "w") as broken:
        for name in whole.namelist():
            if name.endswith("/") or name.endswith(without):
                continue
            data = whole.read(name)
            broken.writestr(name, change(data) if "/libjnileann." in name else data)
        for name, data in also:
            broken.writestr(name, data)


def library(jar):
    with zipfile.ZipFile(jar) as archive:
        return archive.read(next(n for n in archive.namelist() if "/libjnileann." in n))


def main(jars):
    by_platform = {p: jar for p in verify_jar.PLATFORMS for jar in jars if jar.endswith(f"-{p}.jar")}
    missed, shown = [], 0
    with tempfile.TemporaryDirectory() as folder:

        def expect(platform, problem, change=lambda data: data, name=None, **other):
            nonlocal shown
            path = os.path.join(folder, name or f"broken-{platform}.jar")
            copy(by_platform[platform], path, change, **other)
            found, _ = verify_jar.check(path)
            if any(problem in sentence for sentence in found):
                shown += 1
            else:
                missed.append(f"{platform}: expected '{problem}' for a jar broken for it, got {found}")

        for platform in verify_jar.PLATFORMS:
            expect(platform, "names no platform", name="nameless.jar")
            expect(platform, "and lacks ['", without=("protozero-LICENSE.md",))
            expect(platform, "has unexpected files ['", also=[(f"{FOLDER}/other.txt", b"")])
            linux = platform.startswith("linux")
            other = {"linux-x86_64": "linux-arm64", "linux-arm64": "linux-x86_64", "macosx-arm64": "macosx-x86_64"}
            foreign = library(by_platform[other.get(platform, "macosx-arm64")])
            expect(platform, "has a library for", lambda _, foreign=foreign: foreign)
            for problem, change in [*ANY, *(LINUX if linux else MACOS)]:
                expect(platform, problem, change)
        expect("macosx-arm64", *UNSIGNED)
    for line in missed:
        print(line, file=sys.stderr)
    print(f"jars broken on purpose: {shown} detected, {len(missed)} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
