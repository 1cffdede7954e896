"""Which neurons can do it: two different limits are enough, a straight line never is."""

from typing import Any

import numpy as np
from manim import LEFT, Create, FadeIn, FadeOut, VGroup, Write

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, FunctionCurve, Readout, formula, varying_subject
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.subtracting import SubtractingArrows
from uat.films.stage.text import BODY

from ._activations import (
    ARROWS,
    CUBICS,
    LINES,
    NUMBERS,
    SLANT,
    SOFT,
    STEEP,
    STEPS,
    TURN,
    Bench,
    Numbers,
    get_cubic,
    get_error,
    get_lines,
    get_pair,
    get_part,
    get_rivals,
    get_step,
    neuron_line,
    subject_graph,
    unit_graph,
)

UPRIGHT = ((-1.75, -2.65, 6.35, 3.6), (-6.6, -2.95, -1.6, 3.75))
TAKES = "f(x)"
NEEDS = "one that is not constant"
about = varying_subject


class Limits(Chapter):
    """Of the sigmoid only its two limits were needed."""

    def construct(self) -> None:
        bench = Bench("sigmoid", get_step("sigmoid", SOFT), unit_graph())
        weight = bench.weight()
        self.show_title("Which neurons can do it?")
        self.say(
            "So far, every neuron had this curve inside. Which of its properties did we need?",
            FadeIn(bench.left),
            FadeIn(bench.diagram),
            FadeIn(bench.graph),
            Create(bench.s_curve),
            Create(bench.curve),
            run_time=1.4,
        )
        self.say(
            "Make the weight large. The middle gets squeezed together.", FadeIn(weight, bench.name)
        )
        self.play(bench.steepen(weight), run_time=2.4)
        lines = bench.limits()
        self.say("What's left are its two ends, on the far left and on the far right.")
        self.play(Create(lines[0]), run_time=0.8)
        self.play(Create(lines[1]), run_time=0.8)
        self.say("It has two limits, and they differ. That's all we used.", FadeOut(lines))
        self._others(bench, weight)

    def _others(self, bench: Bench, weight: Readout) -> None:
        """Put other curves with two limits into the neuron: each makes a step."""
        self.say("So many other curves will do. Watch the step: each of them makes it.")
        for activation in STEPS[:-1]:
            self._put(bench, weight, activation, 1.2)
        self.say("It needn't even look like a step. This one wobbles.")
        self._put(bench, weight, STEPS[-1], 2.4)
        self.say("But its wobbles get as narrow as its rise. So they hardly matter.")
        self.play(bench.steepen(weight, STEEP, SOFT), run_time=1.0)
        self.play(bench.steepen(weight), run_time=1.4)
        self.hush(FadeOut(weight))

    def _put(self, bench: Bench, weight: Readout, activation: str, seconds: float) -> None:
        weight.set_value(SOFT)
        self.play(*bench.switch(activation, get_step(activation, SOFT)), run_time=0.5)
        self.play(bench.steepen(weight), run_time=seconds)


class Straight(Chapter):
    """Straight lines add up to a straight line, however many there are."""

    def construct(self) -> None:
        bench = Bench(STEPS[-1], get_step(STEPS[-1], STEEP), unit_graph())
        self.add(*bench.parts)
        network = get_lines(LINES[0], 0.0)
        graph = unit_graph((-1.6, 1.6))
        self.say("Is there a curve that can't do it? What would you try?", about=bench.s_curve)
        switch = bench.switch("linear", network, graph)
        single = VGroup(*(neuron_line(graph, network, n) for n in range(LINES[0])))
        self.say("The straight line can't. Here are three neurons that hand on lines.")
        self.play(*switch[:-1], FadeIn(single), run_time=0.8)
        self.say("Add up straight lines, with any weights you like. You get a straight line.")
        self.play(Create(bench.curve), run_time=0.8)

        def vary(turn: float) -> None:
            now = get_lines(LINES[0], turn)
            bench.curve.set_network(now)
            bench.diagram.set_network(now)
            for n, line in enumerate(single):
                line.become(neuron_line(graph, now, n))

        self.play(Drive([single, bench.curve, bench.diagram], vary, 0.0, 2.4), run_time=3.0)
        self.play(FadeOut(single), run_time=0.3)
        self._more(bench)

    def _more(self, bench: Bench) -> None:
        """Take more lines; the sum stays one."""
        self.say("More of them? Still a line, whatever the weights.")
        for neurons in LINES[1:]:
            self.play(*bench.refine(get_lines(neurons, 0.0)), run_time=0.5)

            def turned(turn: float, neurons: int = neurons) -> None:
                bench.curve.set_network(get_lines(neurons, turn))
                bench.diagram.set_network(bench.curve.network)

            self.play(Drive([bench.curve, bench.diagram], turned, 0.0, TURN), run_time=1.4)
        self.hush()


