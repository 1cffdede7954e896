"""Neurons of one hidden layer in two inputs: ours beside the table of theory.md §5."""

import time

import numpy as np

from uat.constructions.ridges import ridge_network
from uat.evaluate import evaluate
from uat.ridges import fit_ridges
from uat.target import make_target

# Steps and ramps of the theory, by function and tolerance; of sincos with its two exact ridges.
THEORY = {
    ("sincos", 0.05): (114, 18),
    ("sincos", 0.02): (298, 26),
    ("gauss", 0.05): (284, 62),
    ("gauss", 0.02): (828, 116),
    ("cone", 0.05): (236, 12),
    ("cone", 0.02): (952, 16),
    ("peaks", 0.05): (537, 129),
    ("peaks", 0.02): (1593, 228),
}


def main() -> None:
    print("neurons (directions), theory's, sup on 1001 x 1001 points, seconds")
    for (key, tol), figures in THEORY.items():
        for kind, figure in zip(("steps", "ramps"), figures, strict=True):
            print(f"{key:<8}{tol:<6}{kind:<7}{_row(key, tol, kind, figure)}", flush=True)


def _row(key: str, tol: float, kind: str, figure: int) -> str:
    target = make_target(key)
    started = time.perf_counter()
    ridges = fit_ridges(target, tol=tol, kind=kind)
    seconds = time.perf_counter() - started
    network = ridge_network(ridges)
    x, y = np.meshgrid(*(np.linspace(a, b, 1001) for a, b in target.box))
    largest = float(np.abs(evaluate(network, x, y) - target(x, y)).max())
    count = f"{network.neurons} ({len(ridges.profiles)})"
    return f"{count:>12} {figure:>6} {largest:>10.5f} {seconds:>7.1f}"


if __name__ == "__main__":
    main()
