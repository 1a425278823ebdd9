"""How many passages must be recomputed with each vector coder, and how many bytes it takes on disk.

bench_coders.py LIBRARY SHIPPED_CODER SHIPPED_MODEL QUESTIONS VECTORS...: VECTORS is .../CORPUS/MODEL.f32 with 384
values per row; the last QUESTIONS rows are questions. Prints a line of JSON per measurement:
{corpus, model, n, family, coder, code_bytes, coder_bytes, recomputed: {"0.95": R, "0.98": R}}.
R is the smallest number of best-estimated candidates, the same for all questions, whose exact scores give that
recall@3.
"""

import json
import math
import sys
from itertools import chain
from pathlib import Path

import faiss
import numpy as np

from leann_engine import Engine

DIMENSION = 384
SIZES = (1_000, 10_000)
MAX_FOR_FAISS = 10_000  # its training takes most of the time
K = 3
RECALLS = (0.95, 0.98)
SAME_SCORE = 1e-5  # as in the Java benchmarks
SEED = 1


def recomputed(exact, estimated):
    """The depth that reaches each of RECALLS. Passages of equal score are interchangeable."""
    ranks = []
    for true, guess in zip(exact, estimated):
        worst = np.partition(true, -K)[-K] - SAME_SCORE
        rank = np.empty(len(guess), np.int64)
        rank[np.argsort(-guess, kind="stable")] = np.arange(len(guess))
        ranks.append(np.sort(rank[true >= worst])[:K])
    ranks = np.sort(np.concatenate(ranks))
    return {str(r): int(ranks[math.ceil(r * len(ranks)) - 1]) + 1 for r in RECALLS}


def engine_coders(engine, vectors, shipped):
    """Yields (family, coder, make) for each of our coders."""
    for bits in (1, 4):
        yield "blind", f"blind, {bits}-bit", lambda b=bits: engine.blind(DIMENSION, b)
    for size in (17, 21, 25, 33, 49):
        yield "transform", f"transform, {size} B", lambda s=size: engine.transform(vectors, s)
    for size in (16, 20, 23, 33):
        components = 10 * (size - 1) + 4  # as many per byte as in the shipped coder
        yield (
            "product",
            f"product, {size} B",
            lambda s=size, c=components: engine.product(vectors, s, c),
        )
    if shipped:
        coder = engine.load(shipped)
        yield "product, shipped", f"product, {coder.code_bytes} B, shipped", lambda: coder


def measure_engine(engine, vectors, questions, shipped):
    for family, name, make in engine_coders(engine, vectors, shipped):
        coder = make()
        # A collection stores nothing of a shipped coder, and only the seed of a blind one.
        stored = coder.file_bytes() if family in ("transform", "product") else 0
        yield family, name, coder.code_bytes, stored, questions @ coder.approximate(vectors).T


def pq(size):
    quantizer = faiss.ProductQuantizer(DIMENSION, size, 8)
    quantizer.cp.min_points_per_centroid = 1  # faiss warns below 39, for each byte and round
    return quantizer


def pq_index(size):
    index = faiss.IndexPQ(DIMENSION, size, 8, faiss.METRIC_INNER_PRODUCT)
    index.pq = pq(size)
    return index


def opq(size):
    rotation = faiss.OPQMatrix(DIMENSION, size)
    rotation.niter, rotation.niter_pq_0 = 10, 4  # a fifth of faiss's defaults, 50 and 40
    rotation.kept = pq(size)  # faiss keeps only a pointer
    rotation.pq = rotation.kept
    return rotation


def rabitq(bits):
    index = faiss.IndexRaBitQ(DIMENSION, faiss.METRIC_INNER_PRODUCT, bits)
    index.qb = 0  # queries are not quantised
    return index


def faiss_coders():
    """Yields (family, coder, index, rotation applied first or None)."""
    for size in (16, 32, 48, 64):
        yield "PQ", f"PQ, {size} B", pq_index(size), None
    for size in (16, 32, 48, 64):
        yield "OPQ", f"OPQ, {size} B", pq_index(size), opq(size)
    for bits in (1, 2, 3, 4):
        rotation = faiss.RandomRotationMatrix(DIMENSION, DIMENSION)
        rotation.init(SEED)
        yield "RaBitQ", f"RaBitQ, {bits}-bit", rabitq(bits), rotation
    for bits, kind in ((4, faiss.ScalarQuantizer.QT_4bit), (8, faiss.ScalarQuantizer.QT_8bit)):
        index = faiss.IndexScalarQuantizer(DIMENSION, kind, faiss.METRIC_INNER_PRODUCT)
        yield "scalar", f"scalar, {bits}-bit", index, None


def measure_faiss(vectors, questions):
    for family, name, index, rotation in faiss_coders():
        learned_rotation = isinstance(rotation, faiss.OPQMatrix)
        rows, asked = vectors, questions
        if rotation is not None:
            if learned_rotation:
                rotation.train(vectors)
            rows, asked = rotation.apply(vectors), rotation.apply(questions)
        index.train(rows)
        # A rotation drawn from a seed takes no space.
        whole = faiss.IndexPreTransform(rotation, index) if learned_rotation else index
        stored = len(faiss.serialize_index(whole))
        index.add(rows)
        scores, ids = index.search(asked, len(rows))
        estimated = np.empty_like(scores)
        np.put_along_axis(estimated, ids, scores, 1)
        yield family, name, index.sa_code_size(), stored, estimated


def main(library, shipped_file, shipped_model, question_count, files):
    engine = Engine(library)
    faiss.omp_set_num_threads(1)  # more threads busy-wait for each other on a loaded machine
    for file in map(Path, files):
        corpus, model = file.parent.name, file.stem
        rows = np.fromfile(file, np.float32).reshape(-1, DIMENSION)
        passages, questions = np.split(rows, [len(rows) - question_count])
        shipped = Path(shipped_file).read_bytes() if model == shipped_model else None
        sizes = {n for n in SIZES if n < len(passages)} | {len(passages)}
        for n in sorted(sizes):
            vectors = np.ascontiguousarray(passages[:n])
            exact = questions @ vectors.T
            measured = measure_engine(engine, vectors, questions, shipped)
            if n <= MAX_FOR_FAISS:
                measured = chain(measured, measure_faiss(vectors, questions))
            for family, name, code_bytes, coder_bytes, estimated in measured:
                line = {"corpus": corpus, "model": model, "n": n, "family": family, "coder": name}
                line |= {"code_bytes": code_bytes, "coder_bytes": coder_bytes}
                line |= {"recomputed": recomputed(exact, estimated)}
                print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]), sys.argv[5:])
