"""Builds an index with the Python package LEANN at its default settings and asks it questions.

leann_in_python.py INPUT MODEL INDEX BACKEND recompute|keep [VECTORS HEADER DIMENSION]: reads INPUT {passages: [text],
sample: [text]} and the passages' vectors, rows of float32 after HEADER bytes of the file VECTORS, or embeds them.
Then writes lines of JSON to standard output: {versions, complexity, seconds, sample: [vector]} once it is ready, where
complexity is the package's default and seconds is the time to build the index; then {ms, recomputed, ids} for each line
{question, k, complexity} that it reads, and {vector} for each line {embed}.
"""

import inspect
import json
import os
import re
import sys
import time
from importlib.metadata import version
from pathlib import Path

input_file, model, index, backend, mode, *vectors = sys.argv[1:]

# The DiskANN wheel has only part of Intel's MKL; the rest must be loaded before it.
MKL = [
    Path(sys.prefix, "lib", name)
    for name in ("libmkl_core.so.2", "libmkl_intel_thread.so.2", "libmkl_intel_lp64.so.2", "libiomp5.so")
]
if backend == "diskann" and MKL[0].exists() and "LD_PRELOAD" not in os.environ:
    os.environ["LD_PRELOAD"] = ":".join(map(str, MKL))
    os.execv(sys.executable, [sys.executable, *sys.argv])
os.environ.pop("LD_PRELOAD", None)

# The package and its embedding server print to standard output.
answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
os.dup2(2, 1)

import numpy as np  # noqa: E402
from leann.api import LeannBuilder, LeannSearcher  # noqa: E402
from leann.embedding_compute import compute_embeddings  # noqa: E402

recompute = mode == "recompute"
if backend == "diskann" and recompute:
    from leann_backend_diskann.graph_partition import GraphPartitioner

    GraphPartitioner()  # fails at once if the package lacks its program; the build fails only after a long time
with open(input_file, encoding="utf-8") as file:
    inputs = json.load(file)
start = time.perf_counter()
builder = LeannBuilder(backend, embedding_model=model, is_recompute=recompute)
for i, text in enumerate(inputs["passages"]):
    builder.add_text(text, {"id": str(i)})
if vectors:
    file, header, dimension = vectors
    shape = len(inputs["passages"]), int(dimension)
    rows = np.fromfile(file, "<f4", count=shape[0] * shape[1], offset=int(header)).reshape(shape)
    builder.build_index_from_arrays(index, [str(i) for i in range(len(rows))], rows)
else:
    builder.build_index(index)
ready = {
    "versions": {name: version(name) for name in ("leann-core", "torch", "sentence-transformers")},
    "complexity": inspect.signature(LeannSearcher.search).parameters["complexity"].default,
    "seconds": time.perf_counter() - start,
    "sample": compute_embeddings(inputs["sample"], model).tolist(),
}

# Set only now, for the embedding server: its log says what it embeds.
log = Path(f"{index}.log")
log.touch()
os.environ["LEANN_LOG_LEVEL"] = "INFO"
os.environ["LEANN_HNSW_LOG_PATH"] = str(log)
# Not a daemon, which would outlive this program.
searcher = LeannSearcher(index, use_daemon=False, recompute_embeddings=recompute)
print(json.dumps(ready), file=answers)

for line in sys.stdin:
    asked = json.loads(line)
    if "embed" in asked:
        print(json.dumps({"vector": compute_embeddings([asked["embed"]], model)[0].tolist()}), file=answers)
        continue
    before = log.stat().st_size
    start = time.perf_counter()
    hits = searcher.search(asked["question"], top_k=asked["k"], complexity=asked["complexity"])
    ms = (time.perf_counter() - start) * 1000
    # The server logs this before it answers.
    with log.open(encoding="utf-8") as file:
        file.seek(before)
        recomputed = sum(map(int, re.findall(r"Computed embeddings for (\d+) texts", file.read())))
    print(json.dumps({"ms": ms, "recomputed": recomputed, "ids": [hit.id for hit in hits]}), file=answers)
