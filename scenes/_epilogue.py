"""Make what the epilogue shows: the function of the beginning, and the network that was built."""

from functools import lru_cache
from typing import Any

from manim import LEFT, Dot, FadeIn, FadeOut, VGroup

from uat.approximation import Approximation, approximate
from uat.base.nouns import counted
from uat.base.palette import DARK
from uat.films.renderer import FilmSpec
from uat.films.stage import (
    Drive,
    ErrorBand,
    NetworkCurve,
    NetworkDiagram,
    continuous_subject,
    words,
)
from uat.films.stage.diagram import BY_SIGN
from uat.films.stage.signal import Signal
from uat.films.stage.subject import SubjectPicture
from uat.films.stage.text import BODY, fit, number, number_code
from uat.networks.evaluate import evaluate

HUES = (DARK.target, DARK.step, DARK.error, DARK.ramp)
FINER = 4  # times as small an error, to see how many neurons that takes
WIDEST = 3.1  # of the words below the network


@lru_cache(maxsize=4)
def get_net(spec: FilmSpec, times: int = 1) -> Approximation:
    """Build the network of the fewest steps for the tolerance, or for a part of it."""
    subject = continuous_subject(spec)
    return approximate(subject.target, construction="steps", tol=subject.tolerance / times)


def told(net: Approximation) -> tuple[str, ...]:
    """Say in a few words what there is, with the network's numbers."""
    error = number_code(number(net.error.max, 2))
    neurons = counted(net.network.neurons, "neuron")
    return "exists", f"is built: {neurons}", f"is measured: ${error}$", "may be learned"


class Ending:
    """The function and its network, whose neurons light up as an input runs along."""

    def __init__(self, spec: FilmSpec) -> None:
        self.subject, self.net = continuous_subject(spec), get_net(spec)
        place: dict[str, Any] = {"width": 8.3, "height": 4.5, "center": (1.95, 0.15, 0.0)}
        self.picture = SubjectPicture(self.subject, title_width=8.0, **place)
        self.graph = self.picture.graph
        self.curve = NetworkCurve(self.graph, self.net.network)
        self.band = ErrorBand(self.graph, self.subject.target, self.net.error.max)
        self.finer = get_net(spec, FINER)
        self.dot = Dot(radius=0.12, color=DARK.network)
        self.words = self._take(self.net)
        self.follow(self.subject.x_range[0])

    def _take(self, net: Approximation) -> VGroup:
        """Draw the diagram of a network, and return what is said of it."""
        self.net = net
        self.diagram = NetworkDiagram(
            net.network, width=2.6, height=3.6, center=(-5.0, 0.9, 0.0), radius=0.22,
            scales=(BY_SIGN, None), inputs=(self.subject.x,),
        )  # fmt: skip
        self.signal = Signal(self.diagram, self.subject.x_range[0])
        texts = [words(text, BODY, hue) for text, hue in zip(told(net), HUES, strict=True)]
        for n, text in enumerate(texts):
            fit(text, WIDEST)
            text.move_to((-6.3, -1.5 - 0.5 * n, 0.0), aligned_edge=LEFT)
        return VGroup(*texts)

    def refine(self, share: float) -> list[Any]:
        """Exchange the network for one of a smaller error, with an input at a share of the way."""
        before, diagram, old = self.net, self.diagram, self.words
        self.words = self._take(self.finer)
        low, high = self.subject.x_range
        self.signal.light(low + share * (high - low))
        spread = before.error.max, self.finer.error.max

        def change(t: float) -> None:
            self.band.set_half_width((1 - t) * spread[0] + t * spread[1])
            self.curve.set_network((self.finer if t >= 0.5 else before).network)

        exchanged = [(diagram, self.diagram), *zip(old[1:3], self.words[1:3], strict=True)]
        fades = [
            kind(part)
            for pair in exchanged
            for kind, part in zip((FadeOut, FadeIn), pair, strict=True)
        ]
        return [Drive([self.band, self.curve], change), *fades]

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
