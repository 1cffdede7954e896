"""Two inputs: neurons and seconds of every construction on the test set of Duguet and Ngueveu."""

import time
from collections.abc import Iterator

import numpy as np
from table import Table, show

import uat
from uat.functions.target import make_target

# Duguet and Ngueveu, "Piecewise linearization of bivariate nonlinear functions" (ISCO 2022).
Box = tuple[tuple[float, float], ...]
FUNCTIONS: dict[str, tuple[str, Box]] = {
    "L1": ("x^2 - y^2", ((0.5, 7.5), (0.5, 3.5))),
    "L2": ("x^2 + y^2", ((0.5, 7.5), (0.5, 3.5))),
    "N1": ("x*y", ((2, 8), (2, 4))),
    "N2": ("x*exp(-x^2 - y^2)", ((0.5, 2), (0.5, 2))),
    "N3": ("x*sin(y)", ((1, 4), (0.05, 3.1))),
    "N4": ("y^2*sin(x)/x", ((1, 3), (1, 2))),
    "N5": ("x*sin(x)*sin(y)", ((0.05, 3.1), (0.05, 3.1))),
    "N6": ("(x^2 - y^2)^2", ((1, 2), (1, 2))),
    "N7": ("exp(-10*(x^2 - y^2)^2)", ((1, 2), (1, 2))),
}
CONSTRUCTIONS = ("facets", "ridges", "quadrants", "folds")
# Of the range; within a thousandth there would be a hundred thousand quadrants.
SHARES = {0.05: CONSTRUCTIONS, 0.01: CONSTRUCTIONS, 0.001: ("facets", "ridges", "folds")}
GRID = 401  # points along a side, for the range


def measure(quick: bool) -> Iterator[Table]:
    for share, kinds in list(SHARES.items())[: 1 if quick else None]:
        others = (head for name in kinds[1:] for head in (name, f"{name}, s"))
        columns = ("f, tolerance", "facets", "neurons", "error / tolerance", "s", *others)
        table = Table(f"Neurons of two inputs within {share:.1%} of the range", columns,
                      {"error / tolerance": "at most 1"})  # fmt: skip
        table.notes.append("s: seconds of the processor, all threads together")
        for name, (formula, box) in list(FUNCTIONS.items())[: 1 if quick else None]:
            tol = float(f"{share * _range(formula, box):.2g}")
            row = f"{name}, {tol:g}"
            table.add(row, *(cell for kind in kinds
                             for cell in _cells(table, row, kind, formula, box, tol)))  # fmt: skip
        yield table


def _range(formula: str, box: Box) -> float:
    axes = [np.linspace(a, b, GRID) for a, b in box]
    return float(np.ptp(make_target(formula, box)(*np.meshgrid(*axes))))


def _cells(
    table: Table, row: str, kind: str, formula: str, box: Box, tol: float
) -> tuple[float | None, ...]:
    """Build, and say what it took; a note says why where it could not be built."""
    started = time.process_time()
    pieces, neurons, share, why = None, None, None, ""
    try:
        net = uat.approximate(formula, box, construction=kind, tol=tol)
        pieces, neurons, share = len(net.pieces), net.network.neurons, net.error.max / tol
        if not net.error.met:
            why = f"{neurons:,} neurons are {share:.3g} times the tolerance off"
    except uat.UatError as error:
        why = str(error)
    spent = time.process_time() - started
    if why:
        table.notes.append(f"{row} by {kind}: {why}")
        pieces = neurons = share = None
    return (pieces, neurons, share, spent) if kind == "facets" else (neurons, spent)


if __name__ == "__main__":
    show(measure)
