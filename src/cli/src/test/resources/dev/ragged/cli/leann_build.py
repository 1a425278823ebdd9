"""Builds an index: leann_build.py FOLDER MODEL, from FOLDER/passages.jsonl, as FOLDER/MODEL.leann."""

import json
import pickle
import sys

import numpy as np
from leann.api import LeannBuilder

folder, model = sys.argv[1:]
with open(f"{folder}/passages.jsonl", encoding="utf-8") as file:
    passages = [json.loads(line) for line in file]
embeddings = f"{folder}/embeddings"
with open(embeddings, "wb") as file:
    vectors = np.array([p["vector"] for p in passages], np.float32)
    pickle.dump(([p["id"] for p in passages], vectors), file)
builder = LeannBuilder("hnsw", embedding_model=model, dimensions=384, distance_metric="cosine")
for p in passages:
    builder.add_text(p["text"], {"id": p["id"], "n": p["n"]})
builder.build_index_from_embeddings(f"{folder}/{model.split('/')[-1]}.leann", embeddings)
