"""Write benchmarks.md and scaling.md from benchmarks/results.json: run it after `make bench`.

python docs/write_benchmarks.py
"""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
TEMPLATE = ROOT / "docs" / "_templates" / "scaling.md"
HEAD = """# Benchmarks

`make bench` runs all of them and writes these figures into `benchmarks/results.json`;
`python benchmarks/run.py NAME` runs one, with `--quick` a smaller one. Ours and the peer's run in
turn in one process, so that ratios hold on a busy machine, too: a ratio is the median of some
rounds, with the least and the largest of them. Seconds are those of {processors} shared processors
({architecture}, Python {python}).

![Ratios with their spread, on logarithmic axes](../benchmarks/ratios.png)

![Costs against sizes, on logarithmic axes, with fitted power laws](../benchmarks/growth.png)

"""

sys.path.insert(0, str(ROOT / "benchmarks"))


def cell(value: Any) -> str:
    """A figure as text; a ratio, read from JSON, is a dictionary."""
    from table import Ratio, write

    return write(Ratio(**value) if isinstance(value, dict) else value).replace("|", "\\|")


def markdown(table: dict[str, Any]) -> str:
    """A table with its claim, what was asked, and notes."""
    columns = [head.replace("|", "\\|") for head in table["columns"]]
    lines = [f"### {table['claim']}", "", f"| {' | '.join(columns)} |"]
    lines.append("|---" + "|---:" * (len(columns) - 1) + "|")
    lines += [f"| {' | '.join(map(cell, row))} |" for row in table["rows"]]
    asked = [f"Asked: {head} {what}." for head, what in table["asked"].items()]
    notes = [f"{note[0].upper()}{note[1:]}." for note in table["notes"]]
    return "\n".join([*lines, "", *(f"{text}  " for text in asked + notes)]).rstrip() + "\n\n"


def results() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def benchmarks() -> str:
    """The text of benchmarks.md."""
    found = results()
    text = HEAD.format(**next(iter(found.values()))["machine"])
    for name, result in found.items():
        packages = result["machine"]["packages"]
        versions = ", ".join(f"{key} {value}" for key, value in packages.items() if value)
        text += f"## {name}\n\n`python benchmarks/{name}.py`, {result['machine']['date']}, "
        text += f"{result['seconds']:.0f} s, load {result['machine']['load']} ({versions}).\n\n"
        text += "".join(map(markdown, result["tables"]))
    return text.rstrip() + "\n"


def for_steps(table: dict[str, Any], neurons: float) -> float:
    """What so many steps cost, by the two largest networks that were built."""
    line = table["lines"]["steps"]
    (n, m), (a, b) = line["sizes"][-2:], line["costs"][-2:]
    return float(b + (neurons - m) * (b - a) / (m - n))


def scaling() -> str:
    """The text of scaling.md: the template with the figures of the simulation."""
    found = results()
    real, needs, work = found["scaling"]["tables"]
    seconds, room = found["growth"]["tables"][:2]
    jobs = [row[0] for row in needs["rows"]]
    values: dict[str, Any] = {
        "real": markdown(real),
        "needs": markdown(needs),
        "work": markdown(work),
        "one_seconds": for_steps(seconds, 1e7),
        "one_memory": for_steps(room, 1e7) / 2**30,
    }
    for letter, job, need in zip("npf", jobs, needs["rows"], strict=True):
        runs = {row[1]: row for row in work["rows"] if row[0] == job}
        values[f"{letter}_tasks"], values[f"{letter}_task"] = need[1], need[2]
        values[f"{letter}_memory"], values[f"{letter}_hours"] = need[3], need[4]
        values[f"{letter}_result"], values[f"{letter}_all"] = need[5], need[6]
        values[f"{letter}_fed"] = need[7]
        values |= {f"{letter}_{workers}": row[2] for workers, row in runs.items()}
    return TEMPLATE.read_text(encoding="utf-8").format(**values)


def pages() -> dict[Path, str]:
    """What is written, by file."""
    docs = ROOT / "docs"
    return {docs / "benchmarks.md": benchmarks(), docs / "scaling.md": scaling()}


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
