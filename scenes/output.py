"""A sigmoid on the output too: then the hidden layer has to make the inverse sigmoid of f."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, Create, FadeIn, FadeOut, VGroup, Write

from uat.approximation import Approximation, approximate
from uat.base.palette import DARK
from uat.films.stage import (
    Chapter,
    Drive,
    FunctionCurve,
    Graph,
    NetworkCurve,
    NetworkDiagram,
    Readout,
    formula,
    words,
)
from uat.films.stage.gauge import Gauge
from uat.films.stage.text import BODY, LABEL, TITLE_HEIGHT
from uat.films.stage.varying import varying_subject
from uat.films.stage.writing import two_decimals, two_digits, whole
from uat.networks.activations import logit
from uat.networks.network import Layer, Network

from ._output import (
    BUMPS,
    LEFT_MIDDLE,
    LINEAR_MIDDLE,
    MARGIN,
    MORE,
    NEAREST,
    RIGHT_MIDDLE,
    WEIGHTS_HEIGHT,
    Output,
    Stretch,
    Sum,
    Trace,
    bump_heights,
    get_network,
    get_target,
    inverse,
    outside,
    probe,
    with_sigmoid,
    with_weights,
    without_output,
)


class OutputNeuron(Chapter):
    """So far the output neuron only added up; now it has a sigmoid, too."""

    def construct(self) -> None:
        subject, output = varying_subject(self.spec), Output(self.spec)
        whole = approximate(subject.target, neurons=2 * MORE[0], construction="bumps").network
        graph = Graph(
            subject.x_range,
            subject.y_range,
            width=5.2,
            height=4.1,
            center=RIGHT_MIDDLE,
            x_label=f"${output.x}$",
        )
        function, curve = FunctionCurve(graph, subject.target), NetworkCurve(graph, whole)
        title = subject.title(12.0)
        title.move_to([graph.corner[0] + 5.2, TITLE_HEIGHT, 0.0], aligned_edge=RIGHT)
        diagram = self._diagram(whole, "Sigma")
        self.show_title("The output neuron")

        # A neuron that only adds up
        self.say(
            "So far the output neuron only added up what it got. That sum was our function.",
            FadeIn(diagram),
            FadeIn(graph),
            Create(function),
            Write(title),
            run_time=1.4,
        )
        self.play(Create(curve), run_time=1.4)

        # Between 0 and 1
        squashing = self._diagram(whole, "sigma")
        self.say(
            "Now let it have a sigmoid, like all the others. What comes out then lies between "
            "zero and one.",
            FadeOut(diagram),
            FadeIn(squashing),
            FadeOut(curve),
            run_time=0.9,
        )
        self.wait(0.4)
        self._rescale(output, VGroup(graph, function, title))

        # The same weights, squashed
        plain = approximate(output.target, neurons=2 * MORE[0], construction="bumps").network
        added = NetworkCurve(output.graph, plain, DARK.muted, 3.0)
        squashed = NetworkCurve(output.graph, with_sigmoid(plain))
        self.say(
            f"Weights that add up to {output.name} won't do any more. The sigmoid bends their sum.",
            Create(added),
            run_time=1.2,
        )
        self.play(Create(squashed), run_time=1.4)
        leaving = VGroup(squashing, output.graph, output.function, added, squashed)
        self.hush(FadeOut(leaving))

    @staticmethod
    def _diagram(network: Network, output: str) -> NetworkDiagram:
        return NetworkDiagram(
            network,
            width=4.0,
            height=4.6,
            center=LINEAR_MIDDLE,
            most=8,
            radius=0.27,
            output=output,
        )

    def _rescale(self, output: Output, own: VGroup) -> None:
        """Exchange f's own graph for one from 0 to 1."""
        if output.name == "f":
            self.say(
                "Our function lies between them already.",
                FadeOut(own),
                FadeIn(output.graph, output.function),
                run_time=1.0,
            )
            self.wait(0.8)
            return
        low, share = MARGIN, 1 - 2 * MARGIN
        rule = formula(
            f"g({output.x}) = {low:g} + {share:g} dot "
            f"(f({output.x}) - min f)/(max f - min f)",
            LABEL,
            DARK.target,
        ).move_to((RIGHT_MIDDLE[0] + 2.6, 3.3, 0.0), aligned_edge=RIGHT)  # fmt: skip
        self.say(
            "Our function doesn't keep to that. So we rescale it, from one tenth to nine "
            "tenths. We call that g.",
            FadeOut(own),
            FadeIn(output.graph, output.function),
            Write(rule),
            run_time=1.4,
        )
        self.wait(0.4)
        self.play(FadeOut(rule), run_time=0.4)


