"""A straight line needs no network: linear regression finds it, exactly."""

from __future__ import annotations

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.comparison.training.sampled import training_points
from uat.functions.target import Target

ROUNDING = 2.0**-40  # of f's largest value: what a formula loses in a few operations
POINTS = 4225


def is_straight(target: Target) -> bool:
    """Tell whether f is a line or a plane, up to rounding: f = w . x + b in every output."""
    try:
        x, y = _graph(target)
    except TargetError:
        return False
    if not np.isfinite(y).all():
        return False
    low, high = np.array(target.box).T
    design = np.column_stack([(2.0 * x - low - high) / (high - low), np.ones(len(x))])
    coefficients = np.linalg.lstsq(design, y, rcond=None)[0]
    gap = float(np.max(np.abs(design @ coefficients - y)))
    return gap <= ROUNDING * float(np.max(np.abs(y)))


def _graph(target: Target) -> tuple[Array, Array]:
    """Return points of the graph of f; of one input, closer together where f bends."""
    points = training_points(target.box, POINTS)
    values = target(*points.T).reshape(len(points), -1)
    if target.inputs != 1 or values.shape[1] != 1 or not np.isfinite(values).all():
        return points, values
    samples = target.sample(1e-3 * max(float(np.ptp(values)), 1e-9 * float(np.abs(values).max())))
    if samples.lone:
        raise TargetError("f has lone values")
    return samples.x[:, None], samples.y[:, None]
