"""The picture that moves in the README: steps turn into finer steps until they are the function.

uat render docs/moving.py --quality l --fps 8 --tol 0.02 --format gif -o docs/images/moving.gif
"""

from itertools import pairwise

from manim import FadeIn, FadeOut

from uat.base.palette import DARK
from uat.films.stage import (
    Chapter,
    Drive,
    FunctionCurve,
    Graph,
    NetworkCurve,
    NetworkDiagram,
    Readout,
    get_subject,
)
from uat.films.stage.staircase import Blend, blend, stages
from uat.films.stage.text import BODY, count, words


class Moving(Chapter):
    """A loop: it ends with the picture with which it begins."""

    def construct(self) -> None:
        subject = get_subject(self.spec)
        graph = Graph(subject.x_range, subject.y_range, width=8.0, height=5.6, center=(2.1, 0.3, 0))
        function = FunctionCurve(graph, subject.target, width=6.0)
        networks = stages(subject, 5)
        first = networks[0]
        curve = NetworkCurve(graph, first.network, width=6.0)
        diagram = NetworkDiagram(
            first.network, width=3.2, height=3.6, center=(-4.9, 0.8, 0.0), radius=0.13, labels=False
        )
        neurons = Readout("", first.network.neurons, lambda n: f"{count(round(n))}", size=60)
        neurons.set_color(DARK.network)
        neurons.shift((-5.4, -2.6, 0.0))
        label = words("neurons", BODY, DARK.muted).move_to((-4.9, -3.2, 0.0))
        self.add(function, graph, diagram, neurons, label, curve)
        self.wait(0.8)
        for before, after in pairwise(networks):
            way = blend(before.partition, after.partition)
            assert way is not None
            drawn = NetworkDiagram(
                after.network,
                width=3.2,
                height=3.6,
                center=(-4.9, 0.8, 0.0),
                radius=0.13,
                labels=False,
            )
            self.play(FadeOut(diagram), FadeIn(drawn), run_time=0.3)
            diagram = drawn
            start, stop = before.network.neurons, after.network.neurons

            def change(t: float, way: Blend = way, start: int = start, stop: int = stop) -> None:
                curve.set_network(way.network(t))
                neurons.set_value(start + t * (stop - start))

            self.play(Drive([curve, neurons], change), run_time=1.0)
            curve.set_network(after.network)
            self.wait(0.4)
        self.wait(1.6)
        self.play(FadeOut(curve), run_time=0.4)
