"""Polylines within 0.1 of the functions of Rebennack and Kallrath: built, beside what is proven.

A relu network needs as many neurons as its polyline has links, or one fewer. Where the neurons that
are built are more than those that are proven to be needed, it is open which of the two is true.
"""

from collections.abc import Callable, Iterator

import numpy as np
from scipy.optimize import linprog
from table import Table, show

import uat
from uat.base.arrays import Array

FUNCTIONS = (
    ("x^2", "-3.5", "3.5"),
    ("ln(x)", "1", "32"),
    ("sin(x)", "0", "2*pi"),
    ("tanh(x)", "-5", "5"),
    ("sin(x)/x", "1", "12"),
    ("2*x^2 + x^3", "-2.5", "2.5"),
    ("exp(-x)*sin(x)", "-4", "4"),
    ("exp(-100*(x - 2)^2)", "0", "3"),
    ("1.03*exp(-100*(x - 1.2)^2) + exp(-100*(x - 2)^2)", "0", "3"),
)  # Rebennack and Kallrath 2015, continuous piecewise linear approximations
TIES = (("x^2", "-10", "10", 2.0), ("x^3", "-10", "10", 2.0))  # LinA.jl: 5 and 19 links
TOLERANCE = 0.1
# The kinds of error that LinA.jl has, and how far each lets a network be from f, below and above.
KINDS: dict[str, tuple[dict[str, float | bool], Callable[[Array], tuple[Array, Array]]]] = {
    "at most 0.1 f, or 0.05": (
        {"tol": 0.05, "rel": 0.1},
        lambda y: (np.maximum(0.05, 0.1 * np.abs(y)), np.maximum(0.05, 0.1 * np.abs(y))),
    ),
    "above by 0.1": ({"tol": 0.1, "above": True}, lambda y: (0.0 * y, 0.0 * y + 0.1)),
    "below by 0.1": ({"tol": 0.1, "below": True}, lambda y: (0.0 * y + 0.1, 0.0 * y)),
}
SEEN, CLOSE = 4001, 400_001  # samples by which lines are counted, and heights


def measure(quick: bool) -> Iterator[Table]:
    yield smallest(quick)
    yield kinds(quick)


def smallest(quick: bool) -> Table:
    columns = ("f", "domain", "tolerance", "links", "proven", "neurons", "at least", "open")
    table = Table("The fewest links and relu neurons, beside what is proven", columns)
    table.notes.append(
        "open: how many numbers of neurons are neither built nor proven to be too small"
    )
    cases = [(*row, TOLERANCE) for row in FUNCTIONS] + list(TIES)
    for f, low, high, tol in cases[:3] if quick else cases:
        net = uat.approximate(f, (low, high), construction="ramps", tol=tol)
        least, built = net.minimum(), net.network.neurons
        links = net.partition.pieces
        table.add(f, f"[{low}, {high}]", tol, links, least.pieces, built, least.neurons,
                  built - least.neurons)  # fmt: skip
    return table


def kinds(quick: bool) -> Table:
    columns = ("f", "domain", "error", "steps", "at least", "links", "no fewer than")
    table = Table("Relative and one-sided errors: steps and links, beside what they need", columns)
    table.notes.append(
        f"at least: heights for {CLOSE:,} samples, counted greedily; no fewer than: lines, which "
        f"need not meet, for {SEEN:,} samples, by linear programs"
    )
    for f, low, high in FUNCTIONS[:2] if quick else FUNCTIONS:
        for kind, (options, room) in KINDS.items():
            steps, ramps = (
                uat.approximate(f, (low, high), construction=name, **options)
                for name in ("steps", "ramps")
            )
            x, close = (np.linspace(*steps.target.box[0], count) for count in (SEEN, CLOSE))
            heights = fewest_heights(*windows(steps.target(close), room))
            lines = fewest_lines(x, *windows(steps.target(x), room))
            table.add(f, f"[{low}, {high}]", kind, steps.partition.pieces, heights,
                      ramps.partition.pieces, lines)  # fmt: skip
    return table


def windows(y: Array, room: Callable[[Array], tuple[Array, Array]]) -> tuple[Array, Array]:
    below, above = room(y)
    return y - below, y + above


def fewest_heights(low: Array, high: Array) -> int:
    """Count the fewest heights, end to end, that pass all windows: each as far as it will do."""
    count, least, most = 1, -np.inf, np.inf
    for a, b in zip(low.tolist(), high.tolist(), strict=True):
        least, most = max(least, a), min(most, b)
        if least > most:
            count, least, most = count + 1, a, b
    return count


def fewest_lines(x: Array, low: Array, high: Array) -> int:
    """Count the fewest lines, end to end, that pass all windows: each as far as it will do.

    How far is found by doubling and halving, each time by a linear program.
    """
    count, start = 0, 0
    while start < x.size:
        known, fails = start + 1, x.size + 1
        stride = 1
        while fails - known > 1:
            stop = min(known + stride, x.size) if fails > x.size else (known + fails) // 2
            passes = _passes(x[start:stop], low[start:stop], high[start:stop])
            known, fails = (stop, fails) if passes else (known, stop)
            stride *= 2
            if known == x.size:
                break
        count, start = count + 1, known
    return count


def _passes(x: Array, low: Array, high: Array) -> bool:
    powers = np.vander((x - x[0]) / (np.ptp(x) or 1.0), 2)
    found = linprog(
        np.zeros(2),
        A_ub=np.concatenate([powers, -powers]),
        b_ub=np.concatenate([high, -low]),
        bounds=(None, None),
    )
    return bool(found.status == 0)


if __name__ == "__main__":
    show(measure)
