"""Make small pictures of what the layers of a deep network do, for the chapter on depth."""

from typing import Any

import numpy as np
from manim import DOWN, UP, VGroup, VMobject

from uat.base.palette import DARK
from uat.films.stage import Graph, Subject, words
from uat.films.stage.curves import NetworkPolyline
from uat.films.stage.shape import FILL, circles
from uat.films.stage.text import LABEL, count
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

CURVES = 3  # neurons of a layer that are drawn
FAINT = 0.35  # opacity of the dots of all others
PARTING = 1.3  # x between the pictures that an upright picture shows above and below


class _Bare(Graph):
    """Axes without marks, for small pictures side by side."""

    def _add_x(self, label: str, marks: bool) -> None:
        pass

    def _add_y(self, label: str) -> None:
        pass


def get_part(network: Network, layer: int, neuron: int, low: float, high: float) -> Network:
    """Take the network up to one hidden neuron, its output divided by its largest."""
    hidden = network.layers[: layer + 1]
    weights = np.zeros((1, hidden[-1].neurons))
    weights[0, neuron] = 1.0
    part = Network((*hidden, Layer(weights, [0.0], "linear")))
    largest = float(np.abs(evaluate(part, np.linspace(low, high, 2001))).max())
    return Network((*hidden, Layer(weights / (largest or 1.0), [0.0], "linear")))


class LayerView(VGroup):
    """A view of what one hidden layer makes of x, and on how many pieces it is straight.

    Of many neurons a few are drawn: curves shows those whose dots are bright.
    """

    def __init__(self, network: Network, layer: int, interval: Any, center: Any, size: Any) -> None:
        super().__init__()
        graph = _Bare(interval, (-0.04, 1.06), width=size[0], height=size[1], center=center)
        neurons = network.widths[layer + 1]
        parts = [get_part(network, layer, n, *interval) for n in range(neurons)]
        curves = [NetworkPolyline(graph, part, DARK.step, 2.0) for part in parts]
        inner = np.linspace(0, neurons - 1, CURVES + 2)[1:-1].round().astype(int)
        drawn = inner if neurons > CURVES else np.arange(neurons)
        self.curves = [curves[n] for n in drawn]
        kinks = np.concatenate([curve.kinks for curve in curves])
        self.pieces = distinct(kinks, interval) + 1
        self.head = words(f"layer {layer + 1}", LABEL, DARK.muted)
        self.head.next_to(graph, UP, buff=0.25)
        self.foot = words(_pieces(self.pieces), LABEL, DARK.step)
        self.foot.next_to(graph, DOWN, buff=0.25)
        dots = _dots(neurons, graph, drawn)
        self.add(graph, self.head, *dots, *self.curves, self.foot)


def _dots(neurons: int, graph: Graph, drawn: Any) -> list[VMobject]:
    """Draw a dot for each neuron, in rows above a small picture's head; those drawn are bright."""
    width = float(graph.size[0])
    step = min(0.3, max(0.16, width / neurons))
    wide = min(neurons, int(width / step + 1e-9))
    row, column = np.arange(neurons) // wide, np.arange(neurons) % wide
    places = step * np.stack([column - (wide - 1) / 2, row, np.zeros(neurons)], axis=1)
    top = graph.corner + np.array([width / 2, graph.size[1] + 0.95, 0.0])
    bright = np.isin(np.arange(neurons), drawn)
    dots = []
    for chosen, opacity in ((bright, 1.0), (~bright, FAINT)):
        dots.append(VMobject(fill_color=DARK.step, fill_opacity=opacity, stroke_width=0.0))
        dots[-1].points = circles(places[chosen] + top, FILL * step)
    return dots


def distinct(places: Any, interval: Any) -> int:
    """Count different places, up to rounding."""
    ascending = np.sort(places)
    apart = np.diff(ascending) > 1e-9 * (interval[1] - interval[0])
    return int(apart.sum()) + (ascending.size > 0)


def _pieces(n: int) -> str:
    return "1 piece" if n == 1 else f"{count(n)} pieces"


class Output(VGroup):
    """The network's output, and its straight pieces."""

    def __init__(self, network: Network, subject: Subject, center: Any, size: Any) -> None:
        super().__init__()
        graph = _Bare(
            subject.x_range, subject.y_range, width=size[0], height=size[1], center=center
        )
        self.curve = NetworkPolyline(graph, network, width=3.5)
        self.pieces = self.curve.pieces
        head = words("output", LABEL, DARK.network).next_to(graph, UP, buff=0.25)
        foot = words(_pieces(self.pieces), LABEL, DARK.network).next_to(graph, DOWN, buff=0.25)
        self.add(graph, head, self.curve, foot)


def get_panels(deep: Network, subject: Subject, *, parted: bool = False) -> VGroup:
    """Draw one picture for each hidden layer, and the output.

    parted: so that none stands across PARTING, where an upright picture is parted.
    """
    total = deep.hidden_layers + 1
    step, start = min(13.0 / total, 3.4), (total - 1) / 2
    if parted:
        first = max(1, round(0.6 * total))
        step = min(3.4, (PARTING + 6.5) / first, (6.5 - PARTING) / (total - first))
        start = first - 0.5 - PARTING / step
    size, places = (0.82 * step, 3.1), step * (np.arange(total) - start)
    shown = VGroup()
    for layer in range(deep.hidden_layers):
        shown.add(LayerView(deep, layer, subject.x_range, (places[layer], 0.0, 0.0), size))
    shown.add(Output(deep, subject, (places[-1], 0.0, 0.0), size))
    return shown


def pieces_told(neurons: int, pieces: int) -> str:
    """Say how many straight pieces as many neurons of one layer make at most."""
    if pieces > neurons + 1:
        return f"Side by side, in one layer, they'd make {neurons + 1} at most."
    return f"Side by side, in one layer, they could make {neurons + 1}. Here folding doesn't pay."
