"""Towers: one neuron for each box, on where all of its 2m steps agree (Nielsen ch. 4).

Where corners meet no tower is on: for f = 1 the network is 1 inside the boxes and exactly 0 at
their corners, however steep the steps. `overlap` copies, shifted along the diagonal, make the
holes as many times shallower.
"""

from collections.abc import Sequence

import numpy as np

from uat.base.arrays import Array
from uat.constructions.boxes.indicators import Indicators
from uat.constructions.boxes.partition.boxes import Boxes


def towers(copies: Sequence[Boxes], margin: Sequence[float]) -> Indicators:
    """One indicator with all of its sides for each box; the mean of the copies is meant.

    margin: for each input, how far the outermost sides are moved out of the domain; zero leaves
    them on its ends, as Nielsen does, where the network then reads half the height.
    """
    moved = [_moved(boxes, np.asarray(margin, dtype=float)) for boxes in copies]
    lows, highs = (np.concatenate(sides) for sides in zip(*moved, strict=True))
    weights = np.concatenate([boxes.heights for boxes in copies]) / len(copies)
    base = np.zeros(weights.shape[1])
    return Indicators(lows, highs, weights, base)


def _moved(boxes: Boxes, margin: Array) -> tuple[Array, Array]:
    """Corners with those on the domain's ends moved outwards."""
    lows, highs = boxes.lows.copy(), boxes.highs.copy()
    at_low, at_high = lows == lows.min(axis=0), highs == highs.max(axis=0)
    lows -= at_low * margin
    highs += at_high * margin
    return lows, highs