class Cubics(Chapter):
    """Cubics add up to a cubic: four numbers, however many neurons there are."""

    def construct(self) -> None:
        subject = varying_subject(self.spec)
        networks = [get_cubic(self.spec, neurons) for neurons in CUBICS]
        errors = [get_error(network, subject) for network in networks]
        bench = Bench("linear", get_lines(LINES[-1], TURN), unit_graph((-1.6, 1.6)))
        self.add(*bench.parts)
        *switch, arriving = bench.switch("z^3", networks[0], subject_graph(subject))
        function = FunctionCurve(bench.graph, subject.target)
        numbers = Numbers(networks[0], errors[0])
        self.say("So must it be bent? Let's put a cube in, and aim at this curve.")
        self.play(*switch, run_time=0.8)
        self.play(Create(function), run_time=1.4)
        self.say("Two neurons can't do much. Four are better.", FadeIn(numbers), arriving)
        self.wait(0.6)
        self._take(bench, numbers, networks[1], errors[1])
        self.say("Now guess. What will a hundred of them do?")
        for network, error in zip(networks[2:], errors[2:], strict=True):
            self._take(bench, numbers, network, error)
        met = errors[-1] <= 1e-6 * (subject.high - subject.low)
        self.say(
            "This curve is a cubic itself. But only cubics are ever met."
            if met
            else "Nothing has changed! A hundred cubes are no better than four.",
        )
        few = ClippedCurve(bench.graph, networks[1], color=DARK.text, width=2.0)
        self.play(Create(few), run_time=1.6)
        self.play(FadeOut(few), run_time=0.4)
        self._why(numbers)
        self.hush()

    def _take(self, bench: Bench, numbers: Numbers, network: Any, error: float) -> None:
        """Show this network in the place of a smaller one."""
        before = bench.curve
        bench.curve = ClippedCurve(bench.graph, network)
        swap = bench.refine(network)
        self.play(*swap, FadeOut(before), FadeIn(bench.curve), run_time=0.8)
        numbers.set_values(network, error)
        self.wait(0.4)

    def _why(self, numbers: Numbers) -> None:
        """Multiply out: all cubes together are one cubic."""
        sum_of = formula("sum_j h_j (x - s_j)^3 = A x^3 + B x^2 + C x + D", BODY)
        sum_of.move_to((-1.35, 3.2, 0.0), aligned_edge=LEFT)
        self.say("Multiply out, and collect. Their sum is one cubic: four numbers, no more.")
        self.play(FadeOut(numbers), run_time=0.3)
        self.play(Write(sum_of), run_time=1.6)
        self.say("It's so for every polynomial. And it's the only exception, Leshno proved.",
                 about=sum_of)  # fmt: skip
        self.hush(FadeOut(sum_of))


