"""Enough bumps become any function: more neurons, smaller error. The function is the user's own."""

from itertools import pairwise
from typing import Any

from manim import Create, FadeIn, FadeOut, VGroup, Write, linear

from uat.approximation import Approximation
from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, ErrorBand, Graph, NetworkCurve, varying_subject
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.gauge import Gauge, Rug
from uat.films.stage.staircase import blend
from uat.films.stage.text import whole
from uat.films.stage.zoom import zoom

from ._staircase import (
    COLUMN,
    ForcedMarks,
    Numbers,
    Picture,
    bars,
    counted,
    flattest,
    forced_step,
    get_fewest,
    get_stages,
    is_exact,
    is_met,
    worst_place,
)

GRAPH = (-6.9, -2.5, 2.8, 3.55, 2.2)
ALLOWED, SECOND, THIRD = (3.65, 1.5, 6.6, 2.6), (3.65, 0.2, 6.6, 1.3), (3.65, -1.1, 6.6, 0.0)
UPRIGHT = (GRAPH, (ALLOWED, SECOND, THIRD), (3.65, -2.85, 6.6, -1.15))
BARS = ((3.65, -0.15, 6.6, 1.3), (3.65, -1.65, 6.6, -0.2))
COUNTING = (GRAPH, (ALLOWED, (3.65, -2.8, 6.6, -1.7)), BARS)
TAKES = "f(x)"
NEEDS = "one that is not constant"
about = varying_subject

MORE = (
    "With more neurons the steps get smaller.",
    "And so does the largest error.",
    "Let's go on: more neurons, smaller steps.",
    "The band is getting thin.",
    "Once more.",
)


class Goal(Chapter):
    """Any function, and an error that we allow."""

    def construct(self) -> None:
        picture = Picture(self.spec)
        jumps = bool(get_stages(self.spec)[-1].error.left_out)
        self.show_title("Bumps follow a curve")
        self.say("Take a function. This one even jumps." if jumps
                 else "Take a function. Any you like, as long as it's continuous.",
                 FadeIn(picture.graph), Create(picture.function), run_time=2.0)  # fmt: skip
        self.say("How many neurons does it take to follow it?", Write(picture.title),
                 about=picture.function)  # fmt: skip
        band = picture.band(picture.subject.tolerance)
        self.say("That depends on how far off we may be. Let's allow this: the network stays in "
                 "the band.", FadeIn(picture.tolerance), FadeIn(band), run_time=1.0)  # fmt: skip
        self.hush(FadeOut(band))


class MoreNeurons(Chapter):
    """More bumps, smaller error, until the tolerance holds."""

    def construct(self) -> None:
        picture, networks = Picture(self.spec), get_stages(self.spec)
        self.add(*picture.parts)
        first = networks[0]
        band, curve = picture.band(first.error.max), NetworkCurve(picture.graph, first.network)
        numbers = Numbers(first)

        # A few bumps
        self.say(f"{_number_word(first.partition.pieces)}, two neurons each. Nothing was "
                 "trained. The weights are simply written down.", Create(curve),
                 FadeIn(VGroup(*numbers.parts)), run_time=1.6)  # fmt: skip
        self.add(band)
        self.bring_to_front(picture.function, curve)
        self.say("Away from the jumps, it isn't off at all."
                 if is_exact(first, picture.subject.tolerance) else
                 "The band reaches as far as the network's largest error, above and below.",
                 FadeIn(band), about=curve)  # fmt: skip

        # More and more of them
        for n, (before, after) in enumerate(pairwise(networks)):
            same = after.error.max >= before.error.max
            self.say("The largest error is still the same." if same and n else MORE[n % len(MORE)])
            self._refine(numbers, curve, band, before, after)
            self.wait(0.8)
        last = networks[-1]
        color = DARK.step if is_met(last) else DARK.error
        self.say(_verdict(last), numbers.error.digits.animate.set_fill(color))
        self.hush(FadeOut(band))

    def _refine(self, numbers: Numbers, curve: NetworkCurve, band: ErrorBand,
                before: Approximation, after: Approximation) -> None:  # fmt: skip
        """Move from one network to the next; every curve on the way is a network's output."""
        way = blend(before.partition, after.partition)
        many = before.network.neurons > numbers.diagram.most
        fresh = numbers.diagram if many else numbers.get_diagram(after)

        def change(t: float) -> None:
            numbers.set_seen(t in (0.0, 1.0))
            if t >= 1.0:
                numbers.show(after)
            band.set_half_width((1 - t) * before.error.max + t * after.error.max)
            if many and t >= 0.5:
                numbers.diagram.set_network(after.network)
            if way is not None:
                curve.set_network(after.network if t >= 1.0 else way.network(t))
            elif t >= 0.5:
                curve.set_network(after.network)

        moving = [band, curve, numbers.neurons.digits, numbers.error.digits]
        moving += [numbers.diagram.outward] if many else []
        exchange = [] if many else [FadeOut(numbers.diagram), FadeIn(fresh)]
        self.play(Drive(moving, change), *exchange, run_time=1.4)
        numbers.diagram = fresh
        self.bring_to_back(fresh)


