"""A sigmoid on the output too: then the hidden layer has to make the inverse sigmoid of f."""

import numpy as np
from manim import RIGHT, Create, FadeIn, FadeOut, ReplacementTransform, VGroup, Write

from uat.base.palette import DARK
from uat.films.stage import Chapter, NetworkCurve, formula, varying_subject
from uat.films.stage.text import BODY, LABEL
from uat.films.stage.zoom import zoom
from uat.networks.activations import logit

from ._output import (
    BUMPS,
    LEFT_MIDDLE,
    MARGIN,
    MORE,
    RIGHT_MIDDLE,
    Output,
    Own,
    Sum,
    Trace,
    add_up,
    draw_sigmoid,
    get_network,
    with_sigmoid,
)
from ._output_bumps import NEAREST, Growing, Numbers, Slopes, Stretch, draw_both, told

UPRIGHT = ((-0.3, -2.75, 6.7, 3.7), (-6.55, -2.75, -0.4, 3.95))
TAKES = "f(x)"
NEEDS = "one that is not constant"
about = varying_subject


class OutputNeuron(Chapter):
    """So far the output neuron only added up; now it has a sigmoid, too."""

    def construct(self) -> None:
        own, output = Own(self.spec), Output(self.spec)

        # A neuron that only adds up
        self.show_title("A sigmoid at the end")
        self.say("So far the output neuron only added up what it got. That sum was our function.",
                 FadeIn(own.adding), FadeIn(own.graph), Create(own.function),
                 run_time=1.4)  # fmt: skip
        self.play(Create(own.curve), run_time=1.4)

        # Between 0 and 1
        self.say("Now let it have a sigmoid, like all the others. What comes out then lies between "
                 "zero and one.", FadeOut(own.adding), FadeIn(own.squashing), FadeOut(own.curve),
                 Write(own.title), run_time=0.9)  # fmt: skip
        self._rescale(output, own)

        # The same weights, squashed
        network = add_up(output.target)
        added = NetworkCurve(output.graph, network, DARK.muted, 3.0)
        squashed = NetworkCurve(output.graph, with_sigmoid(network))
        self.say(f"Weights that add up to {output.name} won't do any more. The sigmoid bends their "
                 "sum.", Create(added), run_time=1.2)  # fmt: skip
        self.play(Create(squashed), run_time=1.4)
        leaving = VGroup(own.squashing, output.graph, output.function, added, squashed)
        self.hush(FadeOut(leaving))

    def _rescale(self, output: Output, own: Own) -> None:
        """Exchange f's own graph for one from 0 to 1."""
        if output.name == "f":
            self.say("Our function lies between them already.", FadeOut(own.title))
            zoom(self, own.graph, output.graph, [own.function])
            self.remove(own.function)
            self.add(output.function)
            return
        low, share = MARGIN, 1 - 2 * MARGIN
        rule = formula(
            f"g({output.x}) = {low:g} + {share:g} dot "
            f"(f({output.x}) - min f)/(max f - min f)",
            LABEL,
            DARK.target,
        ).move_to((RIGHT_MIDDLE[0] + 2.6, 3.3, 0.0), aligned_edge=RIGHT)  # fmt: skip
        self.say(
            f"{own.outside} So we rescale it, from one tenth to nine tenths. We call that g.",
            FadeOut(own.graph, own.function, own.title),
            FadeIn(output.graph, output.function),
            Write(rule),
            run_time=1.4,
        )
        self.play(FadeOut(rule), run_time=0.4)