class Rectified(Chapter):
    """A relu has no limit on the right; but the difference of two has."""

    def construct(self) -> None:
        graph, pair = unit_graph((-0.5, 3.2)), get_pair(0.0)
        self._begin(bench := self._bench(), pair, graph)
        first = ClippedCurve(graph, get_part(pair, 0), color=DARK.positive)
        second = ClippedCurve(graph, get_part(pair, 1), color=DARK.negative)
        self.play(Create(first), run_time=1.0)
        self.say("It has no limit on the right. So can it make a step?")
        self.say("Take a second one, and shift it to the right.")
        self.play(FadeIn(second), run_time=0.3)
        arrows = SubtractingArrows(
            graph, first.network, first.network, np.linspace(0.04, 0.96, ARROWS)
        )

        def slide(gap: float) -> None:
            second.set_network(get_part(get_pair(gap), 1))
            arrows.set_networks(first.network, second.network)

        self.add(arrows)
        self.play(Drive([second, arrows], slide, 0.0, 1.0), run_time=2.2)
        self.say("Subtract: how far is it from one up to the other?", about=arrows)
        self.say("Where both rise, it's always the same. So let the arrows down.")
        self.play(Drive(arrows, arrows.let_down), run_time=2.4)
        self._step(bench, VGroup(first, second), arrows)

    def _bench(self) -> Bench:
        """Show what the shot before ended with."""
        subject = varying_subject(self.spec)
        bench = Bench("z^3", get_cubic(self.spec, CUBICS[-1]), subject_graph(subject))
        self.function = FunctionCurve(bench.graph, subject.target)
        self.add(*bench.parts, self.function, bench.curve)
        return bench

    def _begin(self, bench: Bench, pair: Any, graph: Any) -> None:
        """Put the relu in the cube's place; its sum is not drawn yet."""
        self.say("The neuron that's used most today is this one. It's off, and then it rises.")
        *switch, _ = bench.switch("relu", pair, graph)
        self.play(FadeOut(self.function), *switch, run_time=0.8)

    def _step(self, bench: Bench, both: VGroup, arrows: Any) -> None:
        """The difference is the network's output; larger weights make it steep."""
        bench.curve = ClippedCurve(bench.graph, get_pair(1.0))
        self.say("Now there are two limits. A pair of such neurons makes a step.")
        self.play(Create(bench.curve), both.animate.set_stroke(opacity=0.35), run_time=1.4)
        self.play(FadeOut(arrows), run_time=0.3)

        def steepen(log_w: float) -> None:
            pair = get_pair(1.0, float(np.exp(log_w)))
            bench.curve.set_network(pair)
            for n, curve in enumerate(both):
                curve.set_network(get_part(pair, n))

        self.say("And larger weights make it as steep as we like.")
        moving = [both, bench.curve]
        self.play(Drive(moving, steepen, np.log(SLANT), np.log(STEEP)), run_time=2.0)
        self.hush(FadeOut(both))


class SameJob(Chapter):
    """The user's function, by neurons of several kinds; and then by the viewer's own."""

    def construct(self) -> None:
        subject, rivals = varying_subject(self.spec), get_rivals(self.spec)
        kinds = list(rivals)
        net = rivals[kinds[0]]
        bench = Bench("relu", get_pair(1.0, STEEP), unit_graph((-0.5, 3.2)))
        self.add(*bench.parts)
        *switch, _ = bench.switch(kinds[0], net.network, subject_graph(subject))
        function = FunctionCurve(bench.graph, subject.target)
        numbers = Numbers(net.network, net.error.max)
        self.say(f"So here's one curve, from {NUMBERS[len(kinds)]} of neurons.")
        self.play(*switch, run_time=0.8)
        self.play(Create(function), run_time=0.8)
        self.play(Create(bench.curve), FadeIn(numbers), run_time=1.2)
        self.say("All of them keep to the same tolerance. Some take more neurons than others.")
        for kind in kinds[1:]:
            net = rivals[kind]
            self.play(*bench.switch(kind, net.network), run_time=0.8)
            numbers.set_values(net.network, net.error.max)
            self.wait(0.4)
        self._own(bench, numbers)

    def _own(self, bench: Bench, numbers: Numbers) -> None:
        """Leave the place of s empty for the viewer's own; then show once more what will do."""
        own = formula("s(z) = thin ?", BODY, DARK.step).move_to(bench.name, aligned_edge=LEFT)
        self.say("And now write down a curve of your own. Will it do?")
        leaving = VGroup(bench.name, bench.s_curve, bench.curve, numbers)
        self.play(FadeOut(leaving), FadeIn(own), run_time=0.8)
        self.say("If it's continuous, and no polynomial, it will.", FadeOut(own))
        for kind, net in get_rivals(self.spec).items():
            self.play(*bench.switch(kind, net.network), run_time=0.5)
            self.wait(0.3)
        self.hush()
