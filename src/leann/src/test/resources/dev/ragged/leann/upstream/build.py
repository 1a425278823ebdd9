"""Builds indexes with the Python package LEANN and answers questions with it.

build.py FOLDER: reads FOLDER/input.json {passages: [{id, text, metadata, vector}], queries: [vector]},
writes FOLDER/KIND-METRIC/x.leann* and FOLDER/answers.json {METRIC: {COMPLEXITY: [[id]]}}.
"""

import json
import os
import pickle
import sys

import numpy as np
from leann.api import LeannBuilder
from leann_backend_hnsw import faiss

folder = sys.argv[1]
K = 5
KINDS = {
    "compact": {"is_compact": True, "is_recompute": True},
    "plain": {"is_compact": False, "is_recompute": True},
    "vectors": {"is_compact": False, "is_recompute": False},
}
with open(f"{folder}/input.json", encoding="utf-8") as file:
    given = json.load(file)
ids = [p["id"] for p in given["passages"]]
vectors = np.array([p["vector"] for p in given["passages"]], np.float32)
queries = np.array(given["queries"], np.float32)
embeddings = f"{folder}/embeddings.pickle"
with open(embeddings, "wb") as file:
    pickle.dump((ids, vectors), file)

answers = {}
for metric in ("mips", "l2", "cosine"):
    for kind, options in KINDS.items():
        builder = LeannBuilder(
            "hnsw",
            embedding_model="words",
            dimensions=vectors.shape[1],
            M=16,
            efConstruction=100,
            distance_metric=metric,
            **options,
        )
        for p in given["passages"]:
            builder.add_text(p["text"], {**p["metadata"], "id": p["id"]})
        os.makedirs(f"{folder}/{kind}-{metric}")
        builder.build_index_from_embeddings(f"{folder}/{kind}-{metric}/x.leann", embeddings)
    config = faiss.HNSWIndexConfig()
    config.is_compact = config.is_recompute = False
    index = faiss.read_index(f"{folder}/vectors-{metric}/x.index", faiss.IO_FLAG_MMAP, config)
    answers[metric] = {}
    for complexity in (5, 16, 64):
        parameters = faiss.SearchParametersHNSW()
        parameters.efSearch = complexity
        distances = np.empty((len(queries), K), np.float32)
        labels = np.empty((len(queries), K), np.int64)
        index.search(
            len(queries),
            faiss.swig_ptr(queries),
            K,
            faiss.swig_ptr(distances),
            faiss.swig_ptr(labels),
            parameters,
        )
        answers[metric][complexity] = [[ids[label] for label in row] for row in labels]
with open(f"{folder}/answers.json", "w", encoding="utf-8") as file:
    json.dump(answers, file)
