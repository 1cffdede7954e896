"""Look at a network as its own precision computes it: at inputs of that precision only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from uat.accuracy.measure.error import Allowed, Computed, Error
from uat.accuracy.measure.left_out import LeftOut
from uat.base.arrays import Array, grid_points
from uat.base.errors import InputError
from uat.base.precision import Precision
from uat.base.ties import first_of_largest
from uat.functions.target import Target
from uat.networks.computed import computed
from uat.networks.network import Network

MOST = 2**20  # inputs times neurons: more are not looked at
SLAB = 2**22  # inputs times neurons that are computed at once
EVEN = 4097  # inputs that are looked at where there are too many
FEW, MUCH = 257, 2**27  # of networks with more neurons fewer inputs: so many times neurons, or few


def inputs_of(precision: Precision, network: Network, target: Target) -> tuple[Array, bool]:
    """Choose inputs of the precision, (n, inputs), and tell whether the domain has no others.

    Raises InputError where it has none.
    """
    sides = [_side(precision, network, low, high) for low, high in target.box]
    every = all(side[1] for side in sides)
    if any(numbers.size == 0 for numbers, _ in sides):
        raise InputError(f"there is no {precision.name} number in the domain: use more digits")
    return grid_points([numbers for numbers, _ in sides]), every


def at_inputs(network: Network, target: Target, precision: Precision) -> tuple[Array, Array, Array]:
    """Return inputs as `inputs_of` chooses them, and f and the network there, as computed.

    Shapes: (n, inputs), (n, outputs), (n, outputs).
    """
    x, _ = inputs_of(precision, network, target)
    y = target(*x.T).reshape(len(x), -1)
    with np.errstate(all="ignore"):
        slabs = np.array_split(x, -(-len(x) * max(1, network.neurons) // SLAB))
        values = np.concatenate([computed(network, slab, precision) for slab in slabs if len(slab)])
    return x, y, values


def _side(precision: Precision, network: Network, low: float, high: float) -> tuple[Array, bool]:
    inputs = network.widths[0]
    most = int(max(EVEN, MOST / max(1, network.neurons)) ** (1 / inputs))
    found = precision.numbers(low, high, precision.largest if precision.at_once else most)
    if found is not None:
        return found, True
    count = int(max(FEW, min(EVEN, MUCH // max(1, network.neurons))) ** (1 / inputs))
    even = np.unique(precision.round(np.linspace(low, high, count)))
    return even[(low <= even) & (even <= high)], False


def with_computed(
    error: Error,
    network: Network,
    target: Target,
    precision: Precision,
    allowed: Allowed | None = None,
) -> Error:
    """Take into the error what the network is at inputs of its precision, computed in it.

    Of a precision of few numbers those are all that counts, and nothing is left out.
    """
    if precision.is_double:
        return error
    every = inputs_of(precision, network, target)[1]
    x, y, values = at_inputs(network, target, precision)
    left_out = LeftOut() if precision.at_once else error.left_out
    with np.errstate(all="ignore"):
        distance = np.abs(values - y).max(axis=1)
        distance = distance if allowed is None else distance / allowed.radius(y[:, 0])
    distance = np.where(left_out.holds(*x.T), 0.0, np.where(np.isnan(distance), np.inf, distance))
    worst = first_of_largest(distance)
    at = tuple(x[worst].tolist())
    if not np.isfinite(distance[worst]):
        place = ", ".join(f"{value:.6g}" for value in at)
        raise InputError(
            f"the network overflows {precision.name}, which ends at {precision.largest:.6g}, at "
            f"({place}): use more digits, or less steep neurons"
        )
    found = Computed(precision.name, float(distance[worst]), at, len(x), every)
    if precision.at_once:
        mean, rms = float(distance.mean()), float(np.sqrt(np.mean(distance**2)))
        return replace(
            error, max=found.max, at=at, mean=mean, rms=rms, left_out=left_out, computed=found
        )
    if found.max > error.max:
        return replace(error, max=found.max, at=at, computed=found)
    return replace(error, computed=found)
