"""Show how far a network of sigmoid steps is from ideal steps."""

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

BESIDE = 1e-4  # in z: how near to a step its two sides are read


def places(network: Network) -> Array:
    """Return where first-layer neurons switch, s = -b/w; those with w = 0 never do."""
    w = np.asarray(network.layers[0].weights)[:, 0]
    moving = w != 0.0
    switches: Array = -network.layers[0].biases[moving] / w[moving]
    return switches


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


def _readings(network: Network, low: float, high: float) -> Array:
    """Choose where a network is read: evenly, around its steps, and at both their sides."""
    beside = _both_sides(network)
    beside = beside[(beside > low) & (beside < high)]
    x: Array = np.union1d(sample_points(network, low, high), beside)
    return x


class FailureArea(VMobject):
    """The area between a network and its ideal steps, as large as what fails; see `set_network`."""

    def __init__(self, graph: Graph, network: Network) -> None:
        super().__init__(fill_color=DARK.error, fill_opacity=0.65, stroke_width=0.0)
        self.graph = graph
        self.set_network(network)

    def set_network(self, network: Network) -> FailureArea:
        """Show this network's failure instead."""
        x = _readings(network, *self.graph.x_range)
        soft, ideal = evaluate(network, x), evaluate(idealised(network), x)
        outline = self.graph.to_screen(np.append(x, x[::-1]), np.append(soft, ideal[::-1]))
        self.points = corners(np.concatenate([outline, outline[:1]]))
        return self


class IdealSteps(VMobject):
    """What a network would be if its neurons were ideal steps, dashed; `set_network` moves it."""

    DASH = 0.12  # scene units, and as many between two

    def __init__(self, graph: Graph, network: Network) -> None:
        super().__init__(color=DARK.text, stroke_width=2.5)
        self.graph = graph
        self.set_network(network)

    def set_network(self, network: Network) -> IdealSteps:
        """Show this network's steps instead."""
        x = _readings(network, *self.graph.x_range)
        line = self.graph.to_screen(x, evaluate(idealised(network), x))
        way = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1)))
        starts = np.arange(0.0, way[-1], 2 * self.DASH)
        ends = np.stack([starts, np.minimum(starts + self.DASH, way[-1])], axis=1)
        places = [np.interp(ends, way, line[:, axis]) for axis in range(3)]
        self.points = np.concatenate([corners(dash) for dash in np.stack(places, axis=-1)])
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
        x = _readings(network, *self.graph.x_range)
        self.points = as_path(self.graph.to_screen(x, difference(network, x)))
        return self