class Backwards(Chapter):
    """Which sum gives this output? The sigmoid, read backwards."""

    def construct(self) -> None:
        output = Output(self.spec)
        name = output.name
        neuron = Network((Layer([[1.0]], [0.0], "sigmoid"), Layer([[1.0]], [0.0], "linear")))
        curve_graph = Graph(
            (-6.0, 6.0),
            (0.0, 1.0),
            width=5.2,
            height=4.1,
            center=LEFT_MIDDLE,
            x_label="$z$",
            y_label="the output neuron, $sigma(z)$",
        )
        sigmoid = NetworkCurve(curve_graph, neuron, DARK.step)
        self.say(
            f"Which weighted sum makes the output neuron say {name} of {output.spoken}? "
            "Here's its sigmoid.",
            FadeIn(output.graph, output.function, curve_graph),
            Create(sigmoid),
            run_time=1.4,
        )

        # From the function across to the sigmoid, and down
        trace = Trace(output, curve_graph)
        self.say(
            "Go across from the function to the sigmoid. Then go down to the axis. There's "
            "exactly one such z.",
            FadeIn(trace.group),
        )
        low, high = output.graph.x_range
        moving = [trace.lines, trace.dots, trace.argument.digits, trace.sum.digits]
        self.play(Drive(moving, trace.move, low, high, rate_func=lambda t: t), run_time=6.0)

        # The inverse has a formula
        rule = formula("sigma^(-1)(y) = ln y/(1 - y)", BODY, DARK.step)
        rule.move_to((LEFT_MIDDLE[0] + 1.5, -0.95, 0.0))
        self.say(
            "That's the inverse of the sigmoid. It's the logarithm of y over one minus y.",
            FadeOut(trace.group),
            Write(rule),
            run_time=1.2,
        )
        self.hush(FadeOut(VGroup(curve_graph, sigmoid, rule)))


class HiddenLayer(Chapter):
    """Bumps for the inverse sigmoid of f: their heights are the weights."""

    def construct(self) -> None:
        output, hidden = Output(self.spec), Sum(self.spec)
        self.add(output.graph, output.function)
        network = get_network(self.spec, BUMPS).network
        none = with_weights(network, 0.0)
        added = NetworkCurve(hidden.graph, without_output(none), DARK.step)
        squashed = NetworkCurve(output.graph, none)
        heights = self._heights(hidden.graph, network)
        name = words("weights $h$", LABEL, DARK.muted)
        name.move_to((hidden.graph.corner[0], WEIGHTS_HEIGHT + 0.5, 0.0), aligned_edge=LEFT)

        # A new target for the hidden layer
        self.say(
            "So the hidden layer gets a new target. It isn't the function, but the inverse "
            "sigmoid of it.",
            FadeIn(hidden.graph),
            Create(hidden.function),
            run_time=1.8,
        )

        # Bumps for it
        self.say(
            "Take five bumps, all of height zero. The sum is zero, and the output neuron says "
            "one half.",
            FadeIn(added),
            FadeIn(squashed),
            FadeIn(*heights, name),
            run_time=1.0,
        )

        def grow(share: float) -> None:
            now = with_weights(network, share)
            added.set_network(without_output(now))
            squashed.set_network(now)
            for readout, height in zip(heights, bump_heights(now), strict=True):
                readout.set_value(height)

        self.say(
            "Give every bump the height of the curve where it stands. Those heights are the "
            "weights: plus h, then minus h.",
        )
        digits = [readout.digits for readout in heights]
        self.play(Drive([added, squashed, *digits], grow), run_time=3.5)
        self.say(
            "And the output neuron squashes the sum, back to the function.",
        )
        self.hush(FadeOut(*heights, name))

    @staticmethod
    def _heights(graph: Graph, network: Network) -> list[Readout]:
        """Draw a readout for each bump, above it."""
        readouts = []
        low, high = graph.x_range
        for n, _ in enumerate(bump_heights(network)):
            readout = Readout("", 0.0, two_decimals, LABEL, DARK.step)
            x = graph.point(low + (n + 0.5) * (high - low) / BUMPS, 0.0)[0]
            readout.shift(np.array([x, WEIGHTS_HEIGHT, 0.0]) - readout.get_center())
            readouts.append(readout)
        return readouts


