"""Which neurons can do it: two different limits are enough, a straight line never is."""

from typing import Any

import numpy as np
from manim import LEFT, Create, FadeIn, FadeOut, VGroup

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, FunctionCurve, Graph, NetworkCurve, formula, words
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.gauge import Gauge
from uat.films.stage.text import BODY, LABEL, TITLE_HEIGHT
from uat.films.stage.varying import varying_subject
from uat.films.stage.writing import two_digits, whole

from ._activations import (
    COLUMN,
    LINES,
    NAMED,
    SOFT,
    STEEP,
    WOBBLY,
    WOBBLY_CODE,
    Pair,
    Wave,
    get_best,
    get_lines,
    get_pair,
    get_rivals,
    get_single,
    get_step,
    neuron_line,
    no_decimals,
)


class Limits(Chapter):
    """Of the sigmoid only its two limits were needed."""

    def construct(self) -> None:
        pair = Pair("sigmoid")
        name = pair.name(NAMED[0][1])

        self.show_title("Which neurons can do it?")
        self.say(
            "So far, every neuron was a sigmoid. Which of its properties did we need?",
            FadeIn(pair.left),
            FadeIn(name),
            Create(pair.curve),
            run_time=1.4,
        )
        self.say(
            "A larger weight squeezes its middle together. In the end only its two ends are left.",
            FadeIn(pair.right),
            FadeIn(pair.weight),
            Create(pair.step),
            run_time=1.0,
        )
        self.play(pair.steepen(SOFT, STEEP), run_time=2.4)
        lines = pair.limits()
        self.say(
            "So we need a limit on the left, and a limit on the right. And they have to differ.",
            FadeIn(lines),
        )
        self.wait(0.4)
        self.play(FadeOut(lines), run_time=0.3)

        # Others that have them
        self.say(
            "Many other curves have that. What their limits are doesn't matter. The weight and "
            "bias of the output make up for it.",
        )
        for key, code in NAMED[1:]:
            name = self._switch(pair, key, pair.name(code), name)
            self.play(pair.steepen(SOFT, STEEP), run_time=1.3)
            self.wait(0.3)
        self.say(
            "It needn't even look like a step. This one wobbles.",
        )
        name = self._switch(pair, WOBBLY, pair.name(WOBBLY_CODE), name)
        self.play(pair.steepen(SOFT, STEEP), run_time=2.6)
        self.say(
            "With a large weight, its wobbles get as narrow as its rise.",
        )
        self.hush(FadeOut(VGroup(pair.left, pair.right, pair.curve, pair.step, pair.weight, name)))

    def _switch(self, pair: Pair, activation: str, name: Any, old: Any) -> Any:
        """Put another s in the place of the one before."""
        pair.activation = activation
        leaving = [FadeOut(pair.curve), FadeOut(pair.step), FadeOut(old)]
        self.play(*leaving, run_time=0.3)
        pair.curve = ClippedCurve(pair.left, get_single(activation), color=DARK.step)
        pair.step = NetworkCurve(pair.right, get_step(activation, SOFT))
        pair.weight.set_value(SOFT)
        self.play(FadeIn(name), FadeIn(pair.curve), FadeIn(pair.step), run_time=0.5)
        return name


