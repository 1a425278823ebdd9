"""Loads the output of 'ragged export --embeddings' into a Chroma server, which may still be starting.

fill_chroma.py RECORDS URL
"""

import json
import sys
import time
import urllib.request

COLLECTIONS = "/api/v2/tenants/default_tenant/databases/default_database/collections"
BATCH = 500
ATTEMPTS = 100


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def create(url):
    for attempt in range(ATTEMPTS):
        try:
            return post(url, {"name": "bench", "configuration": {"hnsw": {"space": "cosine"}}})
        except OSError:
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(0.1)


def add(url, batch):
    body = {
        "ids": [record["id"] for record in batch],
        "documents": [record["text"] for record in batch],
        "metadatas": [record["metadata"] for record in batch],
        "embeddings": [record["embedding"] for record in batch],
    }
    post(url, body)


def main(records, url):
    collection = create(url + COLLECTIONS)
    target = f"{url}{COLLECTIONS}/{collection['id']}/add"
    batch = []
    with open(records, encoding="utf-8") as lines:
        for line in lines:
            batch.append(json.loads(line))
            if len(batch) == BATCH:
                add(target, batch)
                batch = []
    if batch:
        add(target, batch)


if __name__ == "__main__":
    main(*sys.argv[1:])
