"""Many layers: a deep network of relu neurons, built for the tolerance."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from uat.accuracy.measure import Error
from uat.accuracy.measure.error import noise_of, root_mean_square
from uat.accuracy.measure.places import looked_at, with_places
from uat.approximation.approximation import Approximation
from uat.approximation.planned import as_planned
from uat.base.errors import InputError
from uat.base.ties import first_of_largest
from uat.constructions.folds import deep_for
from uat.constructions.plan import Plan
from uat.functions.target import Target
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

Progress = Callable[[str], None]

RESOLUTION = 0.01  # of the tolerance
GRID = {1: 100_001, 2: 501}  # points along each input at which the error is measured


def folded(target: Target, plan: Plan, say: Progress) -> Approximation:
    """The smallest deep network that the folds find; its error is bounded as it is built."""
    if plan.tol is None:
        raise InputError("folds are built for a tolerance, not for a number of neurons: give tol")
    say("folding")
    fold = deep_for(target, plan.tol)
    say("measuring the error")
    began = time.perf_counter()
    error = _measured(fold.network, target, plan.tol)
    return Approximation(
        **as_planned(target, plan),
        partitions=(),
        steepness=None,
        network=fold.network,
        error=replace(error, proven=fold.bound),
        samples=target.sample(RESOLUTION * plan.tol) if target.inputs == 1 else None,
        seconds={"build": None, "measure": time.perf_counter() - began, "prove": None},
    )


def _measured(network: Network, target: Target, tol: float) -> Error:
    """On an even grid."""
    axes = [np.linspace(a, b, GRID[target.inputs]) for a, b in target.box]
    points = [axis.reshape(-1) for axis in np.meshgrid(*axes, indexing="ij")]
    y = target(*points)
    noise = noise_of(y)
    deviation = np.abs(evaluate(network, *points) - y)
    worst = first_of_largest(deviation, noise)
    error = Error(
        max=float(deviation[worst]),
        mean=float(deviation.mean()),
        rms=root_mean_square(deviation),
        at=tuple(float(x[worst]) for x in points),
        tolerance=tol,
        noise=noise,
    )
    return with_places(error, network, target, looked_at(target, tol))
