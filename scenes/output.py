"""A sigmoid on the output too: then the hidden layer has to make the inverse sigmoid of f."""

import numpy as np
from manim import LEFT, RIGHT, Create, FadeIn, FadeOut, ReplacementTransform, VGroup, Write, linear

from uat.approximation import approximate
from uat.base.palette import DARK
from uat.films.stage import (  # fmt: skip
    Chapter,
    Drive,
    FunctionCurve,
    Graph,
    NetworkCurve,
    NetworkDiagram,
    formula,
    words,
)
from uat.films.stage.text import BODY, LABEL, TITLE_HEIGHT
from uat.films.stage.varying import varying_subject
from uat.films.stage.writing import two_digits, whole
from uat.networks.activations import logit
from uat.networks.network import Layer, Network

from ._output import (
    BUMPS,
    LEFT_MIDDLE,
    LINEAR_MIDDLE,
    LOW,
    LOW_MIDDLE,
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
    gauge_above,
    get_network,
    sum_error,
    weight_readouts,
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
            subject.x_range, subject.y_range, width=5.2, height=4.1, center=RIGHT_MIDDLE,
            x_label=f"${output.x}$",
        )  # fmt: skip
        function, curve = FunctionCurve(graph, subject.target), NetworkCurve(graph, whole)
        title = subject.title(12.0)
        title.move_to([graph.corner[0] + 5.2, TITLE_HEIGHT, 0.0], aligned_edge=RIGHT)
        diagram = self._diagram(whole, "Sigma")

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
            network, width=4.0, height=4.6, center=LINEAR_MIDDLE, most=8, radius=0.27,
            output=output,
        )  # fmt: skip

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
        self.play(FadeOut(rule), run_time=0.4)


class Backwards(Chapter):
    """Which sum gives this output? The sigmoid, read backwards."""

    def construct(self) -> None:
        low, output, hidden = Output(self.spec, low=True), Output(self.spec), Sum(self.spec)
        neuron = Network((Layer([[1.0]], [0.0], "sigmoid"), Layer([[1.0]], [0.0], "linear")))
        curve_graph = Graph(
            (-4.0, 4.0), (0.0, 1.0), width=5.2, height=LOW, x_label="$z$",
            center=(LEFT_MIDDLE[0], LOW_MIDDLE, 0.0), y_label="the output neuron, $sigma(z)$",
        )  # fmt: skip
        sigmoid = NetworkCurve(curve_graph, neuron, DARK.step)
        self.say(f"Here's {output.name} of {output.spoken}, and the output neuron's sigmoid.",
                 FadeIn(low.graph, low.function, curve_graph), Create(sigmoid),
                 run_time=1.4)  # fmt: skip
        self.say(f"Which weighted sum makes the neuron say {output.name} of {output.spoken}?",
                 about=sigmoid)  # fmt: skip

        # From the function across to the sigmoid, and down, where it leaves a trail
        trace = Trace(low, curve_graph)
        self.say("Go across from the function to the sigmoid, then down. There's exactly one "
                 "such z.", FadeIn(trace.group))  # fmt: skip
        self.add(trace.trail)
        start, stop = low.graph.x_range
        middle = (start + stop) / 2
        self.play(Drive(trace.moving, trace.move, start, middle, rate_func=linear), run_time=3.0)
        self.say("Let it leave a trail, on paper that runs down as we go on.")
        self.play(Drive(trace.moving, trace.move, middle, stop, rate_func=linear), run_time=3.0)

        # The trail is the inverse
        self.say("Turn this trail by a quarter. Now it's a curve: for each input, the sum that "
                 "we need.", FadeOut(trace.group), FadeOut(curve_graph, sigmoid))  # fmt: skip
        quarter = ReplacementTransform(trace.trail, hidden.function, path_arc=np.pi / 2)
        self.play(quarter, FadeIn(hidden.graph), FadeOut(low.graph), FadeIn(output.graph),
                  ReplacementTransform(low.function, output.function), run_time=2.4)  # fmt: skip
        rule = formula("sigma^(-1)(y) = ln y/(1 - y)", BODY, DARK.step)
        rule.move_to((LEFT_MIDDLE[0], 3.15, 0.0))
        self.say("That's the inverse of the sigmoid. It's the logarithm of y over one minus y.",
                 Write(rule), run_time=1.2)  # fmt: skip
        self.hush(FadeOut(rule))


