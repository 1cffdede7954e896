"""Train on a target: the data are samples of f."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from uat.base.arrays import Array, even_lines, grid_points
from uat.base.errors import TargetError
from uat.base.places import place_text
from uat.comparison.training.history import Trained
from uat.comparison.training.run import train
from uat.functions.target import Box, Target

POINTS, POINTS_OF_MORE = 1000, 2025


def train_on(
    target: Target, widths: Sequence[int] = (64,), *, points: int | None = None, **options: Any
) -> Trained:
    """Train a network on samples of f.

    widths: neurons in each hidden layer. points: how many samples; default 1000 for one input,
    2025 for more. options: as for `train`; regions of classes are trained with cross_entropy.
    Raises TargetError where f is not finite.
    """
    x, y = training_data(target, points or usual_points(target))
    if target.kind == "classes":
        options.setdefault("loss", "cross_entropy")
    return train(x, y, (target.inputs, *widths, y.shape[1]), **options)


def usual_points(target: Target) -> int:
    """Return how many samples of f a model is fitted to; for two inputs 45 x 45."""
    return POINTS if target.inputs == 1 else POINTS_OF_MORE


def training_data(target: Target, count: int) -> tuple[Array, Array]:
    """Choose points of the box, and evaluate f: (n, inputs), (n, outputs). Raises TargetError."""
    x = training_points(target.box, count)
    y = target(*x.T).reshape(len(x), -1)
    bad = np.flatnonzero(~np.isfinite(y).all(axis=1))
    if bad.size:
        rows = zip(target.names, x[bad[0]], target.box, strict=True)
        place = ", ".join(f"{name} = {place_text(value, *ends)}" for name, value, ends in rows)
        raise TargetError(
            f"f has no finite value at {place}: choose a domain that keeps away from it"
        )
    return x, y


def training_points(box: Box, count: int) -> Array:
    """Spread about `count` points evenly: a grid for one or two inputs, else a sequence.

    The sequence adds multiples of powers of one irrational number, modulo 1, which leaves no holes
    (the generalised golden ratio: the root of t^(m+1) = t + 1 for m inputs).
    """
    low, high = np.array(box, dtype=float).T
    if len(box) <= 2:
        side = max(2, round(count ** (1 / len(box))))
        return grid_points(even_lines(box, side))
    golden = 2.0
    for _ in range(40):
        golden = (1.0 + golden) ** (1.0 / (len(box) + 1))
    steps = golden ** -np.arange(1.0, len(box) + 1)
    shares = (0.5 + np.arange(1, count + 1)[:, None] * steps) % 1.0
    points: Array = low + shares * (high - low)
    return points
