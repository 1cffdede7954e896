"""Draw a network as circles and lines: a line's colour is its weight's sign, its width the size."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np
from manim import DOWN, RIGHT, UP, Circle, Dot, Line, VGroup
from numpy.typing import ArrayLike

from uat.base.errors import InputError
from uat.base.palette import DARK
from uat.films.stage.text import LABEL, TICK, formula
from uat.networks.matrices import dense
from uat.networks.network import Network

RADIUS, NARROW = 0.36, 0.22  # the latter is too narrow for a sum's sign of the usual size
FARTHEST = 4.4  # radii between the centres of neighbours, at most
THIN, THICK = 1.2, 6.0
BY_SIGN = inf  # the scale of a layer whose lines tell only the sign of a weight
SIGN = 0.35  # their share of the thickest line


class NetworkDiagram(VGroup):
    """Columns of circles, one for the inputs and one for each layer.

    height: scene units of the tallest column, with its circles, at most. most: a hidden layer of
    more neurons shows its first and last ones, and dots between them. inputs, names, output: Typst
    formulas in the circles of the inputs, of the first hidden layer from its top, and of the last
    layer; none where they are empty. scales: for each layer the weight that is drawn thickest; None
    is the largest, BY_SIGN draws all lines thin. By default the lines of a single input are drawn
    by sign. zeros: whether weights of zero have lines. `set_network` shows another network of this
    shape: only colours and widths of lines change.
    """

    def __init__(
        self,
        network: Network,
        *,
        width: float = 4.0,
        height: float = 4.2,
        center: ArrayLike = (0.0, 0.0, 0.0),
        most: int = 6,
        radius: float = RADIUS,
        inputs: tuple[str, ...] | None = None,
        names: tuple[str, ...] = (),
        output: str = "Sigma",
        scales: tuple[float | None, ...] | None = None,
        zeros: bool = True,
    ) -> None:
        super().__init__()
        self.radius, self.most = radius, most
        first = BY_SIGN if network.widths[0] == 1 else None
        self.scales = scales or (first, *(None for _ in network.layers[1:]))
        self.shown = self._shown(network)
        self.dots = VGroup()
        self.columns = self._columns(np.asarray(center, dtype=float), width, height)
        self.lines = [
            self._lines(layer.weights, index, zeros=zeros)
            for index, layer in enumerate(network.layers)
        ]
        inputs = ("x", "y")[: network.widths[0]] if inputs is None else inputs
        size = LABEL if radius > NARROW else TICK
        self.names = VGroup(
            *(formula(n, size).move_to(c) for n, c in zip(inputs, self.columns[0], strict=False)),
            *(formula(output, size).move_to(c) for c in self.columns[-1] if output),
            *(formula(n, TICK).move_to(c) for n, c in zip(names, self.columns[1], strict=False)),
        )
        self.hidden = self.columns[1]
        self.inward, self.outward = (VGroup(*self.lines[k].values()) for k in (0, -1))
        self.edges = VGroup(*(line for layer in self.lines for line in layer.values()))
        # The last layer's lines come last: films move them most, and Manim redraws what follows.
        between = (line for layer in self.lines[1:-1] for line in layer.values())
        self.add(self.inward, *between, self.dots, *self.columns, self.names, self.outward)
        self.set_network(network)

    def set_network(self, network: Network) -> NetworkDiagram:
        """Paint the lines by this network's weights; it may have more neurons behind the dots."""
        shown = self._shown(network)
        if [(len(s), gap_of(s)) for s in shown] != [(len(s), gap_of(s)) for s in self.shown]:
            raise InputError(f"{network!r} needs a diagram of its own: its shape is another one")
        self.network, self.shown = network, shown
        for index, (layer, scale) in enumerate(zip(network.layers, self.scales, strict=True)):
            weights = dense(layer.weights)
            largest = scale or float(np.abs(weights).max()) or 1.0
            seen = weights[np.ix_(shown[index + 1], shown[index])]
            shares = SIGN * np.sign(seen) if scale == BY_SIGN else seen / largest
            for place, line in self.lines[index].items():
                paint(line, float(shares[place]))
        return self

    def point(self, layer: int, neuron: int, source: int, share: float = 0.5) -> Any:
        """Return a point of a line, at a share of its length from the neuron where it starts."""
        return self.lines[layer][neuron, source].point_from_proportion(share)

    def _shown(self, network: Network) -> list[list[int]]:
        """Choose the neurons of each column that are drawn: all inputs and all outputs."""
        sizes = network.widths
        hidden = (shown_neurons(size, self.most) for size in sizes[1:-1])
        return [list(range(sizes[0])), *hidden, list(range(sizes[-1]))]

    def _columns(self, center: Any, width: float, height: float) -> list[VGroup]:
        """Place the circles of each column, and dots in its gap."""
        slots = [self._slots(shown) for shown in self.shown]
        tallest = max(1.0, *(float(np.ptp(slot)) for slot in slots))
        step = min((height - 2 * self.radius) / tallest, FARTHEST * self.radius)
        across = np.linspace(-width / 2, width / 2, len(slots))
        colors = [DARK.text, *[DARK.step] * (len(slots) - 2), DARK.network]
        columns = []
        for shown, slot, x, color in zip(self.shown, slots, across, colors, strict=True):
            # Two neurons beside a taller column stand further apart than their neighbours' step.
            spread = 1.5 if len(slot) == 2 and tallest > 1.5 else 1.0
            places = [center + RIGHT * x + UP * step * spread * rise for rise in slot]
            columns.append(VGroup(*(self._circle(place, color) for place in places)))
            if (gap := gap_of(shown)) is not None:
                middle = (places[gap - 1] + places[gap]) / 2
                shifts = (-0.18, 0.0, 0.18)
                self.dots.add(*(Dot(middle + DOWN * d, 0.045, color=DARK.muted) for d in shifts))
        return columns

    @staticmethod
    def _slots(shown: list[int]) -> Any:
        """Return the height of each shown neuron above the middle, in steps; a gap takes one."""
        slots = -np.arange(len(shown), dtype=float)
        if (gap := gap_of(shown)) is not None:
            slots[gap:] -= 1.0
        return slots - (slots[0] + slots[-1]) / 2

    def _circle(self, place: Any, color: str) -> Any:
        circle = Circle(self.radius, color=color, stroke_width=3.5)
        return circle.set_fill(DARK.background, 1.0).move_to(place)

    def _lines(self, weights: Any, index: int, *, zeros: bool) -> dict[tuple[int, int], Any]:
        starts, stops = self.columns[index], self.columns[index + 1]
        seen = dense(weights)[np.ix_(self.shown[index + 1], self.shown[index])]
        return {
            (j, k): Line(starts[k].get_center(), stops[j].get_center(), buff=self.radius)
            for j, k in np.ndindex(*seen.shape)
            if zeros or seen[j, k] != 0.0
        }


def paint(line: Any, share: float) -> None:
    """Set colour and width of a line for a weight, given as a share of the largest."""
    color = DARK.positive if share > 0 else DARK.negative if share < 0 else DARK.muted
    line.set_stroke(color, width=THIN + (THICK - THIN) * min(abs(share), 1.0))


def shown_neurons(neurons: int, most: int) -> list[int]:
    """Choose which of many neurons are drawn: the first and the last ones."""
    if neurons <= most:
        return list(range(neurons))
    head = most // 2
    return [*range(head), *range(neurons - (most - head), neurons)]


def gap_of(shown: list[int]) -> int | None:
    """Return the position in `shown` before which neurons are left out, None if there is none."""
    return next((n for n in range(1, len(shown)) if shown[n] != shown[n - 1] + 1), None)
