"""A steep neuron is a step, and its bias says where. Weight and bias of one sigmoid neuron move."""

from typing import Any

import numpy as np
from manim import RIGHT, UP, Create, DashedLine, Dot, FadeIn, FadeOut, VGroup, Write

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, Graph, NetworkCurve, NetworkDiagram, Readout, formula
from uat.films.stage.text import BODY, TITLE, signed
from uat.networks.network import Layer, Network

SOFT, STEEP = 8.0, 300.0  # the weight at first, and at the end
PLACE = 0.4  # where the neuron switches
MIDDLE = -4.2  # of the diagram


def get_network(w: float, b: float) -> Network:
    """Make one sigmoid neuron, handed on unchanged."""
    return Network((Layer([[w]], [b], "sigmoid"), Layer([[1.0]], [0.0], "linear")))


class _Neuron:
    """The picture that all shots share: a diagram, w and b, and the graph of the output."""

    def __init__(self, w: float, b: float) -> None:
        self.w, self.b = w, b
        self.graph = Graph(
            (0.0, 1.0), (0.0, 1.0), width=6.8, height=4.4, center=(2.85, 0.2, 0.0), y_label="output"
        )
        self.curve = NetworkCurve(self.graph, get_network(w, b))
        self.diagram = NetworkDiagram(
            get_network(w, b),
            width=4.0,
            center=(MIDDLE, 0.2, 0.0),
            radius=0.48,
            names=("sigma",),
            output="y",
        )
        self.readouts = VGroup(
            Readout("w =", w, _rounded, color=DARK.positive),
            Readout("b =", b, _rounded),
        )
        self.readouts[0].shift(np.array([MIDDLE - 1.55, 0.82, 0.0]))
        self.readouts[1].shift(np.array([MIDDLE - 0.65, -0.85, 0.0]))
        self.rule = formula("y = sigma(w x + b)", TITLE).move_to((MIDDLE, 2.6, 0.0))

    @property
    def parts(self) -> list[Any]:
        return [self.graph, self.diagram, self.rule, self.readouts, self.curve]

    @property
    def moving(self) -> list[Any]:
        return [self.curve, *(readout.digits for readout in self.readouts)]

    def set_weights(self, w: float, b: float) -> None:
        self.w, self.b = w, b
        self.curve.set_network(get_network(w, b))
        self.readouts[0].set_value(w)
        self.readouts[1].set_value(b)

    def set_bias(self, b: float) -> None:
        self.set_weights(self.w, b)

    def set_weight(self, w: float) -> None:
        self.set_weights(w, self.b)

    def steepen(self, log_w: float) -> None:
        """Animate to another weight, with the bias that keeps the switch in its place."""
        w = float(np.exp(log_w))
        self.set_weights(w, -PLACE * w)

    def move_step(self, place: float) -> None:
        self.set_weights(self.w, -place * self.w)


def _rounded(value: float) -> str:
    return signed(value, 1 if abs(value) < 99.95 else 0)


def _even(t: float) -> float:
    return t


class OneNeuron(Chapter):
    """A neuron weighs its input, adds a bias, and bends the sum into an S."""

    def construct(self) -> None:
        neuron = _Neuron(SOFT, -SOFT * PLACE)
        self.show_title("One neuron")

        # The parts of a neuron, in the order in which a number passes them
        self.say(
            "Here's the smallest network: one input, one neuron, one output.",
            FadeIn(neuron.diagram),
            run_time=1.2,
        )
        self.say(
            "The neuron multiplies its input by a weight, w. It adds a bias, b. Then it bends "
            "the sum with a sigmoid.",
            FadeIn(neuron.readouts, shift=UP * 0.15),
            Write(neuron.rule),
            run_time=1.4,
        )

        # What comes out, for every input
        self.say(
            "Let the input run from zero to one. Watch the output.",
            FadeIn(neuron.graph),
        )
        self._trace(neuron)
        self.hush()

    def _trace(self, neuron: _Neuron) -> None:
        """Run a probe along the input, which leaves the curve behind."""
        graph, network = neuron.graph, neuron.curve.network
        dot = Dot(color=DARK.text, radius=0.09)
        reading = Readout("y =", 0.0, lambda y: signed(y, 2))

        def move(x: float) -> None:
            y = float(network.forward([[x]])[0, 0])
            dot.move_to(graph.point(x, y))
            place = dot.get_center() + RIGHT * (0.1 - 1.7 * x) + UP * 0.35
            reading.shift(place - reading.label.get_left()).set_value(y)

        move(0.0)
        self.play(FadeIn(dot), FadeIn(reading), run_time=0.4)
        self.play(
            Create(neuron.curve, rate_func=_even),
            Drive([dot, reading], move, rate_func=_even),
            run_time=4.0,
        )
        self.play(FadeOut(dot), FadeOut(reading), run_time=0.4)


