"""Two steps make a bump, and bumps side by side follow any curve."""

import numpy as np
from manim import (
    DOWN,
    UP,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    VGroup,
    Write,
    there_and_back,
)

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, Readout, words
from uat.films.stage.areas import MovedArea
from uat.films.stage.text import BODY, two_decimals

from ._bump import (
    BUMPS,
    FIRST,
    HEIGHT,
    SECOND,
    Bumps,
    Pair,
    Stack,
    step_names,
)

UPRIGHT = ((-0.95, -2.4, 6.4, 3.5), (-6.45, -2.45, -1.75, 3.35))
TAKES = "f(x)"


def steady(t: float) -> float:
    return t


class TwoSteps(Chapter):
    """A weight is the height of a step; two steps, put on top of each other, are a bump."""

    def construct(self) -> None:
        pair = Pair((HEIGHT, 0.0))
        self.show_title("Two steps are a bump")
        self.say("Here are two steep neurons. Each switches on once, and stays on.",
                 FadeIn(VGroup(pair.diagram, pair.names)))  # fmt: skip
        self.play(FadeIn(pair.graph), run_time=0.6)
        self.play(Create(pair.outputs, lag_ratio=0.4, run_time=1.6))
        self.say("Can their sum go up, and come down again?", about=pair.diagram)

        # The weight behind a neuron is its height
        self.say("The weight behind a neuron says how high its step is.",
                 ReplacementTransform(pair.outputs[0], pair.steps[0]),
                 FadeOut(pair.outputs[1]), FadeIn(pair.weights))  # fmt: skip
        self.play(FadeIn(pair.braced), run_time=0.5)
        for height in (0.35, -0.5, HEIGHT):
            self.play(pair.drive(heights=(height, 0.0)), run_time=1.2)

        # The second one goes down
        self.say("Give the second neuron the opposite weight. So its step goes down by h.",
                 Create(pair.steps[1]))  # fmt: skip
        self.play(pair.drive(heights=(HEIGHT, -HEIGHT)), run_time=1.4)
        self._stack(pair)
        self.hush()

    def _stack(self, pair: Pair) -> None:
        """Add the steps up, at each x from left to right."""
        stack, names = Stack(pair), step_names(pair)
        self.say("Now put one on top of the other, at every x.",
                 FadeOut(pair.braced), FadeIn(names), FadeIn(stack.parts))  # fmt: skip
        self.add(pair.curve, stack.parts)
        ways = ((0.0, SECOND - 0.05, 2.6), (SECOND - 0.05, 1.0, 2.0))
        for part, (start, stop, seconds) in enumerate(ways):
            if part == 1:
                self.say("Past the second step they cancel. That's a bump.")
            move = Drive(stack.parts, stack.move, start, stop, rate_func=steady)
            trace = Drive(pair.curve, pair.curve.set_stop, start, stop, rate_func=steady)
            self.play(trace, move, run_time=seconds)
        self.play(FadeOut(VGroup(stack.parts, names, pair.steps)), run_time=0.6)


class OneBump(Chapter):
    """Opposite weights: up at the first step, down at the second."""

    def construct(self) -> None:
        pair = Pair((HEIGHT, -HEIGHT))
        self.add(pair.still, pair.curve)
        self.say("So a bump is two neurons. The two step points are its ends.")
        for places in ((0.1, 0.45), (0.45, 0.55), (FIRST, SECOND)):
            self.play(pair.drive(places=places), run_time=1.5)
        self.say("And the weight is its height, above zero or below.", FadeIn(pair.braced))
        for height in (-0.6, 0.9, HEIGHT):
            self.play(pair.drive(heights=(height, -height)), run_time=1.4)
        self.hush(FadeOut(pair.braced))


