"""Evaluate a network at a point that was typed, such as 0.25,-1."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from uat.base.errors import InputError
from uat.cli.kinds import number_of

if TYPE_CHECKING:
    from uat.networks.network import Network


def output_at(network: "Network", at: str) -> list[float]:
    """Evaluate the network at a point such as "0.25,-1". Raises InputError."""
    try:
        point = [number_of(part) for part in at.split(",")]
    except InputError:
        raise InputError(f"a point is numbers with commas between them, not {at!r}") from None
    if len(point) != network.widths[0]:
        raise InputError(f"the network has {network.widths[0]} inputs, not {len(point)}")
    if not all(map(math.isfinite, point)):
        raise InputError(f"a point is finite numbers, not {at!r}")
    outputs: list[float] = network.forward([point])[0].tolist()
    if not all(map(math.isfinite, outputs)):
        raise InputError(f"the network's output at {at} is beyond all floats")
    return outputs


def outputs_at(net: Any, at: Sequence[str]) -> list[dict[str, Any]]:
    """Evaluate an approximation's network and f at points; commas part those of one input."""
    points = [p for text in at for p in (text.split(",") if net.target.inputs == 1 else [text])]
    found = []
    for text in points:
        network = output_at(net.network, text)
        point = [number_of(part) for part in text.split(",")]
        f = net.target(*point).reshape(-1).tolist()
        found.append({"point": point, "network": network, "f": f})
    return found


def lines_at(net: Any, found: Sequence[dict[str, Any]]) -> str:
    """Write one line for each point, as in a report."""
    lines = []
    for row in found:
        place = ", ".join(
            f"{n} = {x:g}" for n, x in zip(net.target.names, row["point"], strict=True)
        )
        network, f = (", ".join(f"{y:.10g}" for y in row[key]) for key in ("network", "f"))
        lines.append(f"  at         {place}: the network is {network}, and f is {f}")
    return "".join(f"{line}\n" for line in lines)
