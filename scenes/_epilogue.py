"""Make what the epilogue shows: the function of the beginning, and the network that was built."""

from functools import lru_cache
from typing import Any

from manim import DOWN, LEFT, UP, Dot, VGroup

from uat.approximation import Approximation, approximate
from uat.base.palette import DARK
from uat.films.renderer import FilmSpec
from uat.films.stage import Drive, ErrorBand, NetworkCurve, NetworkDiagram, varying_subject, words
from uat.films.stage.diagram import BY_SIGN
from uat.films.stage.picture import SubjectPicture
from uat.films.stage.signal import Signal
from uat.films.stage.text import BODY
from uat.networks.evaluate import evaluate

WORDS = ("exists", "is built", "is measured", "may be learned")
HUES = (DARK.target, DARK.step, DARK.error, DARK.ramp)


@lru_cache(maxsize=2)
def get_net(spec: FilmSpec) -> Approximation:
    subject = varying_subject(spec)
    return approximate(subject.target, construction="steps", tol=subject.tolerance)


class Ending:
    """The function and its network, whose neurons light up as an input runs along."""

    def __init__(self, spec: FilmSpec) -> None:
        self.subject, self.net = varying_subject(spec), get_net(spec)
        place: dict[str, Any] = {"width": 8.3, "height": 4.5, "center": (1.95, 0.15, 0.0)}
        self.picture = SubjectPicture(self.subject, title_width=8.0, **place)
        self.graph = self.picture.graph
        self.curve = NetworkCurve(self.graph, self.net.network)
        self.band = ErrorBand(self.graph, self.subject.target, self.net.error.max)
        self.diagram = NetworkDiagram(
            self.net.network, width=2.9, height=3.6, center=(-4.85, 0.9, 0.0), radius=0.22,
            scales=(BY_SIGN, None), inputs=(self.subject.x,),
        )  # fmt: skip
        self.signal = Signal(self.diagram, self.subject.x_range[0])
        self.dot = Dot(radius=0.12, color=DARK.network)
        self.words = VGroup(
            *(words(text, BODY, hue) for text, hue in zip(WORDS, HUES, strict=True))
        )
        self.words.arrange(DOWN, buff=0.22, aligned_edge=LEFT)
        self.words.move_to((-6.3, -1.35, 0.0), aligned_edge=LEFT + UP)
        self.follow(self.subject.x_range[0])

    def follow(self, x: float) -> None:
        """Let this input go in."""
        self.signal.light(x)
        y = float(evaluate(self.net.network, [x])[0])
        self.dot.move_to(self.graph.point(x, y))

    def sweep(self, start: float, stop: float) -> Drive:
        """Let the input run from one share of the domain to another."""
        low, high = self.subject.x_range
        ends = (low + share * (high - low) for share in (start, stop))
        return Drive([self.diagram, self.dot], self.follow, *ends)
