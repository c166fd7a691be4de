# SPDX-License-Identifier: Apache-2.0
"""What was measured, as JSON, as text and as a table of Markdown."""
import dataclasses
import json
import re
import statistics


class Results:
    def __init__(self, about, titles):
        self.about, self.titles, self.rows = about, titles, []

    def add(self, workload, samples):
        self.rows.append({
            "key": workload.key, "title": workload.title, "goal": workload.goal,
            "samples": {name: [dataclasses.asdict(each) for each in those] for name, those in samples.items()},
        })

    def save(self, file):
        with open(file, "w", encoding="utf-8") as out:
            json.dump({"about": self.about, "titles": self.titles, "rows": self.rows}, out, indent=1)
            out.write("\n")

    def text(self):
        lines = ["load while measuring: " + ", ".join(map(str, self.about["load"]))]
        for row in self.rows:
            lines.append("%s  %s" % (row["key"], row["title"]))
            best = median(row, "cooper") if "cooper" in row["samples"] else None
            for name, samples in row["samples"].items():
                times = [each["seconds"] for each in samples]
                lines.append("   %-18s %8.3f s  (%.3f to %.3f)  %5.0f MB  %s" % (
                    self.titles[name], statistics.median(times), min(times), max(times),
                    max(each["memory"] for each in samples),
                    "" if not best or name == "cooper" else "%.2f x Cooper's" % (statistics.median(times) / best)))
        return "\n".join(lines)

    def markdown(self):
        names = [name for name in self.titles if any(name in row["samples"] for row in self.rows)]
        out = ["| workload | " + " | ".join(self.titles[name] for name in names) + " | goal |",
               "| --- |" + " --- |" * (len(names) + 1)]
        for row in self.rows:
            cells = [cell(row, name) for name in names]
            out.append("| %s %s | %s | %s s |" % (row["key"], row["title"], " | ".join(cells), row["goal"]))
        out += ["", "Median of %d rounds, in brackets the least and the most of them; below, how many times Cooper's "
                "median that is, and peak memory. Load average while it was measured: %s to %s." % (
                    self.about["rounds"], min(self.about["load"]), max(self.about["load"])), ""]
        about = self.about
        out.append("%s cores of %s, %s GB, Linux %s, %s; %s; %s; %s." % (
            about["cores"], about["processor"], about["memory"], about["kernel"], about["file system"], about["java"],
            ", ".join(about["versions"]), about["date"]))
        return "\n".join(out)


def median(row, name):
    return statistics.median(each["seconds"] for each in row["samples"][name])


def cell(row, name):
    if name not in row["samples"]:
        return "–"
    times = [each["seconds"] for each in row["samples"][name]]
    memory = max(each["memory"] for each in row["samples"][name])
    ratio = ""
    if name != "cooper" and "cooper" in row["samples"]:
        ratio = "%.2f×, " % (statistics.median(times) / median(row, "cooper"))
    return "%.2f s (%.2f–%.2f)<br>%s%.0f MB" % (statistics.median(times), min(times), max(times), ratio, memory)


def replace(file, name, text):
    """Puts text between the marks of that name."""
    with open(file, encoding="utf-8") as page:
        old = page.read()
    begin, end = "<!-- measured by bench/%s -->\n" % name, "<!-- end of bench/%s -->" % name
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(old):
        raise SystemExit("%s has no marks for bench/%s" % (file, name))
    with open(file, "w", encoding="utf-8") as page:
        page.write(pattern.sub(lambda _: begin + text + "\n" + end, old))
