"""Builds an index with the Python package LEANN, all settings its own, and asks it questions.

bench_upstream.py GIVEN MODEL INDEX: reads GIVEN {passages: [text], sample: [text]}; then writes lines of JSON to
standard output: {versions, complexity, sample: [vector]} once it is ready, complexity being its default, and for
every line {question, k, complexity} that it reads one of {ms, recomputed, ids}.
"""

import inspect
import json
import os
import re
import sys
import time
from importlib.metadata import version

# The package and its embedding server print what they do.
answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
os.dup2(2, 1)

from leann.api import LeannBuilder, LeannSearcher  # noqa: E402
from leann.embedding_compute import compute_embeddings  # noqa: E402

given, model, index = sys.argv[1:]
with open(given, encoding="utf-8") as file:
    given = json.load(file)
builder = LeannBuilder("hnsw", embedding_model=model)
for i, text in enumerate(given["passages"]):
    builder.add_text(text, {"id": str(i)})
builder.build_index(index)
ready = {
    "versions": {name: version(name) for name in ("leann-core", "torch", "sentence-transformers")},
    "complexity": inspect.signature(LeannSearcher.search).parameters["complexity"].default,
    "sample": compute_embeddings(given["sample"], model).tolist(),
}

# Only now, for the embedding server alone: what it embeds is in its log.
log = f"{index}.log"
os.environ["LEANN_LOG_LEVEL"] = "INFO"
os.environ["LEANN_HNSW_LOG_PATH"] = log
# Its own server and no daemon, which would outlive this program.
searcher = LeannSearcher(index, use_daemon=False)
print(json.dumps(ready), file=answers)

for line in sys.stdin:
    asked = json.loads(line)
    before = os.path.getsize(log)
    start = time.perf_counter()
    hits = searcher.search(asked["question"], top_k=asked["k"], complexity=asked["complexity"])
    ms = (time.perf_counter() - start) * 1000
    # The server writes this before it answers.
    with open(log, encoding="utf-8") as file:
        file.seek(before)
        recomputed = sum(map(int, re.findall(r"Computed embeddings for (\d+) texts", file.read())))
    print(json.dumps({"ms": ms, "recomputed": recomputed, "ids": [hit.id for hit in hits]}), file=answers)
