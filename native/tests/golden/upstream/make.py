"""Makes the index files and answers in this folder with the Python package LEANN.

pip install --no-deps leann-core==0.3.8 leann-backend-hnsw==0.3.8
pip install "numpy<3" pyzmq msgpack requests tqdm psutil python-dotenv
python make.py
"""

import os
import pickle
import shutil
import tempfile

import numpy as np
from leann.api import LeannBuilder
from leann_backend_hnsw import faiss

COUNT, DIMENSION, CONNECTIONS, QUERIES, K = 150, 8, 4, 12, 5
KINDS = {
    "compact": {"is_compact": True, "is_recompute": True},
    "plain": {"is_compact": False, "is_recompute": True},
    "vectors": {"is_compact": False, "is_recompute": False},
}
random = np.random.default_rng(20)
centres = random.standard_normal((12, DIMENSION))
vectors = centres[random.integers(0, 12, COUNT)] + 0.7 * random.standard_normal((COUNT, DIMENSION))
vectors = vectors.astype(np.float32)
queries = random.standard_normal((QUERIES, DIMENSION)).astype(np.float32)

for metric in ("mips", "l2", "cosine"):
    for kind, options in KINDS.items():
        with tempfile.TemporaryDirectory() as folder:
            builder = LeannBuilder(
                "hnsw",
                embedding_model="none",
                dimensions=DIMENSION,
                M=CONNECTIONS,
                efConstruction=40,
                distance_metric=metric,
                **options,
            )
            for i in range(COUNT):
                builder.add_text(f"text {i}", {"id": f"p{i}"})
            with open(f"{folder}/embeddings", "wb") as out:
                pickle.dump(([f"p{i}" for i in range(COUNT)], vectors), out)
            builder.build_index_from_embeddings(f"{folder}/x.leann", f"{folder}/embeddings")
            shutil.move(f"{folder}/x.index", f"{kind}-{metric}.index")
    config = faiss.HNSWIndexConfig()
    config.is_compact = config.is_recompute = False
    index = faiss.read_index(f"vectors-{metric}.index", faiss.IO_FLAG_MMAP, config)
    asked = queries / np.linalg.norm(queries, axis=1, keepdims=True) if metric == "cosine" else queries
    with open(f"answers-{metric}.txt", "w") as out:
        for complexity in (1, 3, 8, 32, COUNT):
            parameters = faiss.SearchParametersHNSW()
            parameters.efSearch = complexity
            distances = np.empty((QUERIES, K), np.float32)
            labels = np.empty((QUERIES, K), np.int64)
            index.search(
                QUERIES,
                faiss.swig_ptr(asked),
                K,
                faiss.swig_ptr(distances),
                faiss.swig_ptr(labels),
                parameters,
            )
            for query, answer, scores in zip(asked, labels, distances):
                numbers = [complexity, K, *answer, *scores, *query]
                print(*(f"{x:.9g}" if isinstance(x, np.floating) else x for x in numbers), file=out)
