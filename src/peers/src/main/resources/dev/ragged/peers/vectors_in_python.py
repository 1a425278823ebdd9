"""Searches vectors with a Python library.

vectors_in_python.py KIND VECTORS HEADER DIMENSION COUNT CANDIDATES INDEX: reads COUNT rows of float32 after HEADER
bytes of the file VECTORS, builds an index and writes it to the folder INDEX. Then writes lines of JSON to standard
output: {version, seconds, efforts} once it is ready, where efforts names the settings of a search from the least effort
to the most; then {ids, ms} for each line {vector, k, effort} that it reads. An effort of -1 is CANDIDATES, or else the
library's usual setting.
"""

import json
import math
import os
import sys
import time
from importlib.metadata import version

import numpy as np

LADDER = (3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024, 2048)
NEIGHBOURS = 16

kind, file, header, dimension, count, candidates, folder = sys.argv[1:]
dimension, count, candidates = int(dimension), int(count), int(candidates)
vectors = np.fromfile(file, dtype="<f4", count=dimension * count, offset=int(header)).reshape(count, dimension)
os.makedirs(folder)
index_file = os.path.join(folder, "index")
lists = max(1, math.isqrt(count))


def hnswlib_hnsw():
    import hnswlib

    index = hnswlib.Index(space="ip", dim=dimension)
    index.init_index(max_elements=count, M=NEIGHBOURS, ef_construction=200)
    index.add_items(vectors, np.arange(count))
    index.save_index(index_file)

    def search(vector, k, ef):
        index.set_ef(ef)
        return index.knn_query(vector, k=k)[0][0]

    return "hnswlib", search, {f"ef {n}": n for n in LADDER}, candidates


def usearch_hnsw(dtype):
    from usearch.index import Index

    index = Index(ndim=dimension, metric="ip", dtype=dtype, connectivity=NEIGHBOURS)
    index.add(np.arange(count), vectors)
    index.save(index_file)

    def search(vector, k, ef):
        index.expansion_search = ef
        return index.search(vector[0], k).keys

    return "usearch", search, {f"expansion {n}": n for n in LADDER}, candidates


def faiss_index(factory, efforts, default):
    """EFFORTS are the parameters of a search, as faiss writes them, by the name of the setting."""
    import faiss

    index = faiss.index_factory(dimension, factory, faiss.METRIC_INNER_PRODUCT)
    index.train(vectors)
    index.add(vectors)
    faiss.write_index(index, index_file)
    space = faiss.ParameterSpace()
    space.initialize(index)

    def search(vector, k, parameters):
        if parameters:
            space.set_index_parameters(index, parameters)
        return index.search(vector, k)[1][0]

    return "faiss-cpu", search, efforts, default


def faiss_flat():
    return faiss_index("Flat", {"all": ""}, "")


def faiss_hnsw(storage):
    efforts = {f"ef {n}": f"efSearch={n}" for n in LADDER}
    return faiss_index(f"HNSW32,{storage}", efforts, f"efSearch={candidates}")


def faiss_lists(code):
    """Inverted lists of codes; a search reads some of them."""
    probes = sorted({min(n, lists) for n in LADDER if n < 2 * lists})
    efforts = {f"nprobe {n}": f"nprobe={n}" for n in probes}
    return faiss_index(f"IVF{lists},{code}", efforts, f"nprobe={min(candidates, lists)}")


def refined_efforts():
    """Numbers of lists and of candidates for each result, the cheaper first: a code costs an eighth of a vector."""
    pairs = [(n, f) for n in LADDER if n < 2 * lists for f in (4, 16, 64)]
    return sorted(pairs, key=lambda pair: (min(pair[0], lists) * count / lists / 8 + 3 * pair[1], pair))


def faiss_refined(code):
    """The same, and finer codes that rank the best of what the lists give."""
    efforts = {
        f"nprobe {min(n, lists)}, {f} k refined": f"nprobe={min(n, lists)},k_factor_rf={f}"
        for n, f in refined_efforts()
    }
    return faiss_index(f"IVF{lists},{code},Refine(SQ8)", efforts, f"nprobe={min(candidates, lists)},k_factor_rf=16")


def code_bits():
    """Product codes have a byte per part, less where there are fewer vectors than that to learn from."""
    return max(1, min(8, int(math.log2(count))))


def int8(values):
    """The same scale for all, since unit vectors of many values are far below 1."""
    return np.clip(np.rint(values * scale), -127, 127).astype(np.int8).tobytes()


scale = 127 / max(1e-9, float(np.abs(vectors).max()))


