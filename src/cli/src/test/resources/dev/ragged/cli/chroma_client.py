"""Writes and reads a collection with Chroma's own client.

chroma_client.py PORT write NAME FILE    adds the records of a file of JSON lines
chroma_client.py PORT dump NAME FILE     writes all records as JSON lines
"""

import json
import sys

import chromadb

BATCH = 500
port, action, name, path = sys.argv[1:]
client = chromadb.HttpClient(host="127.0.0.1", port=int(port))

if action == "write":
    collection = client.create_collection(
        name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
    )

    def add(records, with_documents):
        for start in range(0, len(records), BATCH):
            batch = records[start : start + BATCH]
            collection.add(
                ids=[r["id"] for r in batch],
                embeddings=[r["embedding"] for r in batch],
                metadatas=[r["metadata"] for r in batch],
                documents=[r["document"] for r in batch] if with_documents else None,
            )

    with open(path, encoding="utf-8") as lines:
        everything = [json.loads(line) for line in lines]
    add([r for r in everything if r["document"] is not None], True)
    add([r for r in everything if r["document"] is None], False)
else:
    collection = client.get_collection(name, embedding_function=None)
    with open(path, "w", encoding="utf-8") as out:
        for start in range(0, collection.count(), BATCH):
            page = collection.get(
                limit=BATCH, offset=start, include=["documents", "metadatas", "embeddings"]
            )
            for i, record in enumerate(page["ids"]):
                line = {
                    "id": record,
                    "document": page["documents"][i],
                    "metadata": page["metadatas"][i],
                    "embedding": [float(x) for x in page["embeddings"][i]],
                }
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
