"""Subtract one curve from another: upright arrows between them, which are let down to the axis."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.films.stage.curves import corners
from uat.films.stage.graph import Graph
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

HEAD, WING = 0.16, 0.09  # scene units: how long an arrow's head is, and half its width


class SubtractingArrows(VMobject):
    """Arrows from the output of one network up, or down, to that of another, at some places.

    `set_networks` shows others; `let_down` moves the arrows' feet to the axis, from 0 (between the
    curves) to 1: then their tips are the difference.
    """

    def __init__(self, graph: Graph, network: Network, subtracted: Network, places: Array) -> None:
        super().__init__(color=DARK.text, stroke_width=3.0)
        self.graph, self.places, self.down = graph, np.asarray(places, dtype=float), 0.0
        self.set_networks(network, subtracted)

    def set_networks(self, network: Network, subtracted: Network) -> SubtractingArrows:
        """Subtract the second network's output from the first one's."""
        self.network, self.subtracted = network, subtracted
        return self.let_down(self.down)

    def let_down(self, share: float) -> SubtractingArrows:
        """Move the feet of all arrows this share of the way to the axis."""
        self.down = share
        below = evaluate(self.subtracted, self.places)
        rise = evaluate(self.network, self.places) - below
        low, high = self.graph.y_range
        feet = np.clip((1 - share) * below, low, high)
        tips = np.clip((1 - share) * below + rise, low, high)
        starts = self.graph.to_screen(self.places, feet)
        stops = self.graph.to_screen(self.places, tips)
        paths = [_arrow(*ends) for ends in zip(starts, stops, strict=True)]
        self.points = np.concatenate([np.zeros((0, 3)), *paths])
        return self


def _arrow(start: Array, stop: Array) -> Array:
    """Return the path of an upright arrow; of a very short one only what is left of its head."""
    length = float(stop[1] - start[1])
    size = min(HEAD, abs(length))
    if size < 1e-3:
        return np.zeros((0, 3))
    back, side = -np.sign(length) * size, WING * size / HEAD
    wings = stop + np.array([[-side, back, 0.0], [0.0, 0.0, 0.0], [side, back, 0.0]])
    return np.concatenate([corners(np.stack([start, stop])), corners(wings)])