class Straight(Chapter):
    """Linear neurons add up to a line, and neurons of a polynomial to a polynomial."""

    def construct(self) -> None:
        graph = Graph(
            (-1.0, 1.0), (-1.6, 1.6), width=6.6, height=4.4, center=(-2.6, 0.1, 0.0), most_y=5
        )
        neurons = Gauge("neurons", LINES[0], (COLUMN, 1.9, 0.0), write=whole, color=DARK.step)
        network = get_lines(LINES[0], 0.0)
        single = VGroup(*(neuron_line(graph, network, n) for n in range(LINES[0])))
        total = ClippedCurve(graph, network)
        name = formula("s(z) = z", BODY, DARK.step)
        name.move_to((graph.corner[0], TITLE_HEIGHT, 0.0), aligned_edge=LEFT)

        # Sums of lines
        self.say(
            "One kind can't do it: the linear neuron. What comes out of it is a straight line.",
            FadeIn(graph),
            FadeIn(name),
            FadeIn(single),
            run_time=1.0,
        )
        self.say(
            "Add up straight lines, with any weights you like. You get a straight line.",
            FadeIn(neurons),
            Create(total),
            run_time=1.0,
        )

        def vary(turn: float) -> None:
            now = get_lines(LINES[0], turn)
            total.set_network(now)
            for n, line in enumerate(single):
                line.become(neuron_line(graph, now, n))

        self.play(Drive([single, total], vary, 0.0, 2.4), run_time=3.0)
        self.say(
            "Taking more of them doesn't help.",
            FadeOut(single),
        )
        for number_of in LINES[1:]:
            neurons.set_value(number_of)

            def more(turn: float, number_of: int = number_of) -> None:
                total.set_network(get_lines(number_of, turn))

            self.play(Drive([total, neurons.digits], more, 0.0, 1.6), run_time=1.5)
        self.hush(*(FadeOut(part) for part in (graph, total, neurons, name)))
        self._own()

    def _own(self) -> None:
        """Show what that means for f."""
        subject, best = varying_subject(self.spec), get_best(self.spec)
        graph = Graph(
            subject.x_range, subject.y_range, width=6.6, height=4.4, center=(-2.6, 0.1, 0.0),
            x_label=f"${subject.x}$",
        )  # fmt: skip
        title = subject.title(9.2)
        title.move_to((graph.corner[0], TITLE_HEIGHT, 0.0), aligned_edge=LEFT)
        curve = ClippedCurve(graph, best.line)
        error = Gauge("largest error", best.line_error, (COLUMN, 1.9, 0.0), write=two_digits,
                      color=DARK.error)  # fmt: skip
        function = FunctionCurve(graph, subject.target)
        self.say(
            "For this function, this is the best line of all. Its error is what a linear "
            "network is left with.",
            FadeIn(graph),
            FadeIn(title),
            FadeIn(function),
            FadeIn(curve),
            FadeIn(error),
            run_time=1.0,
        )
        parabola = ClippedCurve(graph, best.parabola)
        error.set_value(best.parabola_error)
        self.say(
            "Being bent isn't enough either. Squares add up to parabolas. Any polynomial only "
            "adds up to polynomials of its own degree.",
            FadeOut(curve),
            FadeIn(parabola),
        )
        self.say(
            "But that's the only exception. Leshno and others proved it in nineteen "
            "ninety-three. Every continuous s that's no polynomial can do it.",
        )
        self.hush(*(FadeOut(part) for part in (graph, title, function, parabola, error)))


