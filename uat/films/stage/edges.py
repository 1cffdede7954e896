"""Write numbers on the edges of a diagram, and send dots along them, there and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from manim import Animation, Dot, VGroup

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.readout import Digits
from uat.films.stage.text import LABEL, cover, three_digits

HALO = 14.0  # pixels of background around the letters of a number that stands on an edge


class Pulse(Animation):
    """A dot runs along each of some lines at once, and is gone at the end.

    backward: from their ends to their starts, as the error goes back.
    """

    def __init__(
        self,
        lines: Iterable[Any],
        *,
        backward: bool = False,
        color: str = DARK.text,
        **options: Any,
    ) -> None:
        self.lines, self.backward = list(lines), backward
        dots = VGroup(*(Dot(radius=0.12, color=color) for _ in self.lines))
        super().__init__(dots, introducer=True, remover=True, **options)
        self.interpolate_mobject(0.0)

    def interpolate_mobject(self, alpha: float) -> None:
        share = self.rate_func(alpha)
        for dot, line in zip(self.mobject, self.lines, strict=True):
            dot.move_to(line.point_from_proportion(1.0 - share if self.backward else share))


class EdgeNumbers(VGroup):
    """A number at the middle of every edge of a diagram; `set_values` shows others.

    values: for each layer a matrix (neurons, inputs), such as its weights or their slopes.
    share: where on its edge a number stands, from its start; one for each layer.
    """

    def __init__(
        self,
        diagram: NetworkDiagram,
        values: Sequence[Array],
        *,
        share: Sequence[float],
        color: str = DARK.text,
    ) -> None:
        super().__init__()
        self.diagram, self.share = diagram, share
        self.at: dict[tuple[int, int, int], Digits] = {}
        for layer, lines in enumerate(diagram.lines):
            for neuron, source in lines:
                text = self.at[layer, neuron, source] = cover(Digits("0", LABEL, color), HALO)
                self.add(text)
        self.set_values(values)

    def set_values(self, values: Sequence[Array]) -> EdgeNumbers:
        """Show other numbers on the same edges."""
        for (layer, neuron, source), text in self.at.items():
            shown = self.diagram.shown
            value = values[layer][shown[layer + 1][neuron], shown[layer][source]]
            text.set_text(three_digits(float(value)))
            text.stand_on(self.diagram.point(layer, neuron, source, self.share[layer]))
        return self
