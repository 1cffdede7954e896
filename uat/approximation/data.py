"""The report as plain data: what `uat approximate --json` prints."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from uat.accuracy.measure import at_inputs

if TYPE_CHECKING:
    from uat.approximation.approximation import Approximation


def to_data(net: Approximation) -> dict[str, Any]:
    """Return the report as plain data; see `Approximation.to_dict`."""
    error = net.error.shown(net.target.box)
    read = {"read_as": net.target.note, "columns": net.target.columns}
    return {
        **(read if net.target.note else {}),
        "function": net.target.name,
        "box": [list(interval) for interval in net.target.box],
        "construction": net.construction,
        "partition": net.partition_kind,
        "activation": net.activation.name,
        "output": net.output,
        "steepness": net.steepness,
        "overlap": net.overlap,
        "precision": net.plan.precision.name,
        "network": {
            "widths": list(net.network.widths),
            "neurons": net.network.neurons,
            "hidden_layers": net.network.hidden_layers,
            "parameters": net.network.parameters,
        },
        "error": {
            "max": error.max,
            "mean": error.mean,
            "rms": error.rms,
            "at": list(error.at),
            "proven": error.proven,
            "tolerance": error.tolerance,
            "met": net.error.met,
            "side": net.plan.side,
            "beyond": error.beyond,
            "allowed": error.allowed and asdict(error.allowed),
            "share": error.shares and error.shares.max,
            "proven_share": error.shares and error.shares.proven,
            "counted": error.counted and asdict(error.counted),
            "samples": error.samples,
            "outliers": list(error.outliers),
            "unproven": error.unproven,
            "hidden_mean": error.hidden_mean,
            "hidden_mean_halfway": error.hidden_mean_halfway,
            "left_out": error.left_out.to_dict(),
            "excluded": [list(window) for window in error.left_out.intervals],
            "excluded_share": error.excluded_share,
            "holes": None if error.holes is None else asdict(error.holes),
            "wrong": error.wrong,
            "computed": error.computed and asdict(error.computed),
        },
        **_inputs(net),
        "others": net.others,
        "seconds": net.seconds,
    }


def _inputs(net: Approximation) -> dict[str, Any]:
    """List every input of a small precision, with f and the network there, as it is computed."""
    if not net.plan.precision.at_once or net.target.outputs > 1:
        return {}
    x, y, values = at_inputs(net.network, net.target, net.plan.precision)
    columns = (column[:, 0].tolist() for column in (x, y, values))
    rows = zip(*columns, strict=True)
    return {
        "inputs": [{"x": at, "f": float(f"{f:.12g}"), "network": value} for at, f, value in rows]
    }
