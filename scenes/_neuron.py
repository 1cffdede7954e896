"""Make what the chapter on one neuron shows: its diagram, its line z = w x + b, and its output."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, DashedLine, Dot, Line, VGroup, VMobject

from uat.base.palette import DARK
from uat.films.stage import Drive, Graph, NetworkCurve, NetworkDiagram, Readout, formula, words
from uat.films.stage.text import LABEL, TITLE, cover, signed
from uat.networks.network import Layer, Network

WEIGHT, STEEP = 12.0, 300.0  # at first, so that z runs from -6 to 6, and at the end
PLACE = 0.5  # where z is zero at first
REACH = 6.0  # of z
MIDDLE = np.array([-4.1, 0.5, 0.0])  # of the diagram
ACROSS, WIDE = 2.9, 6.3  # where the graphs stand, and how wide they are
UNIT = np.linspace(-REACH, REACH, 121)


def get_network(w: float, b: float) -> Network:
    """Make one sigmoid neuron, handed on unchanged."""
    return Network((Layer([[w]], [b], "sigmoid"), Layer([[1.0]], [0.0], "linear")))


def get_graph(*, tall: bool, of_z: bool) -> Graph:
    """Draw the axes of the output, over z or over x; tall ones leave no room for the line."""
    height, middle = (4.6, 0.3) if tall else (2.25, -1.1)
    return Graph(
        (-REACH, REACH) if of_z else (0.0, 1.0),
        (0.0, 1.0),
        width=WIDE,
        height=height,
        center=(ACROSS, middle, 0.0),
        x_label="$z$" if of_z else "$x$",
        y_label="$y$",
        most_y=3,
    )


class Neuron:
    """The picture of a neuron: its diagram with w and b, and above each other its z and output."""

    def __init__(self, w: float, b: float) -> None:
        self.w, self.b = w, b
        self.graph = get_graph(tall=False, of_z=False)
        self.above = Graph(
            (0.0, 1.0), (-REACH, REACH), width=WIDE, height=1.9, center=(ACROSS, 2.05, 0.0),
            x_label="", y_label="$z = w x + b$", x_marks=False, most_y=3,
        )  # fmt: skip
        self.curve = NetworkCurve(self.graph, get_network(w, b))
        self.line = Line(color=DARK.positive, stroke_width=4.5)
        self.diagram = NetworkDiagram(
            get_network(w, b), width=3.8, center=MIDDLE, radius=0.48, names=("sigma",), output="y"
        )
        self.readouts = VGroup(
            Readout("w =", w, _rounded, color=DARK.positive),
            Readout("b =", b, _rounded),
        )
        self.readouts[0].shift(MIDDLE + np.array([-1.55, 0.82, 0.0]))
        self.readouts[1].shift(MIDDLE + np.array([-0.65, -1.05, 0.0]))
        self.rule = formula("y = sigma(w x + b)", TITLE).move_to((MIDDLE[0], 2.6, 0.0))
        self.drop = DashedLine(
            self.above.point(PLACE, 0.0), self.graph.point(PLACE, 0.5),
            color=DARK.step, stroke_width=3.0, dash_length=0.09,
        )  # fmt: skip
        self.ends = VGroup(Dot(radius=0.1, color=DARK.step), Dot(radius=0.1, color=DARK.step))
        self.set_weights(w, b)

    @property
    def parts(self) -> list[Any]:
        return [self.above, self.graph, self.diagram, self.rule, self.readouts, self.line,
                self.curve]  # fmt: skip

    @property
    def crossing(self) -> VGroup:
        """The zero of z, and what drops from it to the middle of the output's rise."""
        return VGroup(self.drop, self.ends)

    def set_weights(self, w: float, b: float, place: float | None = None) -> None:
        """Show another weight and bias. place: where z is zero, needed for a weight of zero."""
        self.w, self.b = w, b
        self.curve.set_network(get_network(w, b))
        self.diagram.set_network(get_network(w, b))
        self.readouts[0].set_value(w)
        self.readouts[1].set_value(b)
        self.line.put_start_and_end_on(*self._line_ends())
        self.line.set_stroke(DARK.positive if w >= 0 else DARK.negative)
        self.readouts[0].set_fill(DARK.positive if w >= 0 else DARK.negative)
        at = -b / w if place is None else place
        zero, half = self.above.point(at, 0.0), self.graph.point(at, 0.5)
        self.drop.move_to((zero + half) / 2)
        self.ends[0].move_to(zero)
        self.ends[1].move_to(half)

    def drive(self, w: float, b: float, **options: Any) -> Drive:
        """Animate to another weight and bias, both at a steady pace."""
        start = np.array([self.w, self.b])
        step = np.array([w, b]) - start
        return Drive(self.moving, lambda t: self.set_weights(*(start + t * step)), **options)

    def steepen(self, w: float) -> Drive:
        """Animate to another weight, with the bias that keeps the zero in its place."""
        place = -self.b / self.w

        def change(log_w: float) -> None:
            self.set_weights(float(np.exp(log_w)), -place * float(np.exp(log_w)))

        return Drive(self.moving, change, np.log(self.w), np.log(w))

    def swing(self, w: float) -> Drive:
        """Turn the line around its zero, steadily to the eye, to a weight of the other sign."""
        place = -self.b / self.w

        def change(angle: float) -> None:
            now = WEIGHT * float(np.tan(angle))
            self.set_weights(now, -place * now, place)

        return Drive(self.moving, change, *np.arctan([self.w / WEIGHT, w / WEIGHT]))

    @property
    def moving(self) -> list[Any]:
        return [self.line, self.curve, self.drop, self.ends, self.diagram.inward, self.readouts]

    def _line_ends(self) -> Any:
        """Find where the line enters and leaves its graph."""
        x = np.array([0.0, 1.0])
        if abs(self.w) > REACH:  # the line may leave through the top or the foot
            at = np.sort((np.array([-REACH, REACH]) - self.b) / self.w)
            x = np.clip(at, 0.0, 1.0)
        return self.above.to_screen(x, self.w * x + self.b)


