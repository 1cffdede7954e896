"""Steep neurons are steps; a staircase of steps or bumps is their weighted sum (Nielsen ch. 4).

Both constructions share one hidden layer of neurons s(w(x - p)) with one steepness w. `steps` has
one step for each cut; `bumps` is Nielsen's: two steps for each piece, up by h and down by h. A step
is one neuron if s has two limits; for relu, gelu and others that run
into two straight lines it takes a pair, s(z + c/2) - s(z - c/2).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import TYPE_CHECKING, cast

import numpy as np

from uat.base.arrays import Array, distinct
from uat.base.errors import InputError
from uat.constructions.built import Built
from uat.constructions.construction import Pieces, at_least_one
from uat.constructions.limits import Cost
from uat.constructions.line.cutting import Partitions, staircases
from uat.constructions.line.line import MOST_STEPS, Line, is_quickly_read
from uat.constructions.line.partition import Partition, count_within, fewest_steps
from uat.constructions.pieces import Bump, Step
from uat.functions.sampling import Samples
from uat.networks.activations import LINEAR, SIGMOID, Activation, logit, reach, rise_of
from uat.networks.network import Layer, Network

if TYPE_CHECKING:
    from uat.accuracy.measure import Allowed
    from uat.constructions.plan import Plan
    from uat.functions.target import Target

ROOM = 2.0  # gaps between steps, in half widths of their windows: windows do not overlap


def auto_steepness(
    partitions: Sequence[Partition], activation: Activation, jumps: int = 0
) -> float:
    """Choose a weight so large that no two windows of transition overlap: two digits, rounded up.

    jumps: how many jumps f has. The net crosses a jump within reach/w of it, so with jumps that
    distance is kept below 1e-4 of the domain, and there is room between the windows of two jumps.
    """
    edges = distinct(*(partition.edges for partition in partitions))
    length = float(edges[-1] - edges[0])
    gaps = np.diff(edges)
    gap = float(np.min(gaps[gaps > 1e-12 * length], initial=length))
    if jumps:
        gap = min(0.98 * gap, 1e-4 * length)
    exact = ROOM * reach(activation) / gap
    digit = 10.0 ** (floor(log10(exact)) - 1)
    return ceil(exact / digit) * digit


def step_pieces(partitions: Sequence[Partition], output: str) -> list[tuple[Array, Array]]:
    """Return for each copy its steps' positions, and their heights in the output neuron's sum."""
    copies = len(partitions)
    return [
        (partition.cuts, np.diff(hidden_heights(partition, output)) / copies)
        for partition in partitions
    ]


def bump_pieces(
    partitions: Sequence[Partition], output: str, margin: float
) -> list[tuple[Array, Array, Array]]:
    """Return for each copy the left ends, right ends and heights of its bumps.

    margin: how far the outermost step points are moved out of the domain. Zero puts them on its
    ends, as Nielsen does, where the network then reads half the height.
    """
    bumps = []
    for partition in partitions:
        edges = partition.edges.copy()
        edges[0] -= margin
        edges[-1] += margin
        heights = hidden_heights(partition, output) / len(partitions)
        bumps.append((edges[:-1], edges[1:], heights))
    return bumps


def step_network(
    partitions: Sequence[Partition], activation: Activation, steepness: float, output: str
) -> Network:
    """Build one step for each cut; the first height is in the output bias.

    partitions: one staircase, or several whose mean is meant (overlapping copies).
    output: "linear", or "sigmoid" for a hidden layer that computes the inverse of the sigmoid of f.
    Raises InputError if the activation makes no steps.
    """
    pieces = step_pieces(partitions, output)
    positions = np.concatenate([position for position, _ in pieces])
    heights = np.concatenate([height for _, height in pieces])
    base = [float(hidden_heights(p, output)[0]) / len(partitions) for p in partitions]
    return _network(positions, heights, sum(base), activation, steepness, output)


def bump_network(
    partitions: Sequence[Partition],
    activation: Activation,
    steepness: float,
    output: str,
    edges: str = "whole",
) -> Network:
    """Build two steps for each piece, with heights h and -h.

    edges: "whole" moves the outermost steps out of the domain, so that its ends are not halved;
    "nielsen" leaves them on its ends. Other arguments as for `step_network`.
    """
    pieces = bump_pieces(partitions, output, edge_margin(activation, steepness, edges))
    positions = [np.stack([left, right], axis=1).reshape(-1) for left, right, _ in pieces]
    heights = [np.stack([height, -height], axis=1).reshape(-1) for _, _, height in pieces]
    return _network(
        np.concatenate(positions), np.concatenate(heights), 0.0, activation, steepness, output
    )


def edge_margin(activation: Activation, steepness: float, edges: str) -> float:
    """Return how far outside the domain the outermost bumps begin and end."""
    return ROOM * reach(activation) / steepness if edges == "whole" else 0.0


def hidden_heights(partition: Partition, output: str) -> Array:
    """Return what the hidden layer must add up to on each piece."""
    return logit(partition.heights) if output == "sigmoid" else partition.heights


def as_steps(pieces: Sequence[tuple[Array, Array]]) -> tuple[Step, ...]:
    """Return plain `Step` objects, copy after copy."""
    rows = (zip(*(column.tolist() for column in columns), strict=True) for columns in pieces)
    return tuple(Step(position, height) for copy in rows for position, height in copy)


def as_bumps(pieces: Sequence[tuple[Array, Array, Array]]) -> tuple[Bump, ...]:
    """Return plain `Bump` objects, copy after copy."""
    rows = (zip(*(column.tolist() for column in columns), strict=True) for columns in pieces)
    return tuple(Bump(left, right, height) for copy in rows for left, right, height in copy)


def _network(
    positions: Array,
    heights: Array,
    base: float,
    activation: Activation,
    steepness: float,
    output: str,
) -> Network:
    """Build neurons s(w x - w p), or pairs; a step of limits low, high rises by high - low."""
    rise = rise_of(activation)
    offsets, signs = (np.array(column) for column in zip(*rise.copies, strict=True))
    biases = (-steepness * positions[:, None] + offsets).reshape(-1)
    weights = (heights[:, None] / rise.height * signs).reshape(-1)
    bias = base - rise.low / rise.height * float(np.sum(heights))
    hidden = Layer(np.full((biases.size, 1), steepness), biases, activation)
    read_out = SIGMOID if output == "sigmoid" else LINEAR
    return Network((hidden, Layer(weights[None, :], [bias], read_out)))


# Build staircases out of bumps or steps, whose neurons are steep.


class Staircase(Line):
    """A construction whose hidden layer adds up to a staircase."""

    law = -1.0
    witnesses = "cuts"
    grown = True
    steps_per_piece = 1

    def check(self, plan: Plan, inputs: int) -> None:
        if plan.partition == "fewest" and plan.overlap == 1 and plan.heights != "midrange":
            raise InputError(
                f"the fewest pieces have midrange heights; for {plan.heights}, use uniform"
            )

    def cut(self, target: Target, samples: Samples, plan: Plan) -> tuple[Partitions, Samples]:
        return staircases(target, samples, plan), samples

    def fewest_pieces(self, target: Target, built: Built, tol: float | None) -> int | None:
        if tol is None:
            return int(built.partitions[0].pieces)
        return fewest_steps(target, built.samples, tol).pieces

    def neurons(self, partitions: Partitions, plan: Plan) -> int:
        pieces = sum(partition.pieces for partition in partitions)
        return pieces * self.steps_per_piece * plan.activation.neurons_per_step

    def steepness(
        self, partitions: Partitions, plan: Plan, steeper: float, jumps: int
    ) -> float | None:
        if plan.steepness is not None:
            return plan.steepness
        return steeper * auto_steepness(_stairs(partitions), plan.activation, jumps)


class Steps(Staircase):
    """One neuron for each change of height."""

    name = "steps"
    summary = "one neuron for each change of height, as few as possible"
    layers = ("steps",)
    cost = Cost(500, 1e-5)
    neurons_are = "a neuron is a step"
    smallest = True
    follows = True
    color, marker = "step", "o"

    def is_fewest_within(self, built: Built, allowed: Allowed) -> bool:
        return int(built.partitions[0].pieces) <= count_within(built.samples, allowed)

    def is_quick(self, target: Target, samples: Samples, tol: float) -> bool:
        variation = float(np.abs(np.diff(samples.y)).sum())
        return is_quickly_read(target, samples) and variation / (2 * tol) <= MOST_STEPS

    def pieces_within(self, plan: Plan) -> int:
        copies, size = plan.overlap, plan.activation.neurons_per_step
        steps = (plan.neurons or 0) // size
        return at_least_one(self, plan, (steps + 1) // copies, (copies - 1) * size)

    def network(self, partitions: Partitions, plan: Plan, steepness: float | None) -> Network:
        assert steepness is not None
        return step_network(_stairs(partitions), plan.activation, steepness, plan.output)

    def pieces(self, built: Built, plan: Plan) -> Pieces:
        return as_steps(step_pieces(_stairs(built.partitions), plan.output))


class Bumps(Staircase):
    """Nielsen's plateaus: two neurons for each piece, up and down."""

    name = "bumps"
    summary = "Nielsen's, two neurons for each plateau"
    layers = ("bumps",)
    cost = Cost(150, 3e-6)
    neurons_are = "two neurons are a bump"
    better = "steps"
    steps_per_piece = 2
    has_edges = True
    color, marker = "bump", "s"

    def usual_partition(self, inputs: int) -> str:
        return "uniform"

    def pieces_within(self, plan: Plan) -> int:
        copies, size = plan.overlap, plan.activation.neurons_per_step
        steps = (plan.neurons or 0) // size
        pieces = (steps // 2 - (copies - 1)) // copies
        return at_least_one(self, plan, pieces, 2 * (2 * copies - 1) * size)

    def network(self, partitions: Partitions, plan: Plan, steepness: float | None) -> Network:
        assert steepness is not None
        stairs = _stairs(partitions)
        return bump_network(stairs, plan.activation, steepness, plan.output, plan.edges)

    def pieces(self, built: Built, plan: Plan) -> Pieces:
        assert built.steepness is not None
        margin = edge_margin(plan.activation, built.steepness, plan.edges)
        return as_bumps(bump_pieces(_stairs(built.partitions), plan.output, margin))


def _stairs(partitions: Partitions) -> Sequence[Partition]:
    return cast(Sequence[Partition], partitions)
