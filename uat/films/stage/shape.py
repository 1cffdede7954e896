"""Show the size of a network: a dot for each neuron, a block of dots for each layer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from manim import Line, VGroup, VMobject
from numpy.typing import ArrayLike

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.networks.network import Network

GAP = 1.6  # dots between two layers
FILL = 0.36  # radius of a dot, of the distance between dots
LARGEST = 0.34  # scene units between dots
KAPPA = 0.5522847498307936  # how far the handles of a quarter circle's curve reach


class NetworkShape(VGroup):
    """All neurons of a network as dots, from the inputs on the left to the outputs on the right.

    A layer that is taller than the picture goes on in another column, so that many neurons fit:
    what is seen is their number. network: or only how many neurons its layers have, inputs and
    outputs included. largest: the distance between dots if there is room for more.
    """

    def __init__(
        self,
        network: Network | Sequence[int],
        *,
        width: float = 4.0,
        height: float = 2.0,
        center: ArrayLike = (0.0, 0.0, 0.0),
        color: str = DARK.step,
        largest: float = LARGEST,
    ) -> None:
        super().__init__()
        self.widths = network.widths if isinstance(network, Network) else tuple(network)
        # a constant needs no hidden neurons: such a layer is left out
        shown = tuple(wide for wide in self.widths if wide > 0)
        pitch, blocks = arrange(shown, width, height, largest)
        middle = np.asarray(center, dtype=float)
        last = len(blocks) - 1
        self.lines = VGroup(
            *(self._joint(middle, pitch, *pair) for pair in pairwise(blocks) if len(blocks) < 40)
        )
        self.blocks = VGroup()
        for number, places in enumerate(blocks):
            tint = DARK.text if number == 0 else DARK.network if number == last else color
            dots = VMobject(fill_color=tint, fill_opacity=1.0, stroke_width=0.0)
            dots.points = circles(middle + places, FILL * pitch)
            self.blocks.add(dots)
        self.pitch = pitch
        self.add(self.lines, self.blocks)

    def _joint(self, middle: Array, pitch: float, left: Array, right: Array) -> Any:
        """Draw a thin line between the middles of two blocks, from edge to edge."""
        start = np.array([left[:, 0].max() + 0.5 * pitch, 0.0, 0.0])
        stop = np.array([right[:, 0].min() - 0.5 * pitch, 0.0, 0.0])
        return Line(middle + start, middle + stop, color=DARK.muted, stroke_width=2.0)


def arrange(
    widths: tuple[int, ...], width: float, height: float, largest: float = LARGEST
) -> tuple[float, list[Array]]:
    """Choose the distance between dots, and each layer's places, (n, 3), around the origin."""
    rows = max(range(1, max(widths) + 1), key=lambda r: _pitch(widths, r, width, height))
    pitch = min(_pitch(widths, rows, width, height), largest)
    columns = [-(-n // rows) for n in widths]
    total = sum(columns) + GAP * (len(widths) - 1)
    blocks, left = [], -total / 2
    for n, wide in zip(widths, columns, strict=True):
        tall = -(-n // wide)  # the columns of a block are about equally tall
        row, column = np.arange(n) % tall, np.arange(n) // tall
        x = left + column + 0.5
        y = (tall - 1) / 2 - row
        blocks.append(pitch * np.stack([x, y, np.zeros(n)], axis=1))
        left += wide + GAP
    return pitch, blocks


def _pitch(widths: tuple[int, ...], rows: int, width: float, height: float) -> float:
    columns = sum(-(-n // rows) for n in widths) + GAP * (len(widths) - 1)
    return min(height / rows, width / columns)


def circles(centers: Array, radius: float) -> Array:
    """Return control points of circles, four curves each: (n, 3) to (16 n, 3)."""
    k = KAPPA
    quarter = np.array([[1.0, 0.0], [1.0, k], [k, 1.0], [0.0, 1.0]])
    turned = [quarter @ np.array([[c, s], [-s, c]]) for c, s in ((1, 0), (0, 1), (-1, 0), (0, -1))]
    outline = np.concatenate([*turned])
    flat = np.concatenate([outline, np.zeros((16, 1))], axis=1)
    points: Array = (centers[:, None, :] + radius * flat).reshape(-1, 3)
    return points