class IfThenElse(Chapter):
    """A bump is a condition: if x lies between two points, then h, else nothing."""

    def construct(self) -> None:
        pair = Pair((HEIGHT, -HEIGHT))
        self.add(pair.still, pair.curve)
        code = words("*if* $s_1 <= x < s_2$: #h(0.5em) $h$ #h(1em) *else*: #h(0.5em) $0$", BODY)
        code.move_to((-3.9, 3.1, 0.0))
        self.say("A programmer would call it a condition. Between the two points it's h. "
                 "Everywhere else it's nothing.", Write(code), run_time=1.6)  # fmt: skip
        dot, reading = Dot(color=DARK.text, radius=0.1), Readout("x =", 0.0, two_decimals)

        def move(x: float) -> None:
            y = float(pair.curve.network.forward([[x]])[0, 0])
            dot.move_to(pair.graph.point(x, y))
            reading.set_value(x)
            place = pair.graph.point(x, y) + (UP * 0.45 if y > 0.35 else DOWN * 0.5)
            reading.shift(place - reading.get_center())

        move(0.0)
        self.play(FadeIn(dot), FadeIn(reading), run_time=0.4)
        self.play(Drive([dot, reading], move, rate_func=steady), run_time=4.0)
        self.play(FadeOut(dot), FadeOut(reading), run_time=0.4)
        self.hush(FadeOut(code))


class ManyBumps(Chapter):
    """Side by side, bumps of different heights are a staircase."""

    def construct(self) -> None:
        pair, bumps = Pair((HEIGHT, -HEIGHT)), Bumps(self.spec)
        old = VGroup(pair.still, pair.curve)
        self.add(old)

        # Five pairs of neurons, five bumps
        self.say("Now take five pairs. Each pair gets a colour, and so does its bump.",
                 FadeOut(old), FadeIn(VGroup(bumps.graph, bumps.diagram)))  # fmt: skip
        self.add(bumps.areas)
        self.play(FadeIn(bumps.curve), run_time=0.4)
        for n in range(BUMPS):
            heights = np.where(np.arange(BUMPS) <= n, bumps.trial, 0.0)
            self.play(bumps.drive(heights=heights), run_time=0.6)
        self.say("Push them together until they touch. That's a staircase.")
        self.play(bumps.drive(*bumps.joined), run_time=2.4)
        self.hush()


class Averages(Chapter):
    """A bump as high as f is on average leaves as much above it as below."""

    def construct(self) -> None:
        bumps = Bumps(self.spec)
        bumps.lefts, bumps.rights = bumps.joined
        bumps.heights = bumps.trial
        bumps.show()
        self.add(*bumps.parts)
        self.say("Here's a curve to follow.", Create(bumps.function), Write(bumps.title),
                 run_time=1.6)  # fmt: skip
        self.bring_to_front(bumps.curve)
        self.say("How high should each bump be?", about=bumps.function)
        self._move_area(bumps)
        self.say("Give every bump the average of the curve there.")
        self.play(bumps.drive(heights=bumps.goal), run_time=3.0)
        self.say("These are five bumps only. And nothing stops us from taking more.")
        self.hush()

    def _move_area(self, bumps: Bumps) -> None:
        """Set one bump to the average, and move what the curve has above it to where it lacks."""
        n = bumps.clearest
        heights = np.where(np.arange(BUMPS) == n, bumps.goal, bumps.heights)
        if not bumps.uneven:
            how = ("", "exactly") if bumps.level else ("almost ", "about")
            self.say(f"Over each of them the curve is {how[0]}level. So a bump can be "
                     f"{how[1]} as high.")  # fmt: skip
            self.play(bumps.drive(heights=heights), run_time=1.4)
            return
        self.say("Look at one of them. Let's try the height that the curve has on average.")
        self.play(bumps.drive(heights=heights), run_time=1.4)
        area = MovedArea(bumps.graph, bumps.target, *bumps.spans[n])
        self.say("This much of the curve is above the bump.", FadeIn(area))
        self.say("Move it down. It fills exactly what's missing below.")
        self.play(Drive(area, area.set_share), run_time=2.4)
        self.say("So the errors above and below are equally large.")
        self.play(Drive(area, area.set_share, 1.0, 0.0, rate_func=there_and_back), run_time=2.4)
        self.play(FadeOut(area), run_time=0.4)
