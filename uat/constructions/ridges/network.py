"""Ridges in one hidden layer: every neuron looks along one direction, and the output adds them up.

A step or a ramp of one input, s(w(x - p)), becomes s(w(u·x - p)): it rises across a line instead of
at a point. What the first links of all polylines add up to is a plane, and takes one neuron more.
"""

from __future__ import annotations

import math

import numpy as np

from uat.base.arrays import Array
from uat.base.errors import InputError
from uat.constructions.line.partition import Partition, Polyline
from uat.constructions.line.staircase import auto_steepness
from uat.constructions.pieces import Ridge
from uat.constructions.ridges.ridges import Ridges
from uat.networks.activations import (
    LINEAR,
    RELU,
    SIGMOID,
    Activation,
    rise_of,
)
from uat.networks.network import Layer, Network


def ridge_network(
    ridges: Ridges, activation: Activation | None = None, steepness: float | None = None
) -> Network:
    """Build a network m→n→1 whose output is the sum of ridges.

    activation: relu for polylines; for staircases anything that makes steps, sigmoid if None.
    steepness: the weight of steps, None to choose it; polylines have none.
    Raises InputError if the activation does not fit.
    """
    if ridges.kind == "steps":
        activation = activation or SIGMOID
        return _of_steps(ridges, activation, steepness or ridge_steepness(ridges, activation))
    if (activation or RELU).name != RELU.name or steepness is not None:
        raise InputError("ridges of ramps are made of relu, which has no steepness")
    return _of_ramps(ridges)


def ridge_steepness(ridges: Ridges, activation: Activation) -> float:
    """Choose a weight so large that windows of a direction are apart, and jumps stay narrow."""
    jumps = [len(places) for places in ridges.jumps] or [0] * len(ridges.profiles)
    return max(
        auto_steepness([profile], activation, count)
        for profile, count in zip(ridges.profiles, jumps, strict=True)
        if isinstance(profile, Partition)
    )


def ridge_pieces(ridges: Ridges) -> tuple[Ridge, ...]:
    """Return plain `Ridge` objects by direction; of ramps, the plane's own comes last."""
    directions, positions, gains = _columns(ridges)
    rows = zip(directions.tolist(), positions.tolist(), gains.tolist(), strict=True)
    return tuple(Ridge(tuple(direction), place, gain) for direction, place, gain in rows)


def _columns(ridges: Ridges) -> tuple[Array, Array, Array]:
    """Return of every neuron: direction (n, m), position (n,), height or slope gained (n,)."""
    gains = [
        np.diff(profile.heights if isinstance(profile, Partition) else profile.slopes)
        for profile in ridges.profiles
    ]
    sizes = [gain.size for gain in gains]
    directions = np.repeat(ridges.directions, sizes, axis=0)
    positions = np.concatenate([profile.cuts for profile in ridges.profiles])
    gain = np.concatenate(gains)
    if ridges.kind == "steps" or not ridges.straight().any():
        return directions, positions, gain
    plane, place = _plane(ridges)
    slope = float(np.linalg.norm(plane))
    directions = np.concatenate([directions, [plane / slope]])
    return directions, np.append(positions, place), np.append(gain, slope)


def _plane(ridges: Ridges) -> tuple[Array, float]:
    """Return the plane's gradient, and where along it the box begins: its ramp is on all over."""
    plane = ridges.straight()
    low, high = np.array(ridges.box).T
    corner = np.where(plane > 0, low, high)
    return plane, float(plane @ corner) / float(np.linalg.norm(plane))


def _of_ramps(ridges: Ridges) -> Network:
    directions, positions, slopes = _columns(ridges)
    lines = [profile for profile in ridges.profiles if isinstance(profile, Polyline)]
    starts = [float(line.values[0]) for line in lines]
    sunk = [-float(line.slopes[0] * line.edges[0]) for line in lines]
    plane, place = _plane(ridges) if ridges.straight().any() else (np.zeros(1), 0.0)
    bias = math.fsum([*starts, *sunk, float(np.linalg.norm(plane)) * place])
    if not positions.size:  # a constant
        directions, positions, slopes = ridges.directions[:1], np.zeros(1), np.zeros(1)
    hidden = Layer(directions, -positions, RELU)
    return Network((hidden, Layer(slopes[None, :], [bias], LINEAR)))


def _of_steps(ridges: Ridges, activation: Activation, steepness: float) -> Network:
    """Build neurons s(w(u·x - p)), or pairs; a step of limits low, high rises by high - low."""
    rise = rise_of(activation)
    offsets, signs = (np.array(column) for column in zip(*rise.copies, strict=True))
    directions, positions, heights = _columns(ridges)
    if not positions.size:  # a constant
        directions, positions, heights = ridges.directions[:1], np.zeros(1), np.zeros(1)
    biases = (-steepness * positions[:, None] + offsets).reshape(-1)
    weights = (heights[:, None] / rise.height * signs).reshape(-1)
    base = [float(p.heights[0]) for p in ridges.profiles if isinstance(p, Partition)]
    bias = math.fsum([*base, *(-rise.low / rise.height * heights).tolist()])
    rows = np.repeat(steepness * directions, offsets.size, axis=0)
    hidden = Layer(rows, biases, activation)
    return Network((hidden, Layer(weights[None, :], [bias], LINEAR)))
