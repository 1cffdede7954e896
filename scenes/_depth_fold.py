"""Make the page that the chapter on depth folds: a function that lies on itself is drawn once."""

from typing import Any

import numpy as np
from manim import VGroup, VMobject

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.constructions.folds.symmetry import find_mirrors
from uat.films.stage import Drive, Graph, Subject
from uat.films.stage.curves import corners
from uat.networks.network import Network
from uat.networks.regions import regions

DOUBT = 1e-9  # of f's range: how far halves that lie on each other may differ
NEAR = 0.35  # how much larger what stands up from the page is seen
SAMPLES = 601
FLAPS = (("#1b2231", 1.0), ("#2b3854", 0.6))  # the page, and its part that moves


def even_mirrors(subject: Subject) -> int:
    """Count how often f can be folded in the middle so that both halves lie on each other."""
    a, b = subject.x_range
    mirrors, _ = find_mirrors(subject.target, a, b, DOUBT * (subject.high - subject.low))
    odd = [n for n, mirror in enumerate(mirrors) if mirror.odd is not None]
    return odd[0] if odd else len(mirrors)


class Page(VGroup):
    """A page with the graph of a function, which is folded like paper at its middle.

    folds: how many have been made. `set_turn` turns the right half of what is left, from 0 (flat)
    to 1 (on the left half). A network that `draw` puts on it is folded with it.
    """

    def __init__(self, graph: Graph, subject: Subject) -> None:
        super().__init__()
        self.graph, self.folds = graph, 0
        self.x = np.linspace(*subject.x_range, SAMPLES)
        self.y = subject.target(self.x)
        self.rest, self.flap = (
            VMobject(fill_color=color, fill_opacity=seen, stroke_width=0.0) for color, seen in FLAPS
        )
        self.still, self.moving = (VMobject(color=DARK.target, stroke_width=4.0) for _ in FLAPS)
        self.drawn = VGroup(*(VMobject(color=DARK.network, stroke_width=5.0) for _ in FLAPS))
        self.network: Network | None = None
        self.crease = VMobject(color=DARK.step, stroke_width=3.0)
        self.add(self.rest, self.still, self.drawn[0], self.flap, self.moving, self.drawn[1],
                 self.crease)  # fmt: skip
        self.set_turn(0.0)

    @property
    def span(self) -> tuple[float, float, float]:
        """Left end, crease and right end of what is left, in the units of x."""
        low, high = self.graph.x_range
        width = (high - low) / 2**self.folds
        return low, low + width / 2, low + width

    def draw(self, network: Network) -> int:
        """Draw a network on what is left; return on how many pieces it is straight there."""
        self.network = network
        self.set_turn(0.0)
        low, _, high = self.span
        return regions(network, (low, high)).regions

    def set_turn(self, turn: float) -> "Page":
        """Turn the right half by this share of half a turn."""
        low, crease, high = self.span
        bottom, top = self.graph.y_range
        angle = np.pi * turn
        self.rest.points = self._outline(np.array([low, crease]), 0.0)
        self.flap.points = self._outline(np.array([crease, high]), angle)
        self._cut((self.still, self.moving), self.x, self.y, angle)
        if self.network is not None:
            self._cut(self.drawn, *self._line(self.network), angle)
        ends = self.graph.to_screen(np.array([crease, crease]), np.array([bottom, top]))
        self.crease.points = corners(ends)
        self.crease.set_stroke(opacity=1.0 if 0.0 < turn < 1.0 else 0.0)
        return self

    def fold(self) -> Drive:
        """Fold what is left once more."""
        before = self.folds

        def change(turn: float) -> None:
            self.folds = before + (turn >= 1.0)
            self.set_turn(turn % 1.0)

        return Drive([self], change)

    def unfold(self) -> Drive:
        """Open the last fold again, with the network that was drawn."""
        self.folds -= 1
        return Drive([self], lambda turn: self.set_turn(1.0 - turn))

    def _line(self, network: Network) -> tuple[Array, Array]:
        """Return the network's corners on what is left, and where it is folded: (n,) each."""
        low, crease, high = self.span
        x = np.union1d(regions(network, (low, high)).x, crease)
        return x, network.forward(x[:, None])[:, 0]

    def _cut(self, halves: Any, x: Array, y: Array, angle: float) -> None:
        """Draw the two halves of a line, the right one turned."""
        _, crease, high = self.span
        still, turned = x <= crease + 1e-12, (x >= crease - 1e-12) & (x <= high + 1e-12)
        for part, seen, turn in zip(halves, (still, turned), (0.0, angle), strict=True):
            places = self._turned(x[seen], y[seen], turn)
            part.points = corners(places) if len(places) > 1 else np.zeros((0, 3))

    def _outline(self, x: Array, angle: float) -> Array:
        bottom, top = self.graph.y_range
        around = np.array([x[0], x[1], x[1], x[0], x[0]])
        return corners(self._turned(around, np.array([bottom, bottom, top, top, bottom]), angle))

    def _turned(self, x: Array, y: Array, angle: float) -> Array:
        """Map data to the scene, turned about the crease out of the picture, towards the eye."""
        crease = self.span[1]
        places = self.graph.to_screen(x, y)
        axis, middle = (
            self.graph.point(crease, 0.0)[0],
            self.graph.corner[1] + self.graph.size[1] / 2,
        )
        away = places[:, 0] - axis
        nearer = 1.0 + NEAR * np.sin(angle) * away / self.graph.size[0]
        places[:, 0] = axis + away * np.cos(angle) * nearer
        places[:, 1] = middle + (places[:, 1] - middle) * nearer
        return places
