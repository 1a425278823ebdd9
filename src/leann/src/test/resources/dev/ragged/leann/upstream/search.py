"""Searches index files with the Python package LEANN, recomputing, with vectors from a table.

search.py FOLDER METRIC FILE...: reads FOLDER/input.json, writes FOLDER/recomputed.json
{answers: [a file: [a question: [id]]], recomputed: [a file: vectors asked for]}.
"""

import json
import sys
import threading

import msgpack
import numpy as np
import zmq
from leann_backend_hnsw import faiss

folder, metric, *files = sys.argv[1:]
K, COMPLEXITY = 5, 16
with open(f"{folder}/input.json", encoding="utf-8") as file:
    given = json.load(file)
ids = [p["id"] for p in given["passages"]]
vectors = np.array([p["vector"] for p in given["passages"]], np.float32)
queries = np.array(given["queries"], np.float32)
asked = [0]

context = zmq.Context()
socket = context.socket(zmq.REP)
port = socket.bind_to_random_port("tcp://127.0.0.1")


def serve():
    """What the package's embedding server does, without a model."""
    while True:
        request = msgpack.unpackb(socket.recv())
        if len(request) == 2 and isinstance(request[1], list):
            nodes = request[0][0] if isinstance(request[0][0], list) else request[0]
            query = np.array(request[1], np.float32)
            near = vectors[nodes]
            distances = (
                np.sum(np.square(near - query), axis=1) if metric == "l2" else -near.dot(query)
            )
            answer = [distances.tolist()]
        else:
            nodes = request[0] if isinstance(request[0], list) else request
            answer = [[len(nodes), vectors.shape[1]], vectors[nodes].flatten().tolist()]
        asked[0] += len(nodes)
        socket.send(msgpack.packb(answer, use_single_float=True))


threading.Thread(target=serve, daemon=True).start()
answers, recomputed = [], []
for path in files:
    config = faiss.HNSWIndexConfig()
    config.is_compact = config.is_recompute = True
    index = faiss.read_index(path, faiss.IO_FLAG_MMAP, config)
    index.set_zmq_port(port)
    parameters = faiss.SearchParametersHNSW()
    parameters.zmq_port = port
    parameters.efSearch = COMPLEXITY
    distances = np.empty((len(queries), K), np.float32)
    labels = np.empty((len(queries), K), np.int64)
    asked[0] = 0
    index.search(
        len(queries), faiss.swig_ptr(queries), K, faiss.swig_ptr(distances), faiss.swig_ptr(labels), parameters
    )
    recomputed.append(asked[0])
    answers.append([[ids[label] for label in row] for row in labels])
with open(f"{folder}/recomputed.json", "w", encoding="utf-8") as file:
    json.dump({"answers": answers, "recomputed": recomputed}, file)
