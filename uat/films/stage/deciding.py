"""Let networks of more and more boxes decide on the regions of a plane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from manim import FadeIn, FadeOut

from uat.approximation import Approximation
from uat.base.palette import DARK
from uat.films.stage.animations import Drive
from uat.films.stage.gauge import Gauge
from uat.films.stage.graph import Graph
from uat.films.stage.regions import RegionBorder, RegionPicture
from uat.films.stage.shape import NetworkShape
from uat.films.stage.text import one_decimal, whole
from uat.functions.target import Target
from uat.networks.network import Network

COLUMN = -6.3  # left edge of what stands beside the plane
# Panes of an upright picture: the plane, whose regions keep their form; a network and numbers.
PLANE, NUMBERS = (-0.1, -2.95, 6.4, 3.45, 1.0), (-6.45, -2.85, -0.6, 1.25)


def region_graph(box: Any) -> Graph:
    """Draw the axes of a plane on the right."""
    (left, right), (low, high) = box
    return Graph(
        (left, right), (low, high), width=5.3, height=5.3, center=(3.3, 0.25, 0.0), y_label="$y$"
    )


class Deciding:
    """Networks on their plane, one at a time, with the border that they should have and numbers."""

    def __init__(
        self, target: Target, networks: Sequence[Approximation], colors: tuple[str, ...]
    ) -> None:
        self.target, self.networks = target, networks
        first = networks[0]
        self.graph = region_graph(target.box)
        self.picture = RegionPicture(self.graph, first.network, colors=colors)
        self.border = RegionBorder(self.graph, target)
        self.neurons = Gauge(
            "neurons", first.network.neurons, (COLUMN, 0.75, 0.0), write=whole,
            color=DARK.network,
        )  # fmt: skip
        self.wrong = Gauge(
            "area wrong, %", _wrong(first), (COLUMN + 2.6, 0.75, 0.0), write=one_decimal,
            color=DARK.error,
        )  # fmt: skip
        self.shape = self.get_shape(first.network)

    @staticmethod
    def get_shape(network: Network) -> NetworkShape:
        """Draw a network as dots."""
        return NetworkShape(network, width=5.6, height=2.3, center=(-3.5, -1.6, 0.0))

    @property
    def parts(self) -> list[Any]:
        """All that is shown, from back to front."""
        return [self.graph, self.neurons, self.wrong, self.shape, self.picture, self.border]

    def refine(self, index: int) -> list[Any]:
        """Animate to network `index`: its scores take over from the former ones."""
        before, after = self.networks[index - 1], self.networks[index]
        old, new = (self.picture.read(one.network) for one in (before, after))
        gone, self.shape = self.shape, self.get_shape(after.network)
        self.neurons.set_value(after.network.neurons)
        self.wrong.set_value(_wrong(after))

        def change(t: float) -> None:
            if t >= 1.0:
                self.picture.set_network(after.network)
            else:
                self.picture.set_scores((1 - t) * old + t * new)

        moving = [self.picture, self.border, self.neurons.digits, self.wrong.digits]
        return [Drive(moving, change), FadeOut(gone), FadeIn(self.shape)]


def _wrong(network: Approximation) -> float:
    return 100.0 * float(network.error.wrong or 0.0)
