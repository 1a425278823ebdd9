"""Searches vectors with a Python library.

vectors_in_python.py KIND VECTORS HEADER DIMENSION COUNT CANDIDATES INDEX: reads COUNT rows of float32 after HEADER
bytes of the file VECTORS, builds an index and writes it to INDEX. Then writes lines of JSON to standard output:
{version, seconds} once it is ready, then {ids, ms} for each line {vector, k} that it reads.
"""

import json
import sys
import time
from importlib.metadata import version

import numpy as np

kind, file, header, dimension, count, candidates, index_file = sys.argv[1:]
dimension, count, candidates = int(dimension), int(count), int(candidates)
vectors = np.fromfile(file, dtype="<f4", count=dimension * count, offset=int(header)).reshape(count, dimension)

start = time.perf_counter()
if kind == "hnswlib":
    import hnswlib

    name = "hnswlib"
    index = hnswlib.Index(space="ip", dim=dimension)
    index.init_index(max_elements=count, M=16, ef_construction=200)
    index.add_items(vectors, np.arange(count))
    index.set_ef(candidates)
    index.save_index(index_file)

    def search(vector, k):
        return index.knn_query(vector, k=k)[0][0]

else:
    import faiss

    name = "faiss-cpu"
    if kind == "faiss-flat":
        index = faiss.IndexFlatIP(dimension)
    else:
        index = faiss.IndexHNSWFlat(dimension, 32, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efSearch = candidates
    index.add(vectors)
    faiss.write_index(index, index_file)

    def search(vector, k):
        return index.search(vector, k)[1][0]


seconds = time.perf_counter() - start
del vectors
print(json.dumps({"version": f"{name} {version(name)}", "seconds": seconds}), flush=True)

for line in sys.stdin:
    asked = json.loads(line)
    vector = np.array([asked["vector"]], dtype="float32")
    start = time.perf_counter()
    ids = search(vector, min(asked["k"], count))
    ms = (time.perf_counter() - start) * 1000
    print(json.dumps({"ids": [int(i) for i in ids if i >= 0], "ms": ms}), flush=True)
