"""Measure and prove how far a network is from f."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from uat.accuracy.measure import Error, measure, measure_boxes
from uat.accuracy.measure.boxes import Windows
from uat.accuracy.proof import prove
from uat.base.errors import InputError, UatError
from uat.functions.target import Target
from uat.inspection.twin import Twin
from uat.networks.network import Network
from uat.networks.regions import Line

RESOLUTION = 1e-3  # of f's range, between samples
GLANCES = 1025  # points at which f's range is looked at
PROBES = 250_000  # of two inputs


def distance(
    network: Network,
    target: Target,
    line: Line | None,
    twin: Twin,
    *,
    prove_it: bool,
    say: Callable[[str], None],
) -> Error:
    """Measure |network - f|, and bound it if that is asked for.

    line: of one input, where the network bends. twin: the network itself, or one that is the same
    but for rounding: what is proven of it holds of the network, when their distance is added.
    """
    if (target.inputs, target.outputs) != (network.widths[0], network.widths[-1]):
        raise InputError(
            f"{target.name} has {_counted(target.inputs, 'input')} and "
            f"{_counted(target.outputs, 'output')}, and the network {network.widths[0]} and "
            f"{network.widths[-1]}"
        )
    say("measuring the distance")
    if line is None:
        nowhere = Windows((np.empty(0),) * target.inputs, *[(1.0,) * target.inputs] * 2)
        error, samples = measure_boxes(network, target, target.box, nowhere, probes=PROBES), None
    else:
        even = target(np.linspace(*target.box[0], GLANCES))
        scale = float(np.ptp(even[np.isfinite(even)], axis=0)) or 1.0
        samples = target.sample(RESOLUTION * scale)
        samples = samples.with_points(line.x, target(line.x))
        error = measure(network, target, samples)
    if not prove_it:
        return error
    say("proving the distance")
    direct = len(network.layers) == 2 or twin.bound is None
    try:
        proof = prove(network if direct else twin.network, target, samples=samples,
                      left_out=error.left_out if samples else None)  # fmt: skip
    except UatError as reason:
        return replace(error, unproven=str(reason))
    more = 0.0 if direct or twin.bound is None else twin.bound
    return replace(error, proven=float(np.nextafter(proof.bound + more, np.inf)))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