class MoreBumps(Chapter):
    """More bumps make both errors smaller; the output's is at most a fourth of the sum's."""

    def construct(self) -> None:
        output, hidden = Output(self.spec), Sum(self.spec)
        nets = [get_network(self.spec, bumps) for bumps in (BUMPS, *MORE)]
        added = NetworkCurve(hidden.graph, without_output(nets[0].network), DARK.step)
        squashed = NetworkCurve(output.graph, nets[0].network)
        self.add(output.graph, output.function, hidden.graph, hidden.function, added, squashed)
        neurons = self._gauge("neurons", 2 * BUMPS, -6.05, whole, DARK.network)
        in_sum = self._gauge("error of the sum", self._error(nets[0]), -3.3, two_digits, DARK.error)
        at_end = self._gauge("error of the output", nets[0].error.max, 1.15, two_digits, DARK.error)

        # Both get better
        self.play(FadeIn(neurons, in_sum, at_end), run_time=0.6)
        self.say(
            "With more bumps both get better, the sum and the output.",
        )
        for net in nets[1:]:
            fresh = [
                NetworkCurve(hidden.graph, without_output(net.network), DARK.step),
                NetworkCurve(output.graph, net.network),
            ]
            neurons.set_value(net.network.neurons)
            in_sum.set_value(self._error(net))
            at_end.set_value(net.error.max)
            self.play(FadeOut(added, squashed), *map(FadeIn, fresh), run_time=0.9)
            added, squashed = fresh
            self.wait(0.9)

        # A fourth
        rule = formula("abs(sigma'(z)) <= 1 \\/ 4", BODY, DARK.step)
        rule.move_to((RIGHT_MIDDLE[0] + 1.6, 2.75, 0.0))
        self.say(
            "And the output is even better than the sum. The sigmoid's slope is one fourth at "
            "most. So an error of the sum comes out a fourth as large, or less.",
            Write(rule),
            run_time=1.0,
        )
        leaving = VGroup(neurons, in_sum, at_end, rule, added, squashed)
        self.hush(FadeOut(VGroup(leaving, output.graph, output.function, hidden.graph)),
                  FadeOut(hidden.function))  # fmt: skip

    def _error(self, net: Approximation) -> float:
        """Measure the sum's largest distance from its target: on a grid, at the output's worst."""
        x = probe(varying_subject(self.spec))
        x = np.append(x[outside(x, net.error.left_out.intervals)], net.error.at)
        deviation = np.abs(without_output(net.network).forward(x[:, None])[:, 0] - self._goal(x))
        return float(deviation.max())

    def _goal(self, x: Any) -> Any:
        return inverse(get_target(self.spec))(x)

    @staticmethod
    def _gauge(label: str, value: float, x: float, write: Any, color: str) -> Gauge:
        return Gauge(label, value, (x, 3.55, 0.0), write=write, color=color)


class NearTheEnds(Chapter):
    """Near 0 and 1 the inverse sigmoid is steep, and at 0 and 1 it is infinite."""

    def construct(self) -> None:
        edge = 1.1 * float(logit(np.array(1 - NEAREST)))
        output, hidden = Output(self.spec, "g"), Sum(self.spec, edge, "g")
        stretch = Stretch(self.spec, output, hidden)
        margin = Gauge(
            "from 0, and from 1", MARGIN, (1.15, 3.55, 0.0), write=two_digits, color=DARK.target
        )
        largest = Gauge(
            "largest $|sigma^(-1)|$", stretch.largest, (-6.05, 3.55, 0.0), write=two_digits,
            color=DARK.step,
        )  # fmt: skip

        # A function that comes close to 0 and 1
        self.say(
            "What if the function comes close to zero and one? Let g be our function, stretched "
            "more and more.",
            FadeIn(output.graph, hidden.graph, *stretch.curves, margin, largest),
            run_time=1.2,
        )

        def change(log_margin: float) -> None:
            stretch.set_margin(float(np.exp(log_margin)))
            margin.set_value(stretch.margin)
            largest.set_value(stretch.largest)

        moving = [*stretch.curves, margin.digits, largest.digits]
        self.say(
            "Then the sum has to go far up and far down. It takes large weights, and it's steep "
            "there.",
        )
        self.play(Drive(moving, change, np.log(MARGIN), np.log(0.01)), run_time=2.5)
        self.say(
            "At zero and one themselves the inverse is infinite. No weights reach it, but we "
            "can come as close as we like.",
        )
        self.play(Drive(moving, change, np.log(0.01), np.log(NEAREST)), run_time=2.5)

        # Infinite, and yet
        errors = stretch.errors()
        gauges = [
            Gauge(label, error, (x, 3.55, 0.0), write=two_digits, color=DARK.error)
            for label, error, x in zip(
                ("error of the sum", "error of the output"), errors, (-3.3, 4.3), strict=True
            )
        ]
        self.say(
            "But a wrong sum hardly matters there, because the sigmoid is flat. The "
            "output stays close all the same.",
            FadeIn(*gauges),
            run_time=1.0,
        )
        self.hush()
