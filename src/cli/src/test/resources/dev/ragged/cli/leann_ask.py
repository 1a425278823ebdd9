"""Searches an index as the package does, with a table of vectors in place of its embedding server.

leann_ask.py INDEX QUESTIONS TABLE ANSWERS: JSON files of vectors, of vectors by id, of [[id, text]].
"""

import json
import sys
import threading

import msgpack
import numpy as np
import zmq
from leann.api import LeannSearcher

K, COMPLEXITY = 5, 64
path, questions, table, answers = sys.argv[1:]
with open(table, encoding="utf-8") as file:
    by_id = json.load(file)
with open(path.replace(".leann", ".ids.txt"), encoding="utf-8") as file:
    vectors = np.array([by_id[line.rstrip("\n")] for line in file], np.float32)

context = zmq.Context()
socket = context.socket(zmq.REP)
port = socket.bind_to_random_port("tcp://127.0.0.1")


def serve():
    while True:
        request = msgpack.unpackb(socket.recv())
        nodes = request[0][0] if isinstance(request[0][0], list) else request[0]
        if len(request) == 2:
            answer = [(-vectors[nodes].dot(np.array(request[1], np.float32))).tolist()]
        else:
            answer = [[len(nodes), vectors.shape[1]], vectors[nodes].flatten().tolist()]
        socket.send(msgpack.packb(answer, use_single_float=True))


threading.Thread(target=serve, daemon=True).start()
searcher = LeannSearcher(path, enable_warmup=False, use_daemon=False)
found = []
with open(questions, encoding="utf-8") as file:
    for vector in json.load(file):
        query = np.array([vector], np.float32)
        ids = searcher.backend_impl.search(query, K, zmq_port=port, complexity=COMPLEXITY)
        passages = [searcher.passage_manager.get_passage(i) for i in ids["labels"][0]]
        found.append([[p["id"], p["text"]] for p in passages])
with open(answers, "w", encoding="utf-8") as file:
    json.dump(found, file)
