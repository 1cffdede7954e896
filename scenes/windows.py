"""Windows of failure: a steep step is never perfect, but many shifted copies share its failure."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, Create, Dot, FadeIn, FadeOut, Line, VGroup

from uat.base.palette import DARK
from uat.films.stage import (
    Chapter,
    Drive,
    Graph,
    NetworkCurve,
    formula,
)
from uat.films.stage.gauge import Gauge
from uat.films.stage.plane import NetworkRelief, turn
from uat.films.stage.text import BODY
from uat.films.stage.windows import (
    HALF_WINDOW,
    WindowBands,
)
from uat.films.stage.writing import two_digits, whole

from ._windows import (
    COLUMN,
    COPIES,
    GENTLE,
    MOST_COPIES,
    SOFT,
    STEEP,
    SWITCH,
    VIEW,
    ZOOM,
    Copies,
    Measured,
    Staircase,
    even,
    get_field,
    get_step,
)


class Window(Chapter):
    """Around its step point a sigmoid is neither off nor on, however steep."""

    def construct(self) -> None:
        self.show_title("Windows of failure")
        graph = Graph(
            (0.0, 1.0), (-0.1, 1.1), width=8.4, height=4.4, center=(-1.75, 0.1, 0.0),
            y_label="output",
        )  # fmt: skip
        curve = NetworkCurve(graph, get_step(SOFT))
        bands = WindowBands(graph, get_step(SOFT))
        weight = Gauge("weight", SOFT, (COLUMN, 1.9, 0.0), write=two_digits, color=DARK.positive)
        width = Gauge(
            "width of the window",
            2 * HALF_WINDOW / SOFT,
            (COLUMN, 0.5, 0.0),
            write=two_digits,
            color=DARK.error,
        )

        # Neither off nor on
        self.say(
            "A steep neuron is nearly a step. It's off on the left, and on to the right.",
            FadeIn(graph),
            FadeIn(weight),
            Create(curve),
            run_time=1.4,
        )
        self.add(bands)
        self.bring_to_front(curve)
        self.say(
            "But around its step point there's a window. There it's neither off nor on. It's "
            "between one and ninety-nine percent.",
            FadeIn(bands),
            FadeIn(width),
            run_time=0.8,
        )

        # Narrower, never empty
        def steepen(log_w: float) -> None:
            w = float(np.exp(log_w))
            curve.set_network(get_step(w))
            bands.set_network(get_step(w))
            weight.set_value(w)
            width.set_value(2 * HALF_WINDOW / w)

        moving = [bands, curve, weight.digits, width.digits]
        self.say(
            "A larger weight makes this window narrower.",
        )
        self.play(Drive(moving, steepen, np.log(SOFT), np.log(STEEP)), run_time=2.4)
        self.say(
            "But it's never empty. Let's look closer.",
        )
        graph = self._zoom(graph, curve, bands)
        self.wait(0.6)
        self._halves(graph, curve)
        self.hush(FadeOut(VGroup(bands, curve, graph, weight, width)))

    def _zoom(self, graph: Graph, curve: NetworkCurve, bands: WindowBands) -> Graph:
        """Widen the graph's middle ZOOM times; return the graph that is then on screen."""
        low, high = SWITCH - 0.5 / ZOOM, SWITCH + 0.5 / ZOOM
        close = Graph(
            (low, high), graph.y_range, width=8.4, height=4.4, center=(-1.75, 0.1, 0.0),
            y_label="output",
        )  # fmt: skip

        def change(log_zoom: float) -> None:
            half = 0.5 / float(np.exp(log_zoom))
            graph.x_range = (SWITCH - half, SWITCH + half)
            curve.set_network(curve.network)
            bands.set_network(curve.network)

        self.play(FadeOut(graph), run_time=0.3)
        self.play(Drive([bands, curve], change, 0.0, np.log(ZOOM)), run_time=1.8)
        self.play(FadeIn(close), run_time=0.4)
        return close

    def _halves(self, graph: Graph, curve: NetworkCurve) -> None:
        """Show how far the neuron is from an ideal step at its step point."""
        y = float(curve.network.forward([[SWITCH]])[0, 0])
        middle, foot, top = (graph.point(SWITCH, value) for value in (y, 0.0, 1.0))
        dot = Dot(middle, radius=0.1, color=DARK.text)
        lines = VGroup(
            Line(middle, foot, color=DARK.error, stroke_width=5.0),
            Line(middle, top, color=DARK.error, stroke_width=5.0),
        )
        labels = VGroup(
            formula("1 \\/ 2", BODY).next_to(lines[0], RIGHT, buff=0.25),
            formula("1 \\/ 2", BODY).next_to(lines[1], LEFT, buff=0.25),
        )
        self.say(
            "In the middle of the window the neuron is half on. It's off by half a step, "
            "whatever the weight.",
            FadeIn(dot),
            Create(lines),
            FadeIn(labels),
            run_time=1.2,
        )
        self.wait(0.4)
        self.play(FadeOut(VGroup(dot, lines, labels)), run_time=0.4)


