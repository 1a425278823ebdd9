"""Prints the tables of docs/quality.md.

Reads lines from standard input: row, language, whether it was used to choose constants, and what `ragged eval labels --json`
said, separated by tabs.
"""

import json
import sys

MODES = ("vector", "lexical", "hybrid")
COUNTS = ("recomputed", "recomputed_3")


def row(cells):
    print("| " + " | ".join(cells) + " |")


def share(value):
    return "" if value is None else f"{value:.3f}".replace("0.", ".", 1)


def mean(values):
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known and len(known) == len(values) else None


def of(report, mode, measure):
    return report["modes"].get(mode, {}).get(measure)


def peer(report, name):
    return report["peers"].get(name, {}).get("ndcg_10")


def significance(report):
    """The p of hybrid against the better of the others, and the difference."""
    others = [mode for mode in ("vector", "lexical") if mode in report["modes"]]
    if "hybrid" not in report["modes"] or not others:
        return "", None
    better = max(others, key=lambda mode: of(report, mode, "ndcg_10"))
    pair = f"hybrid/{better}"
    return f"{report['difference'][pair]:+.3f} to {better}, p = {report['p'][pair]:.4f}", report["difference"][pair]


def table(rows, peers):
    head = ["set", "language", "passages", "questions"]
    head += [f"nDCG@10 {mode}" for mode in MODES] + ["hybrid and the better of the others"] + peers
    head += ["recomputed for 10: vector", "hybrid", "for 3: vector", "hybrid", "chose constants"]
    row(head)
    row(["---"] * len(head))
    for name, language, used, report in rows:
        cells = [name, language, f"{report['passages']:,}", f"{report['questions']:,}"]
        cells += [share(of(report, mode, "ndcg_10")) for mode in MODES] + [significance(report)[0]]
        cells += [share(peer(report, one)) for one in peers]
        row(cells + recomputed([report]) + [used])
    for title, used in (("mean of all", None), ("mean of those that chose constants", "yes"), ("mean of the others", "no")):
        reports = [one[3] for one in rows if used in (None, one[2])]
        if reports:
            cells = [title, "", "", f"{sum(report['questions'] for report in reports):,}"]
            cells += [share(mean([of(report, mode, "ndcg_10") for report in reports])) for mode in MODES] + [""]
            cells += [share(mean([peer(report, one) for report in reports])) for one in peers]
            row(cells + recomputed(reports) + [used or ""])


def recomputed(reports):
    cells = []
    for count in COUNTS:
        for mode in ("vector", "hybrid"):
            value = mean([of(report, mode, count) for report in reports])
            cells.append("" if value is None else f"{value:.1f}")
    return cells


def hits(rows):
    row(["set"] + [f"{title} {mode}" for title in ("recall@10", "MRR@10", "hit@1", "hit@3") for mode in MODES])
    row(["---"] * 13)
    for name, _, _, report in rows:
        cells = [share(of(report, mode, key)) for key in ("recall_10", "mrr_10", "hit_1", "hit_3") for mode in MODES]
        row([name] + cells)


def promises(rows):
    """What hybrid promises, in figures."""
    differences = {name: significance(report)[1] for name, _, _, report in rows}
    known = {name: difference for name, difference in differences.items() if difference is not None}
    if known:
        worst = min(known, key=known.get)
        print(f"- Hybrid against the better of the others, worst: {known[worst]:+.3f} on {worst}.")
    english = [report for _, language, _, report in rows if language.startswith("en")]
    for count, k in zip(COUNTS, (10, 3)):
        vector = mean([of(report, "vector", count) for report in english])
        hybrid = mean([of(report, "hybrid", count) for report in english])
        if vector and hybrid is not None:
            print(f"- Hybrid recomputes {hybrid / vector:.2f} x what vector does for {k}, mean of the English sets.")


def main():
    rows = []
    for line in sys.stdin:
        name, language, used, report = line.rstrip("\n").split("\t")
        rows.append((name, language, used, json.loads(report)))
    peers = list(dict.fromkeys(one for _, _, _, report in rows for one in report["peers"]))
    table(rows, peers)
    print()
    hits(rows)
    print()
    promises(rows)
    for name, _, _, report in rows:
        for absent in report["absent"]:
            print(f"- Absent from {name}: {absent['name']}: {absent['why']}")


if __name__ == "__main__":
    main()