def _verdict(network: Approximation) -> str:
    if is_met(network):
        return "Now the network is within the allowed error, everywhere."
    if network.error.met:
        return "No network follows a jump exactly. Elsewhere it's as close as we asked for."
    return "It's close, but not yet as close as we asked for."


def _number_word(pieces: int) -> str:
    names = {1: "One bump", 2: "Two bumps", 3: "Three bumps"}
    return names.get(pieces, f"{pieces} bumps")


class CloseUp(Chapter):
    """A few steps from close by: where f is steep all are needed, where it is flat they are not."""

    def construct(self) -> None:
        picture, network = Picture(self.spec), get_stages(self.spec)[-1]
        numbers = Numbers(network)
        numbers.judge(network)
        curve = ClippedCurve(picture.graph, network.network)
        self.add(*picture.parts, *numbers.parts, curve)
        subject = picture.subject
        steep, jumps = worst_place(network, subject.x_range), bool(network.error.left_out)
        flat = flattest(network, subject.x_range, subject.target)
        near, level = picture.close(steep), picture.close(flat)
        band = picture.band(subject.tolerance)
        curves: Any = [band, picture.function, curve]

        self._look(picture, near, curves, jumps=jumps)

        # Where f changes least
        moves = flat not in (steep, subject.x_range)
        if moves:
            self.say("Now move to where the function changes least.")
            zoom(self, near, level, curves)
            self.say("The steps are as wide as before. Here that's a waste of neurons.",
                     about=curve)  # fmt: skip
        self.say("From far away that's hard to see.")
        zoom(self, level if moves else near, picture.graph, curves)
        self.hush(FadeOut(band))

    def _look(self, picture: Picture, near: Graph, curves: Any, *, jumps: bool) -> None:
        """Look from close by where the error is largest, or at a jump."""
        band, function, curve = curves
        self.say(f"Let's look closer, {'at a jump' if jumps else 'where the error is largest'}.",
                 FadeIn(band))  # fmt: skip
        self.bring_to_front(function, curve)
        zoom(self, picture.graph, near, curves)
        self.say("To get across, it has to leave the band. Elsewhere it's inside." if jumps else
                 "It's a staircase still, and it keeps to the band around the function.",
                 about=curve)  # fmt: skip


