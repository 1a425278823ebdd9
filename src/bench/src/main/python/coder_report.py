"""Shows the results of bench_coders.py: prints Markdown tables and draws charts.

coder_report.py MEASUREMENTS FOLDER: draws a chart per recall, such as FOLDER/coders-95.svg. It plots total bytes per
vector against passages recomputed, in a panel per corpus and model, at the largest number of passages that most coders
were measured with.
"""

import json
import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

PANEL_WIDTH, PANEL_HEIGHT = 360, 260
LEFT, TOP, GAP_X, GAP_Y = 44, 106, 56, 80
BYTES = (16, 512)
DEPTHS = (2.5, 400)

# Our coders come first, in full colours. Marks differ too, for readers who cannot tell the colours apart.
FAMILIES = {
    "product, shipped": ("#e11d48", "M0 -8L2.4 -2.6L8 -2.5L3.6 1.4L5 7L0 4L-5 7L-3.6 1.4L-8 -2.5L-2.4 -2.6Z"),
    "product": ("#f97316", "M-5 -5H5V5H-5Z"),
    "transform": ("#3b82f6", "M0 -6L6 5H-6Z"),
    "blind": ("#10b981", "M0 -6.5L6.5 0L0 6.5L-6.5 0Z"),
    "OPQ": ("#8b5cf6", "M-4 -4H4V4H-4Z"),
    "PQ": ("#0891b2", "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0"),
    "RaBitQ": ("#ca8a04", "M0 6L5 -4H-5Z"),
    "scalar": ("#6b7280", "M-5 -2H5V2H-5Z"),
}

# Follows the page's colour scheme, since the background is the page's.
STYLE = (
    "<style>text{font:12px system-ui,sans-serif;fill:#1f2937}.t{font-weight:600;font-size:13px}.s{font-size:10px}"
    ".g{stroke:#9ca3af;stroke-opacity:.45}polyline{fill:none;stroke-width:1.5}"
    "@media(prefers-color-scheme:dark){text{fill:#e5e7eb}}</style>"
)


def total_bytes(m):
    return m["code_bytes"] + m["coder_bytes"] / m["n"]


def panels(measurements):
    """Groups the measurements by corpus and model."""
    groups = defaultdict(list)
    for m in measurements:
        groups[m["corpus"], m["model"]].append(m)
    return groups


def table(group):
    sizes = sorted({m["n"] for m in group})
    rows = defaultdict(dict)
    for m in group:
        rows[m["coder"]][m["n"]] = m
    print("| coder |" + "".join(f" {n:,} passages: bytes | 95 % | 98 % |" for n in sizes))
    print("| --- |" + " --- | --- | --- |" * len(sizes))
    for coder, by_size in rows.items():
        cells = [coder]
        for n in sizes:
            m = by_size.get(n)
            cells += [f"{total_bytes(m):,.1f}", *map(str, m["recomputed"].values())] if m else [""] * 3
        print("| " + " | ".join(cells) + " |")


def position(value, limits, length):
    low, high = map(math.log, limits)
    return (math.log(value) - low) / (high - low) * length


def text(x, y, content, anchor="start", kind=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{content}</text>'


def line(x1, y1, x2, y2):
    return f'<line class="g" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def mark(family, x, y):
    colour, path = FAMILIES[family]
    return f'<path d="{path}" transform="translate({x:.1f} {y:.1f})" fill="{colour}"/>'


def panel(left, top, title, group, recall):
    bottom = top + PANEL_HEIGHT
    yield text(left, top - 12, title, kind="t")
    for tick in (16, 32, 64, 128, 256, 512):
        x = left + position(tick, BYTES, PANEL_WIDTH)
        yield line(x, top, x, bottom)
        yield text(x, bottom + 16, f"{tick}", "middle")
    for tick in (3, 5, 10, 20, 50, 100, 200, 400):
        y = bottom - position(tick, DEPTHS, PANEL_HEIGHT)
        yield line(left, y, left + PANEL_WIDTH, y)
        yield text(left - 6, y + 4, tick, "end")
    yield text(left + PANEL_WIDTH / 2, bottom + 34, "total bytes per vector", "middle")
    for family, (colour, _) in reversed(FAMILIES.items()):
        points = []
        for m in (m for m in group if m["family"] == family):
            x = left + position(total_bytes(m), BYTES, PANEL_WIDTH)
            y = bottom - position(m["recomputed"][recall], DEPTHS, PANEL_HEIGHT)
            points.append((x, y, m["coder"].split(", ")[1].removesuffix(" B").removesuffix("-bit")))
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        yield f'<polyline points="{joined}" stroke="{colour}"/>'
        for x, y, label in points:
            yield mark(family, x, y)
            yield text(x + 7, y - 5, label, kind="s")


def chart(groups, recall):
    percent = f"{float(recall):.0%}".replace("%", " %")
    title = f"Passages recomputed per question for a recall@3 of {percent}"
    step_x, step_y = PANEL_WIDTH + GAP_X, PANEL_HEIGHT + GAP_Y
    width = LEFT + 2 * step_x
    height = TOP + (len(groups) + 1) // 2 * step_y
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"><title>{title}</title>{STYLE}'
    yield text(16, 20, title, kind="t")
    yield text(16, 38, "Numbers at the marks: bytes per code, or bits per component for blind, RaBitQ and scalar.")
    measured = {m["family"] for group in groups.values() for m in group}
    for i, family in enumerate(f for f in FAMILIES if f in measured):
        x = 24 + (i + (i > 0) / 3) * (width - LEFT) / (len(measured) + 1)
        yield mark(family, x, 58)
        yield text(x + 11, 62, family)
    for i, ((corpus, model), group) in enumerate(groups.items()):
        counts = Counter(m["n"] for m in group)
        n = max(counts, key=lambda n: (counts[n], n))
        at_n = [m for m in group if m["n"] == n]
        heading = f"{corpus}, {model}, n = {n:,}"
        yield from panel(LEFT + i % 2 * step_x, TOP + i // 2 * step_y, heading, at_n, recall)
    yield "</svg>\n"


def main(file, folder):
    groups = panels(map(json.loads, Path(file).read_text().splitlines()))
    for (corpus, model), group in groups.items():
        print(f"{corpus}, {model}:\n")
        table(group)
        print()
    Path(folder).mkdir(exist_ok=True)
    for recall in next(iter(groups.values()))[0]["recomputed"]:
        name = f"coders-{float(recall):.0%}".removesuffix("%")
        Path(folder, f"{name}.svg").write_text("\n".join(chart(groups, recall)))


if __name__ == "__main__":
    main(*sys.argv[1:])
