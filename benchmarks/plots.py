"""Results as pictures: every ratio with its spread, and every cost against its size."""

from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from table import digits

from uat.base.palette import LIGHT

RATIOS = {  # of which tables, by benchmark; the head of the column with the ratio
    "smallest": "error / ours",
    "evaluation": "peer / uat",
    "boxes": "tiles / boxes",
    "ridges": "theirs / ours",
    "training": "uat / sklearn",
    "films": "Manim / ours",
}
COLORS = {
    "steps": LIGHT.step,
    "bumps": LIGHT.bump,
    "ramps": LIGHT.ramp,
    "towers": LIGHT.tower,
    "quadrants": LIGHT.target,
    "folds": LIGHT.error,
}
OTHERS = (LIGHT.network, LIGHT.target, LIGHT.muted)
TITLES = {
    "smallest": "sup error of trained networks, over that of the smallest network of equal size",
    "evaluation": "seconds of dense passes, over those of evaluation by structure",
    "boxes": "equal tiles, over the boxes that are built",
    "ridges": "neurons of equispaced directions, over those of chosen ones",
    "training": "seconds of uat's trainer, over scikit-learn's",
    "films": "seconds of plain Manim, over those of uat, the same frames",
}


def draw(results: dict[str, Any], folder: Path) -> list[Path]:
    """Write ratios.png and growth.png of what there are results for; return their paths."""
    drawn = []
    shown = [name for name in RATIOS if name in results]
    if shown:
        drawn.append(_ratios(results, shown, folder / "ratios.png"))
    if "growth" in results:
        drawn.append(_growth(results["growth"]["tables"], folder / "growth.png"))
    return drawn


def _rows(result: dict[str, Any], head: str) -> list[tuple[str, dict[str, float]]]:
    """The names and ratios of all tables that have the column."""
    rows = []
    for table in result["tables"]:
        if head in table["columns"]:
            at = table["columns"].index(head)
            kind = table["columns"].index("kind") if "kind" in table["columns"] else 0
            for row in table["rows"]:
                name = row[0] if not kind else f"{row[0]}, {row[kind]}"
                rows.append((name, row[at]))
    return [(name, found) for name, found in rows if not name.endswith("uat ramps")]


def _ratios(results: dict[str, Any], names: list[str], path: Path) -> Path:
    rows = {name: _rows(results[name], RATIOS[name]) for name in names}
    heights = [len(rows[name]) + 1.6 for name in names]
    figure, axes = plt.subplots(
        len(names), 1, figsize=(9, 0.24 * sum(heights)), height_ratios=heights, squeeze=False,
        layout="constrained",
    )  # fmt: skip
    for ax, name in zip(axes[:, 0], names, strict=True):
        for n, (_, found) in enumerate(rows[name]):
            spread = [[found["median"] - found["least"]], [found["largest"] - found["median"]]]
            ax.errorbar(found["median"], n, xerr=spread, fmt="o", color=LIGHT.network, capsize=3,
                        markersize=5)  # fmt: skip
            ax.annotate(digits(found["median"]), (found["largest"], n), (6, 0), size=8,
                        textcoords="offset points", va="center", color=LIGHT.muted)  # fmt: skip
        ax.set_xscale("log")
        ax.axvline(1.0, color=LIGHT.muted, linewidth=1)
        ax.set_yticks(range(len(rows[name])), [text for text, _ in rows[name]], size=8)
        ax.set_ylim(len(rows[name]) - 0.5, -0.5)
        ax.margins(x=0.08)
        ax.set_title(TITLES[name], size=9, loc="left")
        ax.grid(axis="x", color=LIGHT.muted, alpha=0.25, linewidth=0.6)
        ax.tick_params(axis="x", labelsize=8)
    figure.savefig(path, dpi=110)
    plt.close(figure)
    return path


def _growth(tables: list[dict[str, Any]], path: Path) -> Path:
    columns = 2
    rows = -(-len(tables) // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(11, 3.6 * rows), squeeze=False,
                                layout="constrained")  # fmt: skip
    for ax in axes.flat[len(tables) :]:
        ax.set_visible(False)
    for ax, table in zip(axes.flat, tables, strict=False):
        for n, (name, line) in enumerate(table["lines"].items()):
            color = COLORS.get(name.split(",")[0], OTHERS[n % len(OTHERS)])
            label = f"{name}: exponent {line['exponent']:.2f}"
            ax.loglog(line["sizes"], line["costs"], "o", color=color, markersize=4, label=label)
            ends = line["sizes"][line["first"]], line["sizes"][-1]
            law = [line["factor"] * size ** line["exponent"] for size in ends]
            ax.loglog(ends, law, color=color, linewidth=1)
        ax.set_xlabel(table["columns"][1])
        ax.set_ylabel(table["columns"][3])
        ax.set_title(table["claim"], size=9, loc="left", wrap=True)
        ax.legend(fontsize=7)
        ax.grid(color=LIGHT.muted, alpha=0.25, linewidth=0.6)
    figure.savefig(path, dpi=110)
    plt.close(figure)
    return path
