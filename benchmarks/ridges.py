"""One hidden layer in two inputs: neurons of chosen ridges beside those of equispaced ones."""

import time
from collections.abc import Iterator

import numpy as np
from table import Table, ratio, show

from uat.constructions.ridges.fit import fit_ridges
from uat.constructions.ridges.network import ridge_network
from uat.functions.target import make_target
from uat.networks.evaluate import evaluate

# Steps and ramps of equispaced directions, by function and tolerance; of sincos the two exact ones.
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


def measure(quick: bool) -> Iterator[Table]:
    columns = ("f, tolerance", "kind", "neurons", "directions", "equispaced", "theirs / ours",
               "error / tolerance", "s")  # fmt: skip
    table = Table("Ridges along chosen directions, beside equispaced ones: neurons", columns,
                  {"error / tolerance": "at most 1"})  # fmt: skip
    for (key, tol), figures in list(THEORY.items())[: 1 if quick else None]:
        for kind, figure in zip(("steps", "ramps"), figures, strict=True):
            target = make_target(key)
            started = time.perf_counter()
            ridges = fit_ridges(target, tol=tol, kind=kind)
            spent = time.perf_counter() - started
            network = ridge_network(ridges)
            x, y = np.meshgrid(*(np.linspace(a, b, 1001) for a, b in target.box))
            largest = float(np.abs(evaluate(network, x, y) - target(x, y)).max())
            table.add(f"{key}, {tol}", kind, network.neurons, len(ridges.profiles), figure,
                      ratio([figure / network.neurons]), largest / tol, spent)  # fmt: skip
    yield table


if __name__ == "__main__":
    show(measure)
