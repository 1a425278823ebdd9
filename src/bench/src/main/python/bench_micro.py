"""Prints the results of Google Benchmark and JMH as Markdown tables: bench_micro.py ENGINE_JSON JAVA_JSON.

Every figure is the median of the runs, or of JMH's iterations.
"""

import json
import re
import statistics
import sys


def table(*rows):
    rows = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    print("\n" + "\n".join("| " + " | ".join(row) + " |" for row in rows))


def time(nanoseconds):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3), ("ns", 1)):
        if nanoseconds >= 0.9995 * size:  # what would round to 1,000 becomes 1 of the next unit
            break
    return f"{nanoseconds / size:.3g} {unit}"


def rate(run):
    return f"{run['bytes_per_second'] / 1e9:.3g}"


def words(name):
    """A method's name in words, without its class."""
    return re.sub("[A-Z]", lambda letter: " " + letter[0].lower(), name.split(".")[-1])


engine, java = (json.load(open(file, encoding="utf-8")) for file in sys.argv[1:])

runs = {run["run_name"]: run for run in engine["benchmarks"] if run.get("aggregate_name") == "median"}
rows = []
for name, run in sorted(runs.items(), key=lambda item: item[1]["family_index"]):
    copy = runs.get(name + "/memcpy")
    if copy:
        share = run["bytes_per_second"] / copy["bytes_per_second"]
        rows.append([name, time(run["cpu_time"]), rate(run), rate(copy), f"{100 * share:.3g} %"])
    elif not name.endswith("/memcpy"):
        rows.append([name, time(run["cpu_time"]), "", "", ""])
table([f"the engine, {engine['context']['simd']}", "time", "GB/s", "memcpy, GB/s", "share of memcpy"], *rows)

rows = []
for run in java:
    iterations = run["primaryMetric"]["rawData"][0]
    rows.append([words(run["benchmark"]), time(statistics.median(iterations))])
table(["from Java", "time"], *rows)
