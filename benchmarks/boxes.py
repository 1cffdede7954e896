"""Two inputs: adaptive boxes beside equal tiles, and beside what no boxes can go below by much."""

import time
from collections.abc import Iterator

import numpy as np
from table import Table, ratio, show

import uat
from uat.functions.target import Target

CASES = [(key, tol) for key in ("sincos", "gauss", "cone", "peaks") for tol in (0.1, 0.05)]
GRID = 2001  # points along a side, for the law's integral


def measure(quick: bool) -> Iterator[Table]:
    columns = ("f, tolerance", "boxes", "equal tiles", "tiles / boxes", "law", "boxes / law", "s")
    table = Table("Boxes that add differences, beside equal towers and the law ∫|f_x f_y|/ε²",
                  columns)  # fmt: skip
    for key, tol in CASES[:1] if quick else CASES:
        began = time.perf_counter()
        net = uat.approximate(key, construction="quadrants", tol=tol)
        spent = time.perf_counter() - began
        tiles = equal_tiles(net.target, tol)
        boxes, bound = net.partition.pieces, law(net.target) / tol**2
        table.add(f"{key}, {tol}", boxes, tiles, ratio([tiles / boxes]), bound,
                  ratio([boxes / bound]), spent)  # fmt: skip
    table.notes.append("equal tiles: the least n² with the midrange of each within the tolerance")
    yield table


def law(target: Target) -> float:
    """∫|f_x f_y| over the box, by differences on a grid."""
    x, y = (np.linspace(a, b, GRID) for a, b in target.box)
    f = target(*np.meshgrid(x, y, indexing="ij"))
    fx, fy = np.gradient(f, x, y)
    return float(np.abs(fx * fy).mean() * np.prod([b - a for a, b in target.box]))


def equal_tiles(target: Target, tol: float) -> int:
    """The fewest equal tiles, as many along both sides, on which f changes by at most 2 tol."""
    n = 2
    while oscillation(target, n) > 2 * tol:
        n += 1
    return n * n


def oscillation(target: Target, n: int) -> float:
    """The largest difference of f within one of n × n tiles, on about 1000 points a side."""
    inside = max(2, 1000 // n)
    share = np.linspace(0, 1, inside)
    x, y = (a + (b - a) * (np.arange(n)[:, None] + share).reshape(-1) / n for a, b in target.box)
    f = target(*np.meshgrid(x, y, indexing="ij")).reshape(n, inside, n, inside)
    return float((f.max(axis=(1, 3)) - f.min(axis=(1, 3))).max())


if __name__ == "__main__":
    show(measure)
