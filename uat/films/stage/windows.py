"""Find where sigmoid steps are neither off nor on, and their distance from ideal steps."""

from __future__ import annotations

import numpy as np
from manim import VMobject
from numpy.typing import ArrayLike

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.films.stage.curves import as_path, corners, sample_points
from uat.films.stage.graph import Graph
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

SHARE = 0.01  # a sigmoid below this, or as near to 1, counts as off or on
HALF_WINDOW = float(np.log((1 - SHARE) / SHARE))  # of z = w x + b
BESIDE = 1e-4  # in z: how near to a step its two sides are read


def places(network: Network) -> Array:
    """Return where first-layer neurons switch, s = -b/w; those with w = 0 never do."""
    w = np.asarray(network.layers[0].weights)[:, 0]
    moving = w != 0.0
    switches: Array = -network.layers[0].biases[moving] / w[moving]
    return switches


def window_ends(network: Network) -> tuple[Array, Array]:
    """Return the ends of each neuron's window, where a sigmoid lies between 1 % and 99 %."""
    w = np.asarray(network.layers[0].weights)[:, 0]
    half = HALF_WINDOW / np.abs(w[w != 0.0])
    switches = places(network)
    return switches - half, switches + half


def idealised(network: Network) -> Network:
    """Take the windows off the steps: the activation is the unit step, weights are kept."""
    first, *others = network.layers
    return Network((Layer(first.weights, first.biases, "step"), *others))


def difference(network: Network, x: ArrayLike) -> Array:
    """Compute |network - ideal steps| at x: (n,) to (n,)."""
    points = np.asarray(x, dtype=float)
    gap: Array = np.abs(evaluate(network, points) - evaluate(idealised(network), points))
    return gap


def largest_difference(network: Network, low: float, high: float) -> float:
    """Find the largest |network - ideal steps| on [low, high], which lies beside a step."""
    x = _both_sides(network)
    x = x[(x > low) & (x < high)]
    return float(difference(network, x).max(initial=0.0))


def _both_sides(network: Network) -> Array:
    w = np.asarray(network.layers[0].weights)[:, 0]
    nudge = BESIDE / np.abs(w[w != 0.0])
    switches = places(network)
    sides: Array = np.concatenate([switches - nudge, switches + nudge])
    return sides


class WindowBands(VMobject):
    """The windows of all neurons as upright bands on a graph; `set_network` moves them."""

    def __init__(self, graph: Graph, network: Network) -> None:
        super().__init__(fill_color=DARK.error, fill_opacity=0.3, stroke_width=0.0)
        self.graph = graph
        self.set_network(network)

    def set_network(self, network: Network) -> WindowBands:
        """Show this network's windows, clipped to the graph."""
        low, high = self.graph.x_range
        bottom, top = self.graph.y_range
        bands = np.clip(np.stack(window_ends(network), axis=1), low, high)
        self.bands = bands[bands[:, 1] > bands[:, 0]]
        paths = [np.zeros((0, 3))]
        for left, right in self.bands:
            x = np.array([left, left, right, right, left])
            y = np.array([bottom, top, top, bottom, bottom])
            paths.append(corners(self.graph.to_screen(x, y)))
        self.points = np.concatenate(paths)
        return self


class DifferenceCurve(VMobject):
    """|network - ideal steps| on a graph; `set_network` shows another network's."""

    def __init__(self, graph: Graph, network: Network) -> None:
        super().__init__(color=DARK.error, stroke_width=4.0)
        self.graph = graph
        self.set_network(network)

    def set_network(self, network: Network) -> DifferenceCurve:
        """Draw this network's difference instead."""
        self.network = network
        low, high = self.graph.x_range
        beside = _both_sides(network)
        beside = beside[(beside > low) & (beside < high)]
        x = np.union1d(sample_points(network, low, high), beside)
        self.points = as_path(self.graph.to_screen(x, difference(network, x)))
        return self
