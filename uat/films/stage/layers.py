"""Draw a network of any layers as circles and lines; colour and width tell a weight."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import RIGHT, UP, Circle, Line, VGroup
from numpy.typing import ArrayLike

from uat.base.palette import DARK
from uat.films.stage.diagram import paint
from uat.films.stage.text import LABEL, formula
from uat.networks.matrices import dense
from uat.networks.network import Network


class LayerDiagram(VGroup):
    """Columns of circles, one for the inputs and one for each layer.

    inputs: the names of the inputs, in Typst. output: what stands in the last layer's circles.
    height: scene units between the outermost circles of the tallest column. scales: for each layer
    the weight that is drawn thickest; None is the largest one. zeros: whether lines of weight zero
    are drawn. `set_network` paints another network of this shape.
    """

    def __init__(
        self,
        network: Network,
        *,
        width: float = 4.0,
        height: float = 3.6,
        center: ArrayLike = (0.0, 0.0, 0.0),
        radius: float = 0.36,
        inputs: tuple[str, ...] = ("x", "y"),
        output: str = "Sigma",
        scales: tuple[float | None, ...] | None = None,
        zeros: bool = False,
    ) -> None:
        super().__init__()
        self.radius = radius
        self.scales = scales or (None,) * len(network.layers)
        self.columns = self._columns(network, np.asarray(center, dtype=float), width, height)
        self.lines = [
            self._lines(layer, index, zeros=zeros) for index, layer in enumerate(network.layers)
        ]
        self.names = VGroup(
            *(formula(n, LABEL).move_to(c) for n, c in zip(inputs, self.columns[0], strict=True)),
            *(formula(output, LABEL).move_to(c) for c in self.columns[-1] if output),
        )
        self.edges = VGroup(*(line for layer in self.lines for line in layer.values()))
        self.add(*self.columns, self.names, self.edges)
        self.set_network(network)

    def set_network(self, network: Network) -> LayerDiagram:
        """Paint the lines by this network's weights."""
        for layer, lines, scale in zip(network.layers, self.lines, self.scales, strict=True):
            weights = dense(layer.weights)
            largest = scale or float(np.abs(weights).max()) or 1.0
            for (neuron, source), line in lines.items():
                paint(line, float(weights[neuron, source]) / largest)
        self.network = network
        return self

    def middle(self, layer: int, neuron: int, source: int) -> Any:
        """Return the middle of a line."""
        return self.lines[layer][neuron, source].get_center()

    def _columns(self, network: Network, center: Any, width: float, height: float) -> list[VGroup]:
        sizes = network.widths
        step = min(height / max(max(sizes) - 1, 1), 4.4 * self.radius)
        across = np.linspace(-width / 2, width / 2, len(sizes))
        colors = [DARK.text, *[DARK.step] * (len(sizes) - 2), DARK.network]
        return [
            VGroup(
                *(
                    self._circle(center + RIGHT * x + UP * step * _rise(size, n), c)
                    for n in range(size)
                )
            )
            for x, size, c in zip(across, sizes, colors, strict=True)
        ]

    def _circle(self, place: Any, color: str) -> Any:
        circle = Circle(self.radius, color=color, stroke_width=3.5)
        return circle.set_fill(DARK.background, 1.0).move_to(place)

    def _lines(self, layer: Any, index: int, *, zeros: bool) -> dict[tuple[int, int], Any]:
        weights = dense(layer.weights)
        starts, stops = self.columns[index], self.columns[index + 1]
        return {
            (j, k): Line(starts[k].get_center(), stops[j].get_center(), buff=self.radius)
            for j, k in np.ndindex(*weights.shape)
            if zeros or weights[j, k] != 0.0
        }


def _rise(size: int, n: int) -> float:
    """Count the steps above the middle at which neuron n stands; pairs stand further apart."""
    return (1.5 if size == 2 else 1.0) * ((size - 1) / 2 - n)
