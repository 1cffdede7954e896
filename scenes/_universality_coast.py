"""Make what the film opens with: an island, whose coast is a function of two inputs."""

from functools import lru_cache

import numpy as np
from manim import LEFT, Dot, VGroup

from uat.approximation import Approximation, approximate
from uat.base.palette import CLASSES, DARK
from uat.films.stage import Drive, Readout, formula, words
from uat.films.stage.deciding import COLUMN, Deciding
from uat.films.stage.text import TITLE, two_decimals
from uat.functions.target import Target, make_target

SQUARE = ((-1.6, 1.6), (-1.6, 1.6))
WAVES, SEED = 14, 7  # waves that bend a circle to a coast, drawn by chance
LONGEST, SHORTEST = 1.5, 22.0  # their wave numbers
HEIGHT, ROUGH = 0.62, 0.85  # of a wave of wave number k: HEIGHT / k^ROUGH
RADIUS2 = 0.9  # of the circle, squared
BUDGETS = (60, 300, 1500)  # neurons
NAMES = ("sea", "land")
WALK = np.array([[-1.3, -0.5], [0.3, -0.3], [-0.7, 0.3], [-0.3, 1.0], [1.1, 0.9]])


@lru_cache(maxsize=1)
def island() -> Target:
    """Make an island: a circle's inside, bent by waves in all directions."""
    rng = np.random.default_rng(SEED)
    angles, phases = rng.uniform(0.0, 2 * np.pi, (2, WAVES))
    waves = "".join(
        f"{HEIGHT / k**ROUGH:+.3f}*sin({k * np.cos(a):.2f}*x{k * np.sin(a):+.2f}*y{p:+.2f})"
        for k, a, p in zip(np.geomspace(LONGEST, SHORTEST, WAVES), angles, phases, strict=True)
    )
    return make_target(f"x^2 + y^2 < {RADIUS2}{waves}", SQUARE)


@lru_cache(maxsize=1)
def get_networks() -> tuple[Approximation, ...]:
    """Build networks of more and more boxes."""
    return tuple(approximate(island(), neurons=neurons) for neurons in BUDGETS)


class Coast(Deciding):
    """The island, networks that know where it is, and a place on the map that is asked about."""

    def __init__(self) -> None:
        super().__init__(island(), get_networks(), CLASSES)
        self.dot = Dot(radius=0.13, color=DARK.text, stroke_width=2.5, stroke_color=DARK.background)
        self.inputs = [
            Readout(f"{name} =", 0.0, two_decimals, TITLE).shift((COLUMN + 0.4, height, 0.0))
            for name, height in (("x", 0.7), ("y", -0.3))
        ]
        self.arrow = formula("arrow.r.long", TITLE, DARK.muted).move_to((COLUMN + 3.1, 0.3, 0.0))
        self.answers = [
            words(name, TITLE, hue).move_to((COLUMN + 4.0, 0.3, 0.0), aligned_edge=LEFT)
            for name, hue in zip(NAMES, CLASSES, strict=False)
        ]
        self.asking = VGroup(*self.inputs, self.arrow, *self.answers)
        self.ask(0.0)

    def ask(self, way: float) -> None:
        """Go a share of the walk, and say what is there."""
        at = way * (len(WALK) - 1)
        x, y = (float(np.interp(at, range(len(WALK)), side)) for side in WALK.T)
        self.dot.move_to(self.graph.point(x, y))
        for readout, value in zip(self.inputs, (x, y), strict=True):
            readout.set_value(value)
        answer = int(np.argmax(self.target(np.array([x]), np.array([y]))))
        for number, name in enumerate(self.answers):
            name.set_fill(opacity=float(number == answer))

    def walk(self, start: float, stop: float) -> Drive:
        """Walk on, from one share of the way to another."""
        return Drive([self.dot, self.asking], self.ask, start, stop)
