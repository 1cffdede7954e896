"""What every benchmark makes: a claim with its table, ours beside the peer's, with spread."""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np


def digits(value: float) -> str:
    """Three digits that count; thousands are written out."""
    short = f"{value:.3g}"
    return f"{float(short):,.0f}" if "e+" in short and abs(value) < 1e7 else short


@dataclass(frozen=True)
class Ratio:
    """How many times as much one takes as another: the median of some rounds, and its spread."""

    median: float
    least: float
    largest: float

    def scaled(self, factor: float) -> "Ratio":
        return Ratio(factor * self.median, factor * self.least, factor * self.largest)

    def __str__(self) -> str:
        median, least, largest = map(digits, (self.median, self.least, self.largest))
        return median if least == largest else f"{median} ({least} … {largest})"


def ratio(numbers: Sequence[float]) -> Ratio:
    return Ratio(statistics.median(numbers), min(numbers), max(numbers))


@dataclass(frozen=True)
class Line:
    """Costs against sizes, and the power law that the larger half of them follows.

    first: where that half begins. error: its largest distance from the law, as a factor minus 1.
    """

    sizes: tuple[float, ...]
    costs: tuple[float, ...]
    exponent: float
    factor: float
    error: float
    first: int = 0

    def at(self, size: float) -> float:
        """The law's cost."""
        return float(self.factor * size**self.exponent)


def line(sizes: Sequence[float], costs: Sequence[float]) -> Line:
    """Fit cost = factor · size^exponent to the larger half, by least squares of logarithms.

    The half is at least three points, if there are so many.
    """
    half = max(0, min(len(sizes) // 2, len(sizes) - 3))
    x, y = np.log(sizes[half:]), np.log(costs[half:])
    exponent, constant = np.polyfit(x, y, 1)
    away = np.abs(y - exponent * x - constant).max()
    return Line(tuple(sizes), tuple(costs), float(exponent), float(np.exp(constant)),
                float(np.expm1(away)), half)  # fmt: skip


@dataclass
class Table:
    """A claim: a sentence that figures can refute, and the figures.

    columns: heads, the first of them of the column that names the rows.
    asked: what a ratio has to reach, as "at least 4" or "at most 1.05", by the column's head.
    lines: costs against sizes, to be plotted; the rows say what they come to.
    """

    claim: str
    columns: tuple[str, ...]
    asked: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lines: dict[str, Line] = field(default_factory=dict)

    def add(self, *cells: Any) -> None:
        """Add a row: a name and figures, ratios among them; None where there is none."""
        if len(cells) != len(self.columns):
            raise ValueError(f"{len(cells)} cells for {len(self.columns)} columns")
        self.rows.append(cells)

    def __str__(self) -> str:
        texts = [self.columns, *(tuple(write(cell) for cell in row) for row in self.rows)]
        widths = [max(len(text[n]) for text in texts) for n in range(len(self.columns))]
        lines = [
            "  ".join(
                text.ljust(width) if n == 0 else text.rjust(width)
                for n, (text, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in texts
        ]
        asked = [f"asked: {head} {what}" for head, what in self.asked.items()]
        return "\n".join([self.claim, *lines, *asked, *self.notes])


def write(cell: Any) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return f"{cell:,}"
    return digits(cell) if isinstance(cell, float) else str(cell)


def seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def paired(
    ours: Callable[[], object], peer: Callable[[], object], rounds: int = 5, warm: bool = True
) -> tuple[float, float, Ratio]:
    """Seconds of both, medians of rounds, and peer / ours: both run in each round, in turn.

    Another program on the machine slows down both sides of a round, and leaves their ratio. With
    `warm` both run once before, uncounted: the first time compiles and loads.
    """
    if warm:
        ours()
        peer()
    pairs = []
    for number in range(rounds):
        if number % 2:
            theirs = seconds(peer)
            pairs.append((seconds(ours), theirs))
        else:
            own = seconds(ours)
            pairs.append((own, seconds(peer)))
    mine, other = zip(*pairs, strict=True)
    quotients = [b / a for a, b in pairs]
    return statistics.median(mine), statistics.median(other), ratio(quotients)


Measure = Callable[[bool], Iterator[Table]]


def show(measure: Measure) -> None:
    """Print the tables of a benchmark as they come; `--json FILE` keeps them, too."""
    idea = (sys.modules["__main__"].__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser(description=idea)
    parser.add_argument("--quick", action="store_true", help="fewer and smaller cases")
    parser.add_argument("--json", type=Path, help="a file for the tables")
    options = parser.parse_args()
    tables = []
    for table in measure(options.quick):
        print(f"{table}\n", flush=True)
        tables.append(asdict(table))
    if options.json:
        options.json.write_text(json.dumps(tables, indent=1), encoding="utf-8")