class Backwards(Chapter):
    """Which sum gives this output? The sigmoid, read backwards."""

    def construct(self) -> None:
        low, output, hidden = Output(self.spec, low=True), Output(self.spec), Sum(self.spec)
        graph, sigmoid = draw_sigmoid()
        self.say(f"Here's {output.name} of {output.spoken}, and the output neuron's sigmoid.",
                 FadeIn(low.graph, low.function, graph), Create(sigmoid), run_time=1.4)  # fmt: skip
        self.say(f"Which weighted sum makes the neuron say {output.name} of {output.spoken}?",
                 about=sigmoid)  # fmt: skip

        # From the function across to the sigmoid, and down, where it leaves a trail
        trace = Trace(low, graph)
        self.hush()
        self.add(trace.group, trace.trail)
        self.bring_to_front(graph.marks, low.graph.marks)
        self.say("Go across from the function to the sigmoid, then down. There's exactly one "
                 "such z.", FadeIn(trace.group))  # fmt: skip
        self.play(trace.run(0.0, 0.5), run_time=3.0)
        self.say("Let it leave a trail, on paper that runs down as we go on.")
        self.play(trace.run(0.5, 1.0), run_time=3.0)

        # The trail is the inverse
        self.say("Turn this trail by a quarter. Now it's a curve: for each input, the sum that "
                 "we need.", FadeOut(trace.group), FadeOut(graph, sigmoid))  # fmt: skip
        quarter = ReplacementTransform(trace.trail, hidden.function, path_arc=np.pi / 2)
        self.play(quarter, FadeIn(hidden.graph), FadeOut(low.graph), FadeIn(output.graph),
                  ReplacementTransform(low.function, output.function), run_time=2.4)  # fmt: skip
        self._name_inverse()

    def _name_inverse(self) -> None:
        """Write the inverse of the sigmoid above its curve."""
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
        bumps = Growing(get_network(self.spec, BUMPS).network, hidden, output)

        # A new target for the hidden layer
        self.say("So this curve is the hidden layer's new target, and not the function itself.",
                 about=hidden.function)  # fmt: skip

        # Bumps for it
        self.say("Take five bumps, all of height zero. The sum is zero, and the output neuron says "
                 "one half.", *map(FadeIn, bumps.curves), FadeIn(*bumps.weights),
                 run_time=1.0)  # fmt: skip
        self.say("Give every bump the height of the curve where it stands. Those heights are the "
                 "weights: plus h, then minus h.")  # fmt: skip
        self.play(bumps.grow(), run_time=3.5)
        self.say("And the output neuron squashes the sum, back to the function.")
        self.hush(FadeOut(*bumps.weights))


class MoreBumps(Chapter):
    """More bumps make both errors smaller; the output's is at most a fourth of the sum's."""

    def construct(self) -> None:
        output, hidden = Output(self.spec), Sum(self.spec)
        few, *more = (get_network(self.spec, bumps) for bumps in (BUMPS, *MORE))
        curves, numbers = draw_both(few.network, hidden, output), Numbers(self.spec, few)
        self.add(output.graph, output.function, hidden.graph, hidden.function, *curves)

        # Both get better
        self.play(FadeIn(*numbers.gauges), run_time=0.6)
        self.say(told(self.spec, few, more[-1]))
        for net in more:
            before, curves = curves, draw_both(net.network, hidden, output)
            numbers.show(net)
            self.play(FadeOut(*before), *map(FadeIn, curves), run_time=0.9)
            self.wait(0.9)

        # A fourth
        slopes = Slopes()
        self.say("And the output is off by less than the sum. That's because of the sigmoid.",
                 FadeOut(hidden.graph, hidden.function, curves[0]), FadeIn(slopes.graph),
                 Create(slopes.curve), run_time=1.2)  # fmt: skip
        self.say("Its slope is one fourth at most.", FadeIn(slopes.rule), Create(slopes.steepest))
        self.say("So an error of the sum comes out a fourth as large, or less.",
                 FadeIn(slopes.error))  # fmt: skip
        self.play(slopes.slide(), run_time=3.6)
        leaving = VGroup(*numbers.gauges, slopes.parts, curves[1])
        self.hush(FadeOut(leaving), FadeOut(output.graph, output.function))


class NearTheEnds(Chapter):
    """Near 0 and 1 the inverse sigmoid is steep, and at 0 and 1 it is infinite."""

    def construct(self) -> None:
        edge = 1.1 * float(logit(np.array(1 - NEAREST)))
        output, hidden = Output(self.spec, "g"), Sum(self.spec, edge, "g")
        stretch = Stretch(self.spec, output, hidden)

        # A function that comes close to 0 and 1
        fade = FadeIn(output.graph, hidden.graph, *stretch.curves, *stretch.gauges)
        self.say("What if the function comes close to zero and one? Let g be our function, "
                 "stretched more and more.", fade, run_time=1.2)  # fmt: skip
        self.say("Then the sum has to go far up and far down. It takes large weights, and it's "
                 "steep there.")  # fmt: skip
        self.play(stretch.drive(MARGIN, 0.01), run_time=2.5)
        self.say("At zero and one themselves the inverse is infinite. No weights reach it, but we "
                 "can come as close as we like.")  # fmt: skip
        self.play(stretch.drive(0.01, NEAREST), run_time=2.5)

        # Infinite, and yet
        self.say("But a wrong sum hardly matters there, because the sigmoid is flat. The "
                 "output stays close all the same.",
                 FadeIn(*stretch.error_gauges()), run_time=1.0)  # fmt: skip
        self.hush()
