"""Networks of two and three inputs that the tests of plots draw."""

from functools import cache

import numpy as np

import uat

SQUARE = [(-1, 1), (-1, 1)]
CASES = {
    "towers": (
        "sin(3*x)*cos(2*y)",
        SQUARE,
        {"construction": "towers", "neurons": 90, "partition": "uniform"},
    ),
    "quadrants": ("sin(3*x)*cos(2*y)", SQUARE, {"tol": 0.2}),
    "one tower": ("3 + 0*x*y", SQUARE, {"construction": "towers", "neurons": 5}),
    "constant": ("3 + 0*x*y", SQUARE, {"tol": 0.1}),
    "pairs": ("x*y", SQUARE, {"construction": "towers", "neurons": 200, "activation": "relu"}),
    "tanh": ("x*y", SQUARE, {"tol": 0.2, "activation": "tanh"}),
    "three": ("x*y*z", [(0, 1)] * 3, {"tol": 0.2}),
    "long": ("x + y/10", [(0, 1000), (0, 1)], {"tol": 100}),
    "tiny": ("1e-9*x*y", SQUARE, {"tol": 3e-10}),
}


@cache
def net(case: str) -> uat.Approximation:
    formula, box, options = CASES[case]
    return uat.approximate(formula, box, **options)


def forward_at(approximation, *inputs):
    """The defining pass."""
    points = np.stack([np.ravel(x) for x in inputs], axis=1)
    return approximation.network.forward(points)[:, 0].reshape(np.shape(inputs[0]))
