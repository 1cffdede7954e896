"""Proofs beside sampling: how sharp, how dear; and how near the minimum what is built comes."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from table import Table, paired, ratio, show

import uat
from uat.accuracy.proof import check, prove
from uat.constructions.line.minimum import minimum
from uat.networks.evaluate import evaluate

CASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("nielsen", {"construction": "ramps", "neurons": 50}),
    ("sine", {"construction": "ramps", "neurons": 50}),
    ("runge", {"construction": "ramps", "neurons": 50}),
    ("sqrt", {"construction": "ramps", "neurons": 50}),
    ("chirp", {"construction": "ramps", "neurons": 50}),
    ("weierstrass", {"construction": "ramps", "tol": 0.03}),
    ("nielsen", {"construction": "ramps", "tol": 1e-6}),
    ("nielsen", {"construction": "steps", "tol": 0.01}),
    ("nielsen", {"construction": "steps", "tol": 0.001}),
    ("nielsen", {"construction": "steps", "tol": 0.01, "activation": "tanh"}),
    ("nielsen", {"construction": "steps", "tol": 0.01, "activation": "arctan"}),
    ("nielsen", {"construction": "bumps", "tol": 0.01}),
)
PLANES = [(key, 0.1) for key in ("sincos", "gauss", "cone", "peaks")] + [("sincos", 0.05)]
TOLERANCES = (0.1, 0.03, 0.01, 0.003, 0.001)
DENSE = 1_000_001  # points of the sampling that a proof is timed against


def measure(quick: bool) -> Iterator[Table]:
    yield lines(CASES[:2] if quick else CASES)
    yield planes(PLANES[:1] if quick else PLANES)
    yield minima(TOLERANCES[:2] if quick else TOLERANCES)


def lines(cases: tuple[tuple[str, dict[str, Any]], ...]) -> Table:
    """A bound for all points beside the largest error at 10^6 of them, which proves nothing."""
    columns = ("network", "neurons", "proven / measured", "prove s", "sample s", "prove / sample",
               "check s")  # fmt: skip
    table = Table("Proof beside sampling at 10^6 points, one input", columns,
                  {"proven / measured": "at most 1.01"})  # fmt: skip
    for key, options in cases:
        net = uat.approximate(key, **options)
        x = np.linspace(*net.target.box[0], DENSE)
        sampling, proving, times = paired(
            lambda n=net, x=x: np.abs(evaluate(n.network, x) - n.target(x)).max(),
            lambda n=net: prove(n.network, n.target, samples=n.samples),
            3,
        )
        found = prove(net.network, net.target, samples=net.samples)
        verdict = check(found)
        if not verdict:
            raise AssertionError(verdict.reason)
        name = f"{key}, " + " ".join(str(value) for value in options.values())
        sharp = ratio([found.bound / net.error.max])
        table.add(name, net.network.neurons, sharp, proving, sampling, times, verdict.seconds)
    return table


def planes(cases: list[tuple[str, float]]) -> Table:
    from uat.accuracy.proof.boxes import prove_boxes
    from uat.accuracy.proof.front import check_any

    columns = ("f, tolerance", "boxes", "proven / measured", "prove s", "sample s",
               "prove / sample", "check s")  # fmt: skip
    table = Table("Proof beside sampling at 10^6 points, two inputs", columns,
                  {"proven / measured": "at most 1.05"})  # fmt: skip
    for key, tol in cases:
        net = uat.approximate(key, construction="quadrants", tol=tol)
        x, y = np.meshgrid(*(np.linspace(a, b, 1000) for a, b in net.target.box))
        sampling, proving, times = paired(
            lambda n=net, x=x, y=y: np.abs(evaluate(n.network, x, y) - n.target(x, y)).max(),
            lambda n=net: prove_boxes(n.network, n.target, slack=0.05),
            3,
        )
        found = prove_boxes(net.network, net.target, slack=0.05)
        verdict = check_any(found)
        if not verdict:
            raise AssertionError(verdict.reason)
        sharp = ratio([found.bound / net.error.max])
        table.add(f"{key}, {tol}", len(found.boxes.bound), sharp, proving, sampling, times,
                  verdict.seconds)  # fmt: skip
    return table


def minima(tolerances: tuple[float, ...]) -> Table:
    columns = ("f", "pieces", *(f"{tol:g}" for tol in tolerances))
    table = Table("Pieces: proven minimum / built", columns)
    for key in ("nielsen", "sine", "runge", "abs", "sqrt", "chirp"):
        for construction in ("steps", "ramps"):
            cells = []
            for tol in tolerances:
                net = uat.approximate(key, construction=construction, tol=tol)
                low = minimum(net.target, construction, tol, net.samples)
                cells.append(f"{low.pieces}/{net.partition.pieces}")
            table.add(key, construction, *cells)
    return table


if __name__ == "__main__":
    show(measure)