class Bias(Chapter):
    """The bias slides the curve along, and leaves its shape alone."""

    def construct(self) -> None:
        neuron = _Neuron(SOFT, -SOFT * PLACE)
        self.add(*neuron.parts)

        self.say(
            "Change the bias alone. The curve slides sideways, and keeps its shape.",
        )
        for bias in (-6.4, -1.6, -SOFT * PLACE):
            self.play(Drive(neuron.moving, neuron.set_bias, neuron.b, bias), run_time=2.2)
            self.wait(0.3)
        self.hush()


class Weight(Chapter):
    """The weight makes the curve steep, until it is a step."""

    def construct(self) -> None:
        neuron = _Neuron(SOFT, -SOFT * PLACE)
        self.add(*neuron.parts)

        # Only the weight: steeper, but the curve wanders as well
        self.say(
            "Change the weight alone. The curve gets steeper, but it also moves.",
        )
        self.play(Drive(neuron.moving, neuron.set_weight, SOFT, 24.0), run_time=2.5)
        self.wait(0.8)
        self.play(Drive(neuron.moving, neuron.set_weight, 24.0, SOFT), run_time=1.5)

        # Weight and bias together: it stays, and becomes a step
        middle = _marker(neuron.graph)
        self.say(
            "So let the bias follow the weight. Now the middle stays where it is.",
            FadeIn(middle),
        )
        self.bring_to_front(neuron.curve)
        self.play(Drive(neuron.moving, neuron.steepen, np.log(SOFT), np.log(40.0)), run_time=2.5)
        self.say(
            "With a large weight, hardly any S is left. The neuron is a switch. It's off on the "
            "left, and on to the right.",
            Drive(neuron.moving, neuron.steepen, np.log(40.0), np.log(STEEP)),
            run_time=3.5,
        )
        self.hush(FadeOut(middle))


def _marker(graph: Graph) -> DashedLine:
    """Draw a dashed line where the neuron switches."""
    ends = graph.point(PLACE, 0.0), graph.point(PLACE, 1.0)
    return DashedLine(*ends, color=DARK.step, stroke_width=3.0)


class Place(Chapter):
    """The step stands where w x + b is zero: at s = -b/w."""

    def construct(self) -> None:
        neuron = _Neuron(STEEP, -STEEP * PLACE)
        graph = neuron.graph
        self.add(*neuron.parts)
        marker = _marker(graph)
        dot = Dot(graph.point(PLACE, 0.0), color=DARK.step, radius=0.1)
        reading = Readout("=", PLACE, lambda s: signed(s, 2), size=TITLE, color=DARK.step)
        reading.shift(np.array([MIDDLE, -2.1, 0.0]) + RIGHT * 0.15 - reading.label.get_left())

        # Where is it?
        self.say(
            "Where does it switch? Where the weighted sum passes zero: w times x plus b.",
            FadeIn(marker),
            FadeIn(dot),
        )
        place = formula("s = -b/w", TITLE, DARK.step).move_to((MIDDLE - 0.9, -2.1, 0.0))
        self.say(
            "Solve that for x. It's s equals minus b over w.",
            Write(place),
            FadeIn(reading),
        )

        # One number is enough
        def move(s: float) -> None:
            neuron.move_step(s)
            marker.move_to(graph.point(s, 0.5))
            dot.move_to(graph.point(s, 0.0))
            reading.set_value(s)

        self.say(
            "So one number says where a steep neuron switches. We call it s. The sign of w only "
            "says which side is on.",
        )
        moving = [*neuron.moving, reading, marker, dot]
        for start, stop in ((PLACE, 0.8), (0.8, 0.15), (0.15, PLACE)):
            self.play(Drive(moving, move, start, stop), run_time=1.8)
            self.wait(0.3)

        # The new drawing of a neuron
        old = neuron.diagram.names[2]
        name = formula("s", BODY, DARK.step).move_to(old)
        self.say(
            "We write it into the neuron, and leave out weight and bias.",
            FadeOut(old, scale=0.6),
            FadeIn(name, scale=1.4),
            FadeOut(neuron.readouts),
            run_time=1.0,
        )
        self.hush()
