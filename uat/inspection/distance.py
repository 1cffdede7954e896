"""Measure and prove how far a network is from f."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from uat.accuracy.measure import Error, measure, measure_boxes
from uat.accuracy.measure.boxes import Windows
from uat.accuracy.proof import prove
from uat.base.errors import InputError, UatError
from uat.base.nouns import counted
from uat.functions.target import Target
from uat.inspection.twin import in_one_layer
from uat.networks.network import Network
from uat.networks.regions.cells import Cell
from uat.networks.regions.line import Line

RESOLUTION = 1e-3  # of f's range, between samples
GLANCES = 1025  # points at which f's range is looked at
PROBES = 250_000  # of two inputs


def distance(
    network: Network,
    target: Target,
    line: Line | None,
    cells: Sequence[Cell],
    *,
    prove_it: bool,
    say: Callable[[str], None],
) -> Error:
    """Measure |network - f|, and bound it if that is asked for.

    line: of one input, where the network bends. cells: its regions. Of several layers and one input
    the polyline in one layer is bounded, and what the network is off from it is added.
    """
    if (target.inputs, target.outputs) != (network.widths[0], network.widths[-1]):
        raise InputError(
            f"{target.name} has {counted(target.inputs, 'input')} and "
            f"{counted(target.outputs, 'output')}, and the network {network.widths[0]} and "
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
    if not (target.expressions or target.is_polyline):
        return replace(error, unproven=f"{target.name} has no formula")
    say("proving the distance")
    more, proven = 0.0, network
    if line is not None and len(network.layers) != 2:
        twin = in_one_layer(line, cells)
        if twin.bound is not None:
            more, proven = twin.bound, twin.network
    try:
        proof = prove(proven, target, samples=samples,
                      left_out=error.left_out if samples else None)  # fmt: skip
    except UatError as reason:
        return replace(error, unproven=str(reason))
    return replace(error, proven=float(np.nextafter(proof.bound + more, np.inf)))