class Rectified(Chapter):
    """What is rectified in a rectified linear unit, and how it makes a step."""

    def construct(self) -> None:
        left = Graph(
            (-2.0, 2.0), (-1.2, 2.2), width=4.6, height=3.7, center=(-4.0, 0.15, 0.0),
            x_label="$z$", y_label="$s(z)$", most_y=4,
        )  # fmt: skip
        right = Graph(
            (0.0, 4 * np.pi), (-1.2, 1.2), width=5.6, height=3.7, center=(3.2, 0.15, 0.0),
            x_label="time", y_label="a current", x_marks=False, most_y=3,
        )  # fmt: skip
        relu = ClippedCurve(left, get_single("relu"), color=DARK.step)
        name = formula("s(z) = max(z, 0)", BODY, DARK.step)
        name.move_to((left.corner[0], TITLE_HEIGHT, 0.0), aligned_edge=LEFT)
        wave = Wave(right, None, color=DARK.target, stroke_width=3.0)
        passed = Wave(right, get_single("relu"), color=DARK.network, stroke_width=5.5)

        # A rectifier
        self.say(
            "The neuron that's used most today is the rectified linear unit.",
            FadeIn(left),
            FadeIn(name),
            Create(relu),
            run_time=1.2,
        )
        self.say(
            "The word comes from electricity. A rectifier lets current pass one way, and holds "
            "up the other.",
            FadeIn(right),
            FadeIn(wave),
        )
        passed.set_stop(0.0)
        self.add(passed)
        drive = Drive([passed], passed.set_stop, 0.0, 4 * np.pi, rate_func=lambda t: t)
        self.play(drive, run_time=3.0)
        self.wait(0.8)
        self.play(FadeOut(VGroup(right, wave, passed)), run_time=0.4)

        # A pair
        wide = Graph(
            (-2.0, 2.0), (-0.3, 1.6), width=5.6, height=3.7, center=(3.2, 0.15, 0.0),
            x_label="$z$", y_label="$s(z + 1\\/2) - s(z - 1\\/2)$", most_y=4,
        )  # fmt: skip
        difference = ClippedCurve(wide, get_pair(1.0))
        self.say(
            "It has no limit on the right. But take one, and subtract a shifted one.",
            FadeIn(wide),
        )
        self.play(Create(difference), run_time=1.6)
        self.say(
            "Where both rise, their difference stands still. So it has two limits. A pair of "
            "neurons makes a step.",
        )
        self.wait(0.4)
        step = Graph(
            (0.0, 1.0), (-0.3, 1.6), width=5.6, height=3.7, center=(3.2, 0.15, 0.0),
            y_label="a pair of weight $w$, scaled", most_y=4,
        )  # fmt: skip
        curve = NetworkCurve(step, get_step("relu", 4.0))
        weight = Gauge("$w$", 4.0, (0.75, 1.35, 0.0), write=no_decimals, color=DARK.positive)
        self.play(FadeOut(VGroup(wide, difference)), run_time=0.3)
        self.play(FadeIn(VGroup(step, curve, weight)), run_time=0.5)

        def steepen(log_w: float) -> None:
            w = float(np.exp(log_w))
            curve.set_network(get_step("relu", w))
            weight.set_value(w)

        drive = Drive([curve, weight.digits], steepen, np.log(4.0), np.log(STEEP))
        self.play(drive, run_time=2.0)
        self.hush(*(FadeOut(part) for part in (left, relu, name, step, curve, weight)))


class SameJob(Chapter):
    """The user's function, by neurons of several kinds."""

    def construct(self) -> None:
        subject, rivals = varying_subject(self.spec), get_rivals(self.spec)
        title = subject.title(9.2)
        title.move_to((-6.3, TITLE_HEIGHT, 0.0), aligned_edge=LEFT)
        self.say(
            "Here's one function, built of steps by four kinds of neurons. All keep to the same "
            "tolerance.",
            FadeIn(title),
        )
        places = ((-4.3, 1.42), (2.5, 1.42), (-4.3, -1.52), (2.5, -1.52))
        leaving = VGroup(title)
        for (name, net), (x, y) in zip(rivals, places, strict=False):
            graph = Graph(
                subject.x_range, subject.y_range, width=3.6, height=1.75, center=(x, y, 0.0),
                x_label="", x_marks=False, most_y=3,
            )  # fmt: skip
            function = FunctionCurve(graph, subject.target, width=3.0)
            curve = NetworkCurve(graph, net.network, width=3.0)
            beside = graph.corner[0] + graph.size[0] + 0.3
            text = words(name, LABEL).move_to((beside, y + 0.65, 0.0), aligned_edge=LEFT)
            size = Gauge("neurons", net.network.neurons, (beside, y + 0.15, 0.0), write=whole,
                         size=BODY, color=DARK.step)  # fmt: skip
            self.play(FadeIn(graph), FadeIn(function), FadeIn(text), run_time=0.4)
            self.play(Create(curve), FadeIn(size), run_time=1.2)
            leaving.add(graph, function, curve, text, size)
        self.say(
            "All of them make the same steps. A kind that needs pairs takes two neurons for "
            "one. One that overshoots needs smaller steps.",
        )
        self.hush(FadeOut(leaving))
