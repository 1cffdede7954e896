"""Make the race of neurons for the chapter on folding: two bars, and a camera that pulls back."""

import numpy as np
from manim import DOWN, LEFT, UP, Line, Rectangle, VGroup

from uat.base.palette import DARK
from uat.films.stage import Drive, formula, words
from uat.films.stage.shape import GAP, NetworkShape
from uat.films.stage.text import BODY, TICK, count, number_code

from ._sawtooth import get_teeth

POWERS = tuple(10**n for n in range(1, 6))  # neurons at the marks of the ruler


LEFT_END = -6.2


def get_shape(k: int) -> NetworkShape:
    """Draw the network of k folds, a dot for each neuron."""
    network = get_teeth(k)
    step = 0.21
    width = step * (len(network.widths) + GAP * len(network.layers))
    middle = (LEFT_END + width / 2, 2.85, 0.0)
    return NetworkShape(network, width=width, height=0.45, center=middle, largest=step)


class Bars:
    """Neurons as lengths: of the folded network, and of the one with a single hidden layer.

    A camera that pulls back shows them: a neuron is a unit wide, and a ruler says how wide it is
    seen.
    """

    LENGTH, RULER = 9.4, -1.75

    def __init__(self, k: int) -> None:
        self.bars, names = VGroup(), VGroup()
        rows = (("folded", 1.3, DARK.network), ("in one layer", -0.6, DARK.ramp))
        for name, height, color in rows:
            label = words(name, BODY, color).move_to(
                (LEFT_END, height + 0.75, 0.0), aligned_edge=LEFT
            )
            names.add(label)
            bar = Rectangle(width=1.0, height=0.7, stroke_width=0, fill_color=color, fill_opacity=1)
            self.bars.add(bar.move_to((0.0, height, 0.0)))
        self.ruler = VGroup(*(self._mark(n) for n in POWERS))
        line = Line(color=DARK.muted, stroke_width=2.5)
        start, stop = ((LEFT_END + away, self.RULER + 0.18, 0.0) for away in (0, self.LENGTH))
        line.put_start_and_end_on(start, stop)
        self.group = VGroup(names, line, self.bars, self.ruler)
        self.shape = get_shape(k)
        self.seen = float(2 ** (k + 1))  # neurons that are as long as the row
        self.counts = 2.0 * k, 2.0**k
        self.show(*self.counts, self.seen)

    def show(self, deep: float, shallow: float, seen: float) -> None:
        """Draw bars of so many neurons, from so far away that `seen` neurons fill the row."""
        unit = self.LENGTH / seen
        for bar, neurons in zip(self.bars, (deep, shallow), strict=True):
            width = max(unit * neurons, 0.02)
            bar.stretch_to_fit_width(width)
            bar.move_to((LEFT_END + width / 2, bar.get_center()[1], 0.0))
        for mark, neurons in zip(self.ruler, POWERS, strict=True):
            away = unit * neurons
            mark.move_to((LEFT_END + away, self.RULER, 0.0))
            mark.set_opacity(float(np.clip(away - 0.5, 0.0, 1.0) * (away <= self.LENGTH)))

    def grow(self, k: int) -> Drive:
        """Lengthen both bars to those of k folds; a neuron stays as wide as it is."""
        before, self.counts = self.counts, (2.0 * k, 2.0**k)

        def change(t: float) -> None:
            deep, shallow = (1 - t) * np.array(before) + t * np.array(self.counts)
            self.show(float(deep), float(shallow), self.seen)

        return Drive([self.group], change)

    def pull_back(self) -> Drive:
        """Look from twice as far away."""
        before, self.seen = self.seen, 2 * self.seen
        return Drive([self.group], lambda t: self.show(*self.counts, before * 2.0**t))

    @staticmethod
    def _mark(neurons: int) -> VGroup:
        line = Line(UP * 0.3, DOWN * 0.1, color=DARK.muted, stroke_width=2.5)
        return VGroup(line, formula(_code(neurons), TICK, DARK.muted).next_to(line, DOWN, buff=0.1))


def _code(value: int) -> str:
    return number_code(count(value))
