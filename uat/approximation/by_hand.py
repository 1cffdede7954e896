"""Build bumps side by side whose heights somebody has chosen, and measure the error."""

import time
from collections.abc import Sequence

import numpy as np

from uat.accuracy.measure import measure
from uat.approximation.approximation import Approximation
from uat.base.arrays import Array
from uat.base.errors import InputError, TargetError
from uat.constructions.built import Built
from uat.constructions.line.partition import Partition, uniform
from uat.constructions.line.partition.uniform import ranges
from uat.constructions.line.staircase import ROOM, bump_network
from uat.constructions.plan import Plan
from uat.constructions.registry import CONSTRUCTIONS
from uat.functions.sampling import Samples
from uat.functions.target import Target
from uat.networks.activations import SIGMOID, reach

MOST_BUMPS = 1000  # as many as the page draws
HIGHEST = 1e300  # of |height|: sums of all of them stay finite
PROBES = 2001  # points at which f is first looked at, as the page does
FINENESS = 1e-3  # of f's range: how finely it is sampled


def by_hand(target: Target, heights: Sequence[float], tol: float | None = None) -> Approximation:
    """Build the network of one bump for each height, on equal pieces of the domain.

    heights: from left to right, in the units of f. tol: what the error is compared with.
    The numbers are those of the explorer's page, to the last bit: equal pieces, sigmoids whose
    windows do not meet. Raises InputError or TargetError.
    """
    started = time.perf_counter()
    chosen = np.array(heights, dtype=float)
    edges, steepness = equal_bumps(target.box[0], chosen.size)
    samples = sampled(target)
    partition = Partition(edges, chosen, *ranges(target, samples, edges[:-1], edges[1:]))
    network = bump_network([partition], SIGMOID, steepness, "linear")
    built = time.perf_counter()
    error = measure(network, target, samples, tol)
    measuring = time.perf_counter() - built
    plan = Plan(CONSTRUCTIONS["bumps"], "uniform", tol, None, SIGMOID)
    return Approximation(
        target,
        plan,
        Built(network, error, (partition,), steepness, measuring, samples),
        seconds={"build": built - started, "measure": measuring, "prove": None},
    )


def equal_bumps(interval: tuple[float, float], count: int) -> tuple[Array, float]:
    """Choose the count + 1 ends of equal pieces, and a weight so large that no two windows meet.

    Raises InputError where float64 has no room for so many.
    """
    a, b = interval
    if not 1 <= count <= MOST_BUMPS:
        raise InputError(f"there are 1 … {MOST_BUMPS} bumps, not {count}")
    edges: Array = a + ((b - a) * np.arange(count + 1.0)) / count
    edges[-1] = b
    with np.errstate(over="ignore"):
        steepness = float(np.float64(ROOM * reach(SIGMOID) * count) / np.float64(b - a))
    if not (np.isfinite(steepness) and (np.diff(edges) > 0).all()):
        raise InputError(f"the interval {a!r}:{b!r} is too narrow for {count} bumps")
    return edges, steepness


def fitted(target: Target, count: int) -> Array:
    """Choose the heights of equal bumps that are best in the sup norm: halfway up f's range."""
    equal_bumps(target.box[0], count)
    return np.asarray(uniform(target, sampled(target), count).heights)


def sampled(target: Target) -> Samples:
    """Sample f. Raises InputError for what is no function of one number to one."""
    if target.inputs != 1 or target.outputs != 1 or target.kind != "function":
        raise InputError(f"bumps by hand are for one input and one output; {target.name} is none")
    y = probed(target)
    return target.sample(FINENESS * (float(np.ptp(y)) or float(np.max(np.abs(y))) or 1.0))


def probed(target: Target) -> Array:
    """Evaluate f at even places from end to end. Raises TargetError if it is not finite there."""
    x = np.linspace(*target.box[0], PROBES)
    y = np.asarray(target(x))
    if not np.isfinite(y).all():
        bad = x[int(np.argmin(np.isfinite(y)))]
        raise TargetError(f"f is not finite at x = {bad:.3g}: choose a domain that keeps away")
    return y
