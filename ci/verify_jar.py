"""Checks the contents of native jars, on any machine.

verify_jar.py JAR...: prints a line for each jar, or for each problem with it; exits with 1 if there are any.
The name of a jar ends with its platform.
"""

import re
import sys
import zipfile

import lief

# Its remarks on unusual files do not matter; the checks are below.
lief.logging.disable()

FOLDER = "dev/ragged/leann/natives"
LIMIT = 1_000_000
GLIBC = (2, 17)
MACOS = (11, 0)
LINUX_NEEDS = {"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
MACOS_NEEDS = {"/usr/lib/libSystem.B.dylib"}
EXPORTS = re.compile(r"_?(leann_|Java_|JNI_On)")
# What zig's linker also exports on macOS and cannot be made to hide: C++'s operators new and delete, of which the
# system uses one pair for all libraries, and marks of the file itself.
MACOS_EXPORTS = re.compile(r"__Z(nw|na|dl|da)[mP]|__mh_dylib_header$|___dso_handle$")
# Paths on the build machine; system paths are in other folders.
PATHS = re.compile(rb"/(?:home|root|Users|tmp|work|build|opt|var|mnt|private)/[\w.+-]+/[\w./+-]*")
N_EXT_SECT = 0x0F
PLATFORMS = {
    "linux-x86_64": lief.ELF.ARCH.X86_64,
    "linux-arm64": lief.ELF.ARCH.AARCH64,
    "macosx-arm64": lief.MachO.Header.CPU_TYPE.ARM64,
    "macosx-x86_64": lief.MachO.Header.CPU_TYPE.X86_64,
}


def version(text):
    return tuple(int(part) for part in text.split("."))


def elf(binary, wrong):
    needs = set(binary.libraries) - LINUX_NEEDS
    if needs:
        wrong("needs the libraries " + ", ".join(sorted(needs)))
    used = [symbol.name for needed in binary.symbols_version_requirement for symbol in needed.get_auxiliary_symbols()]
    above = [name for name in used if name.startswith("GLIBC_") and version(name[6:]) > GLIBC]
    if above:
        wrong("needs a newer glibc: " + ", ".join(sorted(above)))
    for tag in (lief.ELF.DynamicEntry.TAG.RPATH, lief.ELF.DynamicEntry.TAG.RUNPATH):
        if binary.has(tag):
            wrong("looks for libraries in " + str(binary.get(tag)))


def mach_o(binary, platform, wrong):
    needs = {library.name for library in binary.libraries if library.command != lief.MachO.LoadCommand.TYPE.ID_DYLIB}
    if needs - MACOS_NEEDS:
        wrong("needs the libraries " + ", ".join(sorted(needs - MACOS_NEEDS)))
    name = next((c.name for c in binary.commands if c.command == lief.MachO.LoadCommand.TYPE.ID_DYLIB), None)
    if name != "@rpath/libjnileann.dylib":
        wrong(f"has the install name {name}")
    if binary.rpaths:
        wrong("looks for libraries in " + ", ".join(rpath.path for rpath in binary.rpaths))
    minos = tuple(binary.build_version.minos[:2]) if binary.has_build_version else None
    if minos != MACOS:
        wrong(f"is for macOS {minos} and later")
    # Apple silicon runs nothing unsigned.
    if platform == "macosx-arm64" and not binary.has_code_signature:
        wrong("has no signature")


def check(jar):
    """The problems of a jar, one sentence each, and the size of its library."""
    problems = []
    wrong = problems.append
    platform = next((p for p in PLATFORMS if jar.endswith(f"-{p}.jar")), None)
    if platform is None:
        return ["names no platform"], 0
    linux = platform.startswith("linux")
    library = f"{FOLDER}/{platform}/libjnileann." + ("so" if linux else "dylib")
    expected = {library, *(f"{FOLDER}/{platform}/{name}" for name in ("LICENSE", "NOTICE", "protozero-LICENSE.md"))}
    with zipfile.ZipFile(jar) as archive:
        files = {n for n in archive.namelist() if not n.endswith("/") and not n.startswith("META-INF/")}
        if files != expected:
            wrong(f"has unexpected files {sorted(files - expected)} and lacks {sorted(expected - files)}")
        if library not in files:
            return problems, 0
        data = archive.read(library)
    if len(data) > LIMIT:
        wrong(f"has a library of {len(data):,} bytes, more than {LIMIT:,}")
    if linux:
        binary = lief.ELF.parse(list(data))
        if binary is None:
            return [*problems, "has a library that is not an ELF file"], len(data)
        machine = binary.header.machine_type
    else:
        universal = lief.MachO.parse(list(data))
        if universal is None or len(universal) != 1:
            return [*problems, "has a library that is not a Mach-O file of one architecture"], len(data)
        binary = universal.at(0)
        machine = binary.header.cpu_type
    if machine != PLATFORMS[platform]:
        wrong(f"has a library for {machine}")
    if linux:
        elf(binary, wrong)
    else:
        mach_o(binary, platform, wrong)
    names = {symbol.name for symbol in binary.exported_symbols}
    if not linux:
        # The export trie is incomplete: external symbols defined in a section count too.
        names |= {symbol.name for symbol in binary.symbols if symbol.raw_type == N_EXT_SECT}
    others = {name for name in names if not EXPORTS.match(name) and (linux or not MACOS_EXPORTS.match(name))}
    if others:
        wrong(f"exports {len(others)} other symbols, such as {sorted(others)[0]}")
    for needed in ("leann_version", "JNI_OnLoad"):
        if names.isdisjoint({needed, "_" + needed}):
            wrong(f"does not export {needed}")
    paths = sorted(set(PATHS.findall(data)))
    if paths:
        wrong("contains a path of the build machine: " + paths[0].decode())
    return problems, len(data)


def main(jars):
    bad = 0
    for jar in jars:
        name = jar.rsplit("/", 1)[-1]
        problems, size = check(jar)
        for problem in problems:
            print(f"{name} {problem}.", file=sys.stderr)
        if problems:
            bad += 1
        else:
            print(f"{name}: ok, a library of {size:,} bytes")
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: verify_jar.py JAR...")
    sys.exit(main(sys.argv[1:]))