class EveryStep(Chapter):
    """A staircase has a window at each of its steps; steepness leaves the failure as high."""

    def construct(self) -> None:
        stairs = Staircase(self.spec)
        steps = stairs.partition.cuts.size

        # A window at each step
        self.say(
            f"Here's a function, and a staircase of {steps} steps. At each step there's a window.",
            FadeIn(stairs.graph),
            Create(stairs.function),
            run_time=1.2,
        )
        self.play(Create(stairs.curve), FadeIn(stairs.weight), run_time=1.2)
        self.add(stairs.bands)
        self.bring_to_front(stairs.function, stairs.curve)
        self.play(FadeIn(stairs.bands), run_time=0.6)

        # How far off
        self.say(
            "How far is it from ideal steps? Outside the windows, hardly at all. Inside, by up "
            "to half the height of a step.",
            FadeIn(stairs.below),
            Create(stairs.gap),
            FadeIn(stairs.largest),
            run_time=1.6,
        )
        self.say(
            "Steeper neurons make the windows narrower. But the failure inside stays as large.",
        )
        moving = [
            stairs.bands, stairs.curve, stairs.gap, stairs.weight.digits, stairs.largest.digits,
        ]  # fmt: skip
        stop = 30 * GENTLE
        self.play(Drive(moving, stairs.steepen, np.log(GENTLE), np.log(stop)), run_time=3.2)
        everything = [stairs.graph, stairs.function, stairs.below, stairs.largest, stairs.weight]
        self.hush(FadeOut(VGroup(*everything, stairs.bands, stairs.curve, stairs.gap)))


class Shifted(Chapter):
    """Copies of a share of the height, shifted: no two windows are at one place."""

    def construct(self) -> None:
        copies = Copies(self.spec)
        rows = VGroup(copies.floors, copies.names)

        # Copies, each a share as high
        self.say(
            "There's a remedy. Take four copies of the staircase. Each is only a fourth as high.",
            FadeIn(rows),
            FadeIn(*copies.row_bands),
            *map(Create, copies.row_curves),
            run_time=1.6,
        )
        self.say(
            "Their sum is the staircase that we had, with all its windows.",
            FadeIn(copies.graph),
            FadeIn(copies.bands),
            FadeIn(copies.function),
            Create(copies.curve),
            run_time=1.4,
        )

        # Shifted against each other
        moving = [*copies.row_bands, *copies.row_curves, copies.bands, copies.curve]
        self.say(
            "Now shift each copy a fourth of a step further than the last. Each still has its "
            "windows, but in places of its own.",
        )
        self.play(Drive(moving, copies.slide, 0.0, 1 / COPIES), run_time=4.0)
        self.wait(0.4)

        # One at a time
        self._scan(copies)
        leaving = [copies.graph, copies.function, rows, *moving]
        self.hush(FadeOut(VGroup(*leaving)))

    def _scan(self, copies: Copies) -> None:
        """Run a line through all graphs, and count the copies that fail where it stands."""
        low, high = copies.subject.x_range
        graphs = [*copies.rows, copies.graph]
        lines = VGroup(*(graph.vertical(low, DARK.text, 2.5) for graph in graphs))
        gauge = Gauge(
            "copies in a window here", copies.failing(low), (0.65, 3.45, 0.0),
            write=whole, color=DARK.error,
        )  # fmt: skip
        gauge.digits.shift(gauge.label.get_right() + RIGHT * 0.3 - gauge.digits.origin)
        gauge.digits.shift(DOWN * 0.13)

        def move(x: float) -> None:
            for line, graph in zip(lines, graphs, strict=True):
                line.shift(RIGHT * (graph.point(x, 0.0)[0] - line.get_center()[0]))
            gauge.set_value(copies.failing(x))

        self.say(
            "Wherever you look, at most one copy is inside a window. It counts for a fourth "
            "only. The others are right.",
            FadeIn(lines),
            FadeIn(gauge),
        )
        self.play(Drive([lines, gauge.digits], move, low, high, rate_func=even), run_time=5.0)
        self.play(FadeOut(lines), FadeOut(gauge), run_time=0.4)