class FewestSteps(Chapter):
    """One neuron for each step, and a step only where f would leave the band."""

    panes = COUNTING

    def construct(self) -> None:
        picture = Picture(self.spec)
        equal, fewest = get_stages(self.spec)[-1], get_fewest(self.spec)
        numbers = Numbers(equal)
        numbers.judge(equal)
        curve = ClippedCurve(picture.graph, equal.network)
        self.add(*picture.parts, *numbers.parts, curve)
        band = picture.band(picture.subject.tolerance)

        # Where equal bumps cut
        rug = Rug(picture.graph, equal.partition.cuts)
        self.say("All these bumps are equally wide, whatever the function does there.",
                 FadeIn(rug), FadeOut(VGroup(numbers.error, numbers.diagram)))  # fmt: skip

        # Where the fewest steps cut
        self.say("So let's take one neuron for each step. And keep a height as long as the band "
                 "allows.", FadeOut(VGroup(rug, curve, numbers.neurons)), FadeIn(band))  # fmt: skip
        better, low = ClippedCurve(picture.graph, fewest.network), picture.subject.x_range[0]
        self.add(better.set_stop(low))
        run = Drive(better, better.set_stop, *picture.subject.x_range, rate_func=linear)
        self.play(run, run_time=4.0)
        counts = bars(equal.network.neurons, fewest.network.neurons)
        self.say("For the same error that takes this many neurons.", FadeIn(counts[0]))
        self.play(FadeIn(counts[1]), run_time=0.6)
        self.hush()


class NoFewer(Chapter):
    """Between two points f changes by more than the band is high: there a step must stand."""

    panes = COUNTING

    def construct(self) -> None:
        picture, fewest = Picture(self.spec), get_fewest(self.spec)
        least = fewest.minimum()
        counts = bars(get_stages(self.spec)[-1].network.neurons, fewest.network.neurons)
        better = ClippedCurve(picture.graph, fewest.network)
        band = picture.band(picture.subject.tolerance)
        self.add(*picture.parts, band, counts, better)
        self.bring_to_back(picture.graph, band, picture.function)
        self.say("Could there be still fewer?", about=better)
        if len(least.witnesses) == 0:
            self.say("No. This function fits into the band at one height, without a step.",
                     about=band)  # fmt: skip
            self.hush()
            return
        self.play(FadeOut(better), run_time=0.4)
        self._force(picture, band, least.witnesses)
        self._count(picture, least.witnesses)
        last = "So no network of steps stays in this band with fewer neurons." if (
            least.neurons == fewest.network.neurons) else (
            f"So at least {least.neurons} neurons are needed.")  # fmt: skip
        self.say(last, FadeIn(better))
        self.hush()

    def _force(self, picture: Picture, band: ErrorBand, pairs: Any) -> None:
        """Show two points of the band between which a step must stand."""
        subject = picture.subject
        forced = forced_step(pairs, subject.target, subject.tolerance, subject.x_range)
        near = picture.close(forced.near)
        self.say("Look at two points from close by. The network has to pass both these gates.")
        zoom(self, picture.graph, near, [band, picture.function])
        forced.put_on(near, subject.target, subject.tolerance)
        for gate in forced.gates:
            self.play(FadeIn(gate), run_time=0.4)
        up = forced.heights[1] > forced.heights[0]
        self.say(f"From one to the other, the function {'rises' if up else 'falls'} by more than "
                 "the band is high.", Create(forced.line))  # fmt: skip
        self.add(forced.gap)
        for start, stop in ((0.0, -1.0), (-1.0, 1.0)):
            self.play(Drive([forced.line, forced.gap], forced.move, start, stop), run_time=1.3)
        self.say("So a single height can't serve both. A step must stand in between.",
                 about=forced.gap)  # fmt: skip
        self.say("How many such places are there, side by side?",
                 FadeOut(VGroup(*forced.gates, forced.line, forced.gap)))  # fmt: skip
        zoom(self, near, picture.graph, [band, picture.function])

    def _count(self, picture: Picture, pairs: Any) -> None:
        """Count the places at which a step is forced, one after the other."""
        marks, many = ForcedMarks(picture.graph, pairs), len(pairs)
        forced = Gauge("forced steps", 0, (COLUMN, -1.9, 0.0), write=whole, color=DARK.step)
        self.add(marks)
        self.say(counted(many), FadeIn(forced), run_time=0.3)

        def show(number: float) -> None:
            marks.reveal(number)
            forced.set_value(int(number))

        slow = min(many, 3)
        for start, stop, seconds in ((0, slow, 0.9 * slow), (slow, many, 3.0)):
            if stop > start:
                drive = Drive([marks, forced.digits], show, start, stop, rate_func=linear)
                self.play(drive, run_time=seconds)