class HiddenLayer(Chapter):
    """Bumps for the inverse sigmoid of f: their heights are the weights."""

    def construct(self) -> None:
        output, hidden = Output(self.spec), Sum(self.spec)
        self.add(hidden.graph, hidden.function, output.graph, output.function)
        network = get_network(self.spec, BUMPS).network
        none = with_weights(network, 0.0)
        added = NetworkCurve(hidden.graph, without_output(none), DARK.step)
        squashed = NetworkCurve(output.graph, none)
        heights = weight_readouts(hidden.graph, network)
        name = words("weights $h$", LABEL, DARK.muted)
        name.move_to((hidden.graph.corner[0], WEIGHTS_HEIGHT + 0.5, 0.0), aligned_edge=LEFT)

        # A new target for the hidden layer
        self.say("So this curve is the hidden layer's new target, and not the function itself.",
                 about=hidden.function)  # fmt: skip

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

        self.say("Give every bump the height of the curve where it stands. Those heights are the "
                 "weights: plus h, then minus h.")  # fmt: skip
        digits = [readout.digits for readout in heights]
        self.play(Drive([added, squashed, *digits], grow), run_time=3.5)
        self.say("And the output neuron squashes the sum, back to the function.")
        self.hush(FadeOut(*heights, name))


class MoreBumps(Chapter):
    """More bumps make both errors smaller; the output's is at most a fourth of the sum's."""

    def construct(self) -> None:
        output, hidden = Output(self.spec), Sum(self.spec)
        nets = [get_network(self.spec, bumps) for bumps in (BUMPS, *MORE)]
        added = NetworkCurve(hidden.graph, without_output(nets[0].network), DARK.step)
        squashed = NetworkCurve(output.graph, nets[0].network)
        self.add(output.graph, output.function, hidden.graph, hidden.function, added, squashed)
        neurons = gauge_above("neurons", 2 * BUMPS, -6.05, whole, DARK.network)
        in_sum = gauge_above(
            "error of the sum", sum_error(self.spec, nets[0]), -3.3, two_digits, DARK.error
        )
        at_end = gauge_above("error of the output", nets[0].error.max, 1.15, two_digits, DARK.error)

        # Both get better
        self.play(FadeIn(neurons, in_sum, at_end), run_time=0.6)
        self.say("With more bumps both get better, the sum and the output.")
        for net in nets[1:]:
            fresh = [
                NetworkCurve(hidden.graph, without_output(net.network), DARK.step),
                NetworkCurve(output.graph, net.network),
            ]
            neurons.set_value(net.network.neurons)
            in_sum.set_value(sum_error(self.spec, net))
            at_end.set_value(net.error.max)
            self.play(FadeOut(added, squashed), *map(FadeIn, fresh), run_time=0.9)
            added, squashed = fresh
            self.wait(0.9)

        # A fourth
        rule = formula("abs(sigma'(z)) <= 1 \\/ 4", BODY, DARK.step)
        rule.move_to((RIGHT_MIDDLE[0] + 1.6, 2.75, 0.0))
        self.say("And the output is even better than the sum. The sigmoid's slope is one fourth at "
                 "most. So an error of the sum comes out a fourth as large, or less.",
                 Write(rule), run_time=1.0)  # fmt: skip
        leaving = VGroup(neurons, in_sum, at_end, rule, added, squashed)
        self.hush(FadeOut(VGroup(leaving, output.graph, output.function, hidden.graph)),
                  FadeOut(hidden.function))  # fmt: skip


class NearTheEnds(Chapter):
    """Near 0 and 1 the inverse sigmoid is steep, and at 0 and 1 it is infinite."""

    def construct(self) -> None:
        edge = 1.1 * float(logit(np.array(1 - NEAREST)))
        output, hidden = Output(self.spec, "g"), Sum(self.spec, edge, "g")
        stretch = Stretch(self.spec, output, hidden)
        margin = gauge_above("from 0, and from 1", MARGIN, 1.15, two_digits, DARK.target)
        largest = gauge_above("largest $|sigma^(-1)|$", stretch.largest, -6.05, two_digits,
                              DARK.step)  # fmt: skip

        # A function that comes close to 0 and 1
        fade = FadeIn(output.graph, hidden.graph, *stretch.curves, margin, largest)
        self.say("What if the function comes close to zero and one? Let g be our function, "
                 "stretched more and more.", fade, run_time=1.2)  # fmt: skip

        def change(log_margin: float) -> None:
            stretch.set_margin(float(np.exp(log_margin)))
            margin.set_value(stretch.margin)
            largest.set_value(stretch.largest)

        moving = [*stretch.curves, margin.digits, largest.digits]
        self.say("Then the sum has to go far up and far down. It takes large weights, and it's "
                 "steep there.")  # fmt: skip
        self.play(Drive(moving, change, np.log(MARGIN), np.log(0.01)), run_time=2.5)
        self.say("At zero and one themselves the inverse is infinite. No weights reach it, but we "
                 "can come as close as we like.")  # fmt: skip
        self.play(Drive(moving, change, np.log(0.01), np.log(NEAREST)), run_time=2.5)

        # Infinite, and yet
        errors = stretch.errors()
        names, places = ("error of the sum", "error of the output"), (-3.3, 4.3)
        gauges = [gauge_above(name, error, x, two_digits, DARK.error)
                  for name, error, x in zip(names, errors, places, strict=True)]  # fmt: skip
        self.say("But a wrong sum hardly matters there, because the sigmoid is flat. The "
                 "output stays close all the same.",
                 FadeIn(*gauges), run_time=1.0)  # fmt: skip
        self.hush()