class MoreCopies(Chapter):
    """The failure is one M-th of what it was: measured, copy by copy."""

    def construct(self) -> None:
        seen = Measured(self.spec)
        copies = Gauge("copies $M$", 1, (-6.1, 3.45, 0.0), write=whole, color=DARK.step)
        gap = Gauge(
            "from ideal steps", seen.gaps[0], (1.1, 3.45, 0.0), write=two_digits, color=DARK.error
        )
        error = Gauge(
            "from $f$", seen.errors[0], (4.3, 3.45, 0.0), write=two_digits, color=DARK.network
        )
        gap_dots = seen.dots(seen.gaps, DARK.error)
        error_dots = seen.dots(seen.errors, DARK.network)

        # One copy after the other
        self.say(
            "Let's measure it, with one copy, two copies, and so on.",
            *(FadeIn(part) for part in (seen.graph, seen.function, seen.curve, seen.chart)),
            FadeIn(copies),
            FadeIn(gap),
            FadeIn(gap_dots[0]),
            run_time=1.2,
        )
        self.wait(0.4)
        for n in range(1, MOST_COPIES):
            self._show(seen, copies, gap, n)
            slow = 0.75 if n < 4 else 0.4
            self.play(FadeIn(gap_dots[n], scale=2.0), run_time=slow)
        self.say(
            "Inside a window the network is now off by half a step, divided by M. So we can "
            "make that as small as we like.",
        )
        self.wait(0.4)

        # From f itself
        self.play(FadeIn(error), run_time=0.4)
        error.set_value(seen.errors[-1])
        jumps = bool(seen.nets[0].error.left_out.intervals)
        self.say(
            "The distance from f itself is another matter. At its jump no number of copies helps."
            if jumps
            else "The distance from f itself is another matter. For that we need more steps, "
            "not more copies.",
            FadeIn(error_dots, lag_ratio=0.2),
            run_time=1.6,
        )
        self.wait(0.4)
        self._two_inputs(VGroup(seen.chart, gap_dots, error_dots, gap, error))
        self.hush()

    def _two_inputs(self, leaving: VGroup) -> None:
        """Show a field of towers, with holes where windows cross."""
        relief = NetworkRelief(get_field(), columns=24, z_range=(0.0, 1.0), view=VIEW)
        self.say(
            "With one input a window does little harm. The network just passes from one step to "
            "the next. With two inputs windows cross, and there are holes. We'll meet them "
            "again.",
            FadeOut(leaving),
            FadeIn(relief),
            run_time=1.0,
        )
        self.play(turn([relief], VIEW.turn, VIEW.turn + 40.0), run_time=4.0)
        self.wait(0.4)

    def _show(self, seen: Measured, copies: Gauge, gap: Gauge, n: int) -> None:
        seen.curve.set_network(seen.nets[n].network)
        copies.set_value(n + 1)
        gap.set_value(seen.gaps[n])
