"""Measure a network of one input at the samples of a table only, some of which may be outliers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from uat.accuracy.measure.counted import Counted
from uat.accuracy.measure.error import Error, noise_of, summed_up
from uat.base.arrays import Array
from uat.base.errors import TargetError
from uat.base.ties import first_of_largest, largest_few
from uat.functions.sampling import Samples
from uat.functions.target import Target
from uat.networks.evaluate import evaluate
from uat.networks.network import Network


def samples_of(target: Target) -> Samples:
    """Return the samples of a table that lie in the box. Raises TargetError for less than two."""
    assert target.knots is not None
    (low, high) = target.box[0]
    x = target.knots[(target.knots >= low) & (target.knots <= high)]
    if x.size < 2:
        raise TargetError("there are fewer than two samples in the domain: choose a larger one")
    return Samples(x, target(x), np.zeros(x.size - 1, dtype=bool), resolution=0.0)


def measure_samples(
    network: Network, target: Target, tolerance: float | None, counted: Counted
) -> Error:
    """Measure a network at the samples of a table only, but for its outliers.

    Outliers are the samples that are further away than the tolerance, if there are no more of them
    than may be; mean and root mean square are those of all other samples.
    """
    samples = samples_of(target)
    return error_of(samples, np.abs(evaluate(network, samples.x) - samples.y), tolerance, counted)


def error_of(samples: Samples, away: Array, tolerance: float | None, counted: Counted) -> Error:
    """Say what distances at samples come to."""
    x, noise = samples.x, noise_of(samples.y)
    out = _outliers(away, (tolerance or 0.0) + noise, counted.outliers)
    x, away = np.delete(x, out), np.delete(away, out)
    worst = first_of_largest(away, noise)
    error = summed_up(float(away[worst]), (x[worst],), away, tolerance, noise)
    outliers = tuple(samples.x[np.sort(out)].tolist())
    return replace(error, counted=counted, outliers=outliers, samples=samples.x.size)


def _outliers(away: Array, most: float, count: int) -> NDArray[np.int64]:
    """Choose the samples that are further away than `most`, the furthest first."""
    return largest_few(away, min(count, int(np.count_nonzero(away > most))))
