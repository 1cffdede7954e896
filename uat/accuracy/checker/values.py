"""Compute the network's value at one point, exactly but for balls, whatever its layers."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb

from uat.accuracy.checker.activations import SHAPES, compiled, shape_of
from uat.accuracy.checker.halving import Refused
from uat.accuracy.checker.reading import Claim
from uat.functions.expression import FLINT
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network


def reached_by(claim: Claim, rounding: Any, unit: Any = 1) -> None:
    """Raise Refused unless the error at `at` is `lower` less twice the rounding; in some output.

    unit: what `lower` is a share of.
    """
    if claim.lower == 0.0:
        return
    values = value_at(claim.network, claim.at)
    point = [arb(x) for x in claim.at]
    reached = [
        abs(f.at(point) - value).abs_lower() + 2 * rounding
        for f, value in zip(claim.parts, values, strict=True)
    ]
    if not any(distance >= claim.lower * unit for distance in reached):
        numbers = ", ".join(f"{x!r}" for x in claim.at)
        place = f"({numbers})" if len(claim.at) > 1 else f"{claim.names[0]} = {numbers}"
        raise Refused(f"the error at {place} is not as large as the proof says")


def value_at(network: Network, point: tuple[float, ...]) -> list[Any]:
    values = [arb(x) for x in point]
    for layer in network.layers:
        values = _through(layer, values)
    return values


def _through(layer: Layer, values: list[Any]) -> list[Any]:
    found = []
    for row, bias in zip(dense(layer.weights), layer.biases.tolist(), strict=True):
        z = arb(bias)
        for j in np.flatnonzero(row).tolist():
            z = z + arb(float(row[j])) * values[j]
        found.append(_activated(layer, z))
    return found


def _activated(layer: Layer, z: Any) -> Any:
    name = layer.activation.name
    if name == "linear":
        return z
    if name == "step":
        return compiled("heaviside(z)").evaluate(FLINT, z)
    shape = shape_of(layer.activation, float(abs(z).upper()))
    if shape.radius < abs(z) and name in SHAPES:
        slope, offset = shape.right if z > 0 else shape.left
        return arb(slope) * z + arb(offset, shape.tail)
    return shape.on(z.lower(), z.upper(), arb(0), arb(1)).value
