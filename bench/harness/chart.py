# SPDX-License-Identifier: Apache-2.0
"""The chart of docs/benchmarks.md: for each workload a bar for everyone, as long as its median is."""
import statistics
from html import escape

COLORS = {"cooper": "#0b7285", "cooper-unshare": "#66b2bf", "docker": "#8d99ae", "buildah": "#c9a227",
          "buildah-runc": "#dfc873"}
WIDTH, LEFT, BAR, GAP, RIGHT = 900, 300, 14, 16, 110


def draw(results):
    parts, y = [], 46
    x = 16
    for name, title in results["titles"].items():
        parts.append('<rect x="%d" y="14" width="12" height="12" fill="%s"/>' % (x, COLORS[name]))
        parts.append('<text x="%d" y="24" class="t">%s</text>' % (x + 17, escape(title)))
        x += 36 + 7 * len(title)
    for row in results["rows"]:
        medians = {name: statistics.median(each["seconds"] for each in samples)
                   for name, samples in row["samples"].items()}
        most = max(medians.values())
        height = BAR * len(medians)
        parts.append('<text x="16" y="%d" class="k">%s</text>' % (y + 12, row["key"]))
        for i, line in enumerate(wrapped(row["title"], 36)):
            parts.append('<text x="62" y="%d" class="t">%s</text>' % (y + 12 + 15 * i, escape(line)))
        for i, (name, seconds) in enumerate(medians.items()):
            top = y + BAR * i
            length = max(1.5, (WIDTH - LEFT - RIGHT) * seconds / most)
            parts.append('<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>' % (
                LEFT, top, length, BAR - 2, COLORS[name]))
            parts.append('<text x="%.1f" y="%d" class="n">%s</text>' % (
                LEFT + length + 6, top + 10, "%.2f s" % seconds if seconds < 10 else "%.1f s" % seconds))
        y += max(height, 34) + GAP
    return "\n".join([
        '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" '
        'aria-label="Median times of each workload; shorter is better">' % (WIDTH, y, WIDTH, y),
        "<style>text{font-family:system-ui,sans-serif;fill:#222}.t{font-size:12px}.k{font-size:12px;font-weight:bold}"
        ".n{font-size:11px}rect.b{fill:#fff}@media(prefers-color-scheme:dark){text{fill:#ddd}rect.b{fill:#0d1117}}"
        "</style>", '<rect class="b" width="%d" height="%d"/>' % (WIDTH, y)] + parts + ["</svg>", ""])


def wrapped(text, width):
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = (lines[-1] + " " + word).strip()
    return lines