class Sigmoid:
    """The sigmoid over z, tall, with names for its three parts."""

    def __init__(self) -> None:
        self.graph = get_graph(tall=True, of_z=True)
        self.curve = NetworkCurve(self.graph, get_network(1.0, 0.0))
        self.parts = [self._part(low, low + 4.0) for low in (-REACH, REACH - 4.0, -2.0)]
        places = (-4.4, 0.1), (4.4, 0.9), (-1.5, 0.5)
        self.names = [
            words(name, LABEL).move_to(self.graph.point(*place))
            for name, place in zip(("off", "on", "rising"), places, strict=True)
        ]
        self.half = Dot(self.graph.point(0.0, 0.5), radius=0.1, color=DARK.step)

    def _part(self, low: float, high: float) -> VMobject:
        z = UNIT[(low <= UNIT) & (high >= UNIT)]
        y = self.curve.network.forward(z[:, None])[:, 0]
        part = VMobject(color=DARK.text, stroke_width=9.0)
        return part.set_points_as_corners(self.graph.to_screen(z, y))


def _rounded(value: float) -> str:
    return signed(value, 1 if abs(value) < 99.95 else 0)


def probes(neuron: Neuron) -> tuple[VGroup, Any]:
    """Make a dot on the line and one on the output, with z beside it; and what moves them to x."""
    dots = VGroup(Dot(radius=0.09, color=DARK.text), Dot(radius=0.09, color=DARK.text))
    reading = cover(Readout("z =", 0.0, lambda z: signed(z, 1)))

    def move(x: float) -> None:
        z = neuron.w * x + neuron.b
        y = float(neuron.curve.network.forward([[x]])[0, 0])
        dots[0].move_to(neuron.above.point(x, z))
        dots[1].move_to(neuron.graph.point(x, y))
        reading.set_value(z)
        spot, edge = dots[0].get_center() + LEFT * 1.2, float(neuron.above.corner[0]) + 0.15
        inward = max(0.0, edge - float(spot[0]))  # and higher, since the line rises
        spot = spot + RIGHT * inward + UP * (0.42 + 0.3 * inward)
        reading.shift(spot - reading.label.get_left())
        neuron.diagram.hidden[0].set_fill(DARK.step, 0.75 * y)

    return VGroup(dots, reading), move
