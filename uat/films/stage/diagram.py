"""Draw a network as circles and lines: a line's colour is its weight's sign, its width the size."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, Circle, Dot, Line, VGroup
from numpy.typing import ArrayLike

from uat.base.errors import InputError
from uat.base.palette import DARK
from uat.films.stage.text import LABEL, TICK, formula
from uat.networks.network import Network

RADIUS = 0.36
THIN, THICK = 1.2, 6.0


class NetworkDiagram(VGroup):
    """One input, one hidden layer, one output; neurons beyond `most` are left out behind dots.

    names: Typst formulas written into the shown hidden neurons, first to last; may be empty.
    labels: whether the input and the output are named; output: the latter's formula.
    scale: the weight that is drawn thickest; None is the largest.
    `set_network` shows another network of this shape: only colours and widths of lines change.
    """

    def __init__(
        self,
        network: Network,
        *,
        width: float = 4.4,
        height: float = 4.2,
        center: ArrayLike = (0.0, 0.0, 0.0),
        most: int = 6,
        radius: float = RADIUS,
        names: tuple[str, ...] = (),
        scale: float | None = None,
        labels: bool = True,
        output: str = "Sigma",
    ) -> None:
        super().__init__()
        self.middle = np.asarray(center, dtype=float)
        self.radius, self.scale_of_weights = radius, scale
        self.most, self.shown = most, shown_neurons(network.widths[1], most)
        places = self._places(height)
        self.input = self._circle(self.middle + LEFT * width / 2, DARK.text)
        self.output = self._circle(self.middle + RIGHT * width / 2, DARK.network)
        self.hidden = VGroup(*(self._circle(place, DARK.step) for place in places))
        self.inward = VGroup(*(self._edge(self.input, c) for c in self.hidden))
        self.outward = VGroup(*(self._edge(c, self.output) for c in self.hidden))
        self.dots = self._ellipsis(network.widths[1], places)
        self.names = VGroup()
        if labels:
            self.names.add(formula("x", LABEL).move_to(self.input))
            self.names.add(formula(output, LABEL).move_to(self.output))
        for name, circle in zip(names, self.hidden, strict=False):
            self.names.add(formula(name, TICK).move_to(circle))
        self.add(self.inward, self.dots, self.input, self.hidden, self.output, self.names)
        self.add(self.outward)  # last, since only these lines change: Manim redraws what follows
        self.set_network(network)

    def set_network(self, network: Network) -> NetworkDiagram:
        """Paint the lines by this network's weights; it may have more neurons behind the dots."""
        shown = shown_neurons(network.widths[1], self.most)
        if len(shown) != len(self.shown) or bool(_gap(shown)) != bool(self.dots):
            raise InputError(f"{network!r} needs a diagram of its own: its shape is another one")
        self.network, self.shown = network, shown
        outward = np.asarray(network.layers[1].weights)[0]
        largest = self.scale_of_weights or float(np.abs(outward).max()) or 1.0
        for line, neuron in zip(self.outward, self.shown, strict=True):
            paint(line, float(outward[neuron]) / largest)
        inward = np.asarray(network.layers[0].weights)[:, 0]
        for line, neuron in zip(self.inward, self.shown, strict=True):
            paint(line, 0.35 * float(np.sign(inward[neuron])))
        return self

    def _places(self, height: float) -> list[Any]:
        """Return centres of the shown hidden neurons, with a gap where some are left out."""
        rows = len(self.shown)
        slots = np.arange(rows, dtype=float)
        gap = _gap(self.shown)
        if gap is not None:
            slots[gap:] += 1.0
        span = max(float(slots[-1]), 1.0)
        step = min((height - 2 * self.radius) / span, 4.4 * self.radius)
        return [self.middle + DOWN * step * (slot - slots[-1] / 2) for slot in slots]

    def _ellipsis(self, neurons: int, places: list[Any]) -> VGroup:
        gap = _gap(self.shown)
        if gap is None:
            return VGroup()
        middle = (places[gap - 1] + places[gap]) / 2
        return VGroup(*(Dot(middle + DOWN * d, 0.045, color=DARK.muted) for d in (-0.18, 0, 0.18)))

    def _circle(self, place: Any, color: str) -> Any:
        circle = Circle(self.radius, color=color, stroke_width=3.5)
        return circle.set_fill(DARK.background, 1.0).move_to(place)

    def _edge(self, start: Any, stop: Any) -> Any:
        return Line(start.get_center(), stop.get_center(), buff=self.radius)


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


def _gap(shown: list[int]) -> int | None:
    """Return the position in `shown` before which neurons are left out."""
    return next((n for n in range(1, len(shown)) if shown[n] != shown[n - 1] + 1), None)
