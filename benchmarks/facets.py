"""Two inputs: neurons and seconds of every construction on the test set of Duguet and Ngueveu."""

import time
from collections.abc import Iterator

import numpy as np
from table import Table, show

import uat
from uat.functions.target import make_target

# Duguet and Ngueveu, "Piecewise linearization of bivariate nonlinear functions" (ISCO 2022).
FUNCTIONS = {
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
SHARES = (0.05,)  # of the range
OTHERS = ("ridges", "quadrants", "folds")


def measure(quick: bool) -> Iterator[Table]:
    columns = ("f, tolerance", "facets", "neurons", "error / tolerance", "s",
               *(f"{name}{unit}" for name in OTHERS for unit in ("", ", s")))  # fmt: skip
    table = Table("Facets beside other constructions of two inputs: neurons", columns,
                  {"error / tolerance": "at most 1"})  # fmt: skip
    for name, (formula, box) in list(FUNCTIONS.items())[: 1 if quick else None]:
        axes = [np.linspace(a, b, 401) for a, b in box]
        size = float(np.ptp(make_target(formula, box)(*np.meshgrid(*axes))))
        for share in SHARES[: 1 if quick else None]:
            tol = float(f"{share * size:.2g}")
            net, spent = _built(formula, box, "facets", tol)
            others = [found for other in OTHERS for found in _other(formula, box, other, tol)]
            if net is not None:
                table.add(f"{name}, {tol:g}", len(net.pieces), net.network.neurons,
                          net.error.max / tol, spent, *others)  # fmt: skip
    yield table


def _built(formula, box, name, tol):
    started = time.perf_counter()
    try:
        net = uat.approximate(formula, box, construction=name, tol=tol)
    except uat.UatError:
        net = None
    return net, time.perf_counter() - started


def _other(formula, box, name, tol):
    net, spent = _built(formula, box, name, tol)
    met = net is not None and net.error.met
    return ("-" if net is None or not met else net.network.neurons), spent


if __name__ == "__main__":
    show(measure)
