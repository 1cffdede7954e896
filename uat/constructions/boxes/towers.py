"""A tower is one neuron for each box, which is on where all of its 2m steps agree (Nielsen ch. 4).

Where corners meet no tower is on: for f = 1 the network is 1 inside the boxes and exactly 0 at
their corners, however steep the steps. `overlap` copies, shifted along the diagonal, make the
holes as many times shallower.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from uat.accuracy.measure import Error
from uat.accuracy.measure.holes import find_holes
from uat.base.arrays import Array
from uat.constructions.boxes.construction import OnBoxes
from uat.constructions.boxes.indicators import Indicators, as_towers
from uat.constructions.boxes.partition.boxes import Boxes, Strips, Tiling
from uat.constructions.built import Built
from uat.constructions.construction import Pieces
from uat.constructions.limits import Cost
from uat.functions.cells import Cells
from uat.networks.network import Network

if TYPE_CHECKING:
    from uat.constructions.plan import Plan
    from uat.functions.target import Target


class Towers(OnBoxes):
    """Nielsen's boxes: a neuron is on where all the steps of its box agree."""

    name = "towers"
    summary = "Nielsen's, with holes at corners"
    layers = ("steps", "towers")
    cost = Cost(3000, 6e-5)
    neurons_are = "a neuron is an edge or a tower"
    better = "quadrants"
    has_edges = True
    improves = False  # no smaller boxes close the holes
    overlaps = True

    def usual_partition(self, inputs: int) -> str:
        return "uniform"

    def choose(self, cells: Cells, plan: Plan, stuck: str) -> Strips | Boxes:
        from uat.constructions.boxes.adaptive import any_boxes

        return any_boxes(cells, plan, stuck)

    def neurons_on_grid(self, counts: Sequence[int]) -> int:
        return prod(counts) + sum(n + 1 for n in counts)

    def indicators(self, partitions: Sequence[Tiling], margin: Sequence[float]) -> Indicators:
        return towers([p if isinstance(p, Boxes) else p.boxes for p in partitions], margin)

    def with_holes(
        self, error: Error, network: Network, target: Target, boxes: Indicators, widths: list[float]
    ) -> Error:
        cuts = [
            places[(places > low) & (places < high)]
            for places, (low, high) in zip(boxes.cuts, target.box, strict=True)
        ]
        return replace(error, holes=find_holes(network, target, target.box, cuts, widths))

    def pieces(self, built: Built, plan: Plan) -> Pieces:
        return as_towers(built.indicators)


def towers(copies: Sequence[Boxes], margin: Sequence[float]) -> Indicators:
    """Make one indicator with all of its sides for each box; several copies are to be averaged.

    margin: for each input, how far the outermost sides are moved out of the domain; zero leaves
    them on its ends, as Nielsen does, where the network then reads half the height.
    """
    moved = [_moved(boxes, np.asarray(margin, dtype=float)) for boxes in copies]
    lows, highs = (np.concatenate(sides) for sides in zip(*moved, strict=True))
    weights = np.concatenate([boxes.heights for boxes in copies]) / len(copies)
    base = np.zeros(weights.shape[1])
    return Indicators(lows, highs, weights, base)


def _moved(boxes: Boxes, margin: Array) -> tuple[Array, Array]:
    """Move the corners that lie on the domain's ends outwards."""
    lows, highs = boxes.lows.copy(), boxes.highs.copy()
    at_low, at_high = lows == lows.min(axis=0), highs == highs.max(axis=0)
    lows -= at_low * margin
    highs += at_high * margin
    return lows, highs