def sqlite_vec(column):
    """Brute force; "bit" first ranks by signs, then the best of them by int8."""
    import apsw
    import sqlite_vec as extension

    database = apsw.Connection(index_file)
    database.enable_load_extension(True)
    database.load_extension(extension.loadable_path())
    columns = {
        "float32": f"v float[{dimension}]",
        "int8": f"v int8[{dimension}]",
        "bit": f"v int8[{dimension}], b bit[{dimension}]",
    }
    values = {"float32": "?2", "int8": "vec_int8(?2)", "bit": "vec_int8(?2), vec_quantize_binary(?3)"}
    database.execute(f"create virtual table v using vec0({columns[column]})")
    with database:
        for i in range(count):
            coded = vectors[i].tobytes() if column == "float32" else int8(vectors[i])
            arguments = (i, coded, vectors[i].tobytes()) if column == "bit" else (i, coded)
            database.execute(f"insert into v values (?1, {values[column]})", arguments)
    database.execute("vacuum")

    def nearest(vector, k, _):
        coded, value = (vector.tobytes(), "?1") if column == "float32" else (int8(vector), "vec_int8(?1)")
        rows = database.execute(f"select rowid from v where v match {value} and k = ?2 order by distance", (coded, k))
        return [row[0] for row in rows]

    def refined(vector, k, n):
        rows = database.execute(
            "with found as (select rowid, v from v where b match vec_quantize_binary(?1) and k = ?2)"
            " select rowid from found order by vec_distance_L2(v, vec_int8(?3)) limit ?4",
            (vector.tobytes(), min(max(n, k), count), int8(vector), k),
        )
        return [row[0] for row in rows]

    if column == "bit":
        return "sqlite-vec", refined, {f"{n} candidates, refined": n for n in LADDER}, candidates
    return "sqlite-vec", nearest, {"all": 0}, 0


def lancedb_index(type, **settings):
    """Keeps the vectors as float32 beside its index; they rank the best of what the index gives."""
    import lancedb
    import lancedb.index
    import pyarrow as pa

    values = pa.FixedSizeListArray.from_arrays(pa.array(vectors.reshape(-1)), dimension)
    rows = pa.table({"id": pa.array(np.arange(count, dtype=np.int32)), "vector": values})
    table = lancedb.connect(folder).create_table("vectors", rows)
    # One graph for all, as its documentation advises up to a million rows.
    partitions = 1 if type == "HnswSq" else lists
    config = getattr(lancedb.index, type)(distance_type="dot", num_partitions=partitions, **settings)
    table.create_index("vector", config=config)

    def search(vector, k, effort):
        probes, factor, ef = effort
        query = table.search(vector[0], vector_column_name="vector").distance_type("dot")
        query = query.select(["id", "_distance"]).limit(k).nprobes(probes).refine_factor(factor)
        return (query.ef(ef) if ef else query).to_arrow().column("id").to_pylist()

    if partitions == 1:
        efforts = {f"ef {n}, 4 k refined": (1, 4, n) for n in LADDER if n >= 12}
        return "lancedb", search, efforts, (1, 4, candidates)
    efforts = {f"nprobes {min(n, lists)}, {f} k refined": (min(n, lists), f, None) for n, f in refined_efforts()}
    return "lancedb", search, efforts, (min(candidates, lists), 16, None)


KINDS = {
    "hnswlib": hnswlib_hnsw,
    "usearch-f32": lambda: usearch_hnsw("f32"),
    "usearch-bf16": lambda: usearch_hnsw("bf16"),
    "usearch-i8": lambda: usearch_hnsw("i8"),
    "faiss-flat": faiss_flat,
    "faiss-hnsw": lambda: faiss_hnsw("Flat"),
    "faiss-hnsw-sq8": lambda: faiss_hnsw("SQ8"),
    "faiss-ivf-pq": lambda: faiss_lists(f"PQ{dimension // 8}x{code_bits()}np"),
    "faiss-ivf-pq-sq8": lambda: faiss_refined(f"PQ{dimension // 8}x{code_bits()}np"),
    "faiss-rabitq-sq8": lambda: faiss_refined("RaBitQ"),
    "faiss-rabitq-4": lambda: faiss_lists("RaBitQ4"),
    "faiss-rabitq-8": lambda: faiss_lists("RaBitQ8"),
    "sqlite-vec-float32": lambda: sqlite_vec("float32"),
    "sqlite-vec-int8": lambda: sqlite_vec("int8"),
    "sqlite-vec-bit": lambda: sqlite_vec("bit"),
    "lancedb-ivf-pq": lambda: lancedb_index("IvfPq", num_sub_vectors=dimension // 8),
    "lancedb-ivf-rq": lambda: lancedb_index("IvfRq"),
    "lancedb-hnsw-sq": lambda: lancedb_index("HnswSq"),
}

start = time.perf_counter()
package, search, efforts, usual = KINDS[kind]()
seconds = time.perf_counter() - start
del vectors
ready = {"version": f"{package} {version(package)}", "seconds": seconds, "efforts": list(efforts)}
print(json.dumps(ready), flush=True)
settings = [*efforts.values(), usual]

for line in sys.stdin:
    asked = json.loads(line)
    vector = np.array([asked["vector"]], dtype="float32")
    start = time.perf_counter()
    ids = search(vector, min(asked["k"], count), settings[asked["effort"]])
    ms = (time.perf_counter() - start) * 1000
    print(json.dumps({"ids": [int(i) for i in ids if i >= 0], "ms": ms}), flush=True)
