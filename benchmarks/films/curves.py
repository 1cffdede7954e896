"""The 2-D film of the benchmark, as our chapters are written."""

import numpy as np
from manim import RIGHT, UP

from uat.films.stage import (
    Chapter,
    Drive,
    FunctionCurve,
    Graph,
    NetworkCurve,
    NetworkDiagram,
    Readout,
)
from uat.films.stage.text import signed
from uat.networks.network import Layer, Network

PLACES = np.array([0.15, 0.32, 0.5, 0.68, 0.85])
MOVE, HOLD = 2.0, 1.0  # seconds


def get_network(shift: float) -> Network:
    """Five steep neurons whose steps stand `shift` further to the right."""
    weights = np.full((5, 1), 60.0)
    hidden = Layer(weights, -60.0 * (PLACES + shift), "sigmoid")
    return Network((hidden, Layer([[0.5, -0.7, 0.9, -0.4, 0.3]], [0.0], "linear")))


def target(x: np.ndarray) -> np.ndarray:
    return 0.3 + 0.3 * np.sin(9 * x)


class _FilmChapter(Chapter):
    sign = 1.0

    def construct(self) -> None:
        network = get_network(0.0)
        graph = Graph((0.0, 1.0), (-1.0, 1.0), width=6.8, height=4.6, center=(2.85, 0.3, 0.0))
        curve = NetworkCurve(graph, network)
        diagram = NetworkDiagram(network, width=4.0, height=4.6, center=(-4.25, 0.3, 0), scale=1.0)
        reading = Readout("s =", 0.0, lambda value: signed(value, 2))
        reading.shift(UP * 3.2 + RIGHT * 2.0)

        def change(t: float) -> None:
            curve.set_network(get_network(self.sign * 0.1 * t))
            diagram.set_network(curve.network)
            reading.set_value(self.sign * 0.1 * t)

        self.add(graph, diagram, FunctionCurve(graph, target), curve, reading)
        self.play(Drive([curve, diagram.outward, reading], change), run_time=MOVE)
        self.wait(HOLD)


class One(_FilmChapter):
    """The steps move to the right."""


class Two(_FilmChapter):
    """The steps move to the left."""

    sign = -1.0


class Three(_FilmChapter):
    """To the right again."""


class Four(_FilmChapter):
    """To the left again."""

    sign = -1.0


class Five(_FilmChapter):
    """To the right again."""


class Six(_FilmChapter):
    """To the left again."""

    sign = -1.0
