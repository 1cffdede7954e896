"""Two inputs and one hidden layer only: ridges along many directions add up to any surface."""

from itertools import pairwise
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, FadeIn, FadeOut, Rectangle, VGroup

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, formula, words
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.floor import Floor
from uat.films.stage.gauge import Gauge
from uat.films.stage.plane import NetworkRelief, PlaneSubject, plane_subject, target_relief, turn
from uat.films.stage.text import BODY, LABEL, TITLE_HEIGHT, count
from uat.films.stage.writing import two_digits, whole

from ._ridges import (
    AROUND,
    BOTH_SIGNS,
    COLUMN,
    CROSSED,
    HEIGHTS,
    RIGHT_VIEW,
    SEEN,
    VIEW,
    Fitted,
    Pointer,
    code,
    get_boxes,
    get_crossing,
    get_fits,
    get_folded,
    get_peaks,
    get_ramp,
    get_ridge,
    mixed,
    only_first,
)


class OneDirection(Chapter):
    """A neuron looks in one direction; several of them make a ridge along a line."""

    def construct(self) -> None:
        relief = NetworkRelief(
            get_ramp(0.0), AROUND, columns=SEEN, z_range=(0.0, 1.4), view=RIGHT_VIEW
        )
        floor, pointer = Floor(RIGHT_VIEW), Pointer(RIGHT_VIEW, 0.0)
        diagram = NetworkDiagram(
            get_ridge(0.3), width=4.0, height=3.8, center=(-4.3, 0.3, 0.0), radius=0.4,
            scales=(1.2, 4.0),
        )  # fmt: skip
        diagram.set_network(only_first(0.0))

        self.show_title("One hidden layer for two inputs")
        self.say(
            "Towers need two hidden layers. With two inputs, is one enough?",
            FadeIn(floor),
            FadeIn(diagram),
            run_time=1.0,
        )
        self.wait(0.4)
        self.play(FadeIn(relief), FadeIn(pointer), run_time=0.8)
        self.bring_to_front(pointer)

        def look(angle: float) -> None:
            relief.set_network(get_ramp(angle))
            pointer.set_angle(angle)
            diagram.set_network(only_first(angle))

        self.say(
            "A neuron looks in one direction, that of its two weights. Across it, nothing changes.",
        )
        moving = [relief, pointer, diagram.edges]
        self.play(Drive(moving, look, 0.0, 2 * np.pi), run_time=5.0)

        def fold(t: float) -> None:
            network = get_folded(t)
            relief.set_network(network)
            diagram.set_network(network)

        self.say(
            "Several neurons of one direction make any profile. These three make a ridge, "
            "endless on both sides.",
        )
        self.play(Drive(moving, fold), run_time=2.6)
        self.wait(0.4)

        def turned(angle: float) -> None:
            network = get_ridge(angle)
            relief.set_network(network)
            pointer.set_angle(angle)
            diagram.set_network(network)

        self.play(Drive(moving, turned, 0.0, np.pi), run_time=3.0)
        self.hush(FadeOut(VGroup(floor, diagram, pointer)), FadeOut(relief))


class Crossing(Chapter):
    """Ridges through one place: where all of them meet there is a peak."""

    def construct(self) -> None:
        relief = NetworkRelief(get_crossing(1), AROUND, columns=SEEN, z_range=(0.0, 1.0), view=VIEW)
        floor = Floor(VIEW, marks=((0.0, "0"), (1.0, "1")))
        directions = Gauge("directions", 1, (COLUMN, 1.9, 0.0), write=whole)
        neurons = Gauge("neurons", 3, (COLUMN, 0.5, 0.0), write=whole, color=DARK.step)
        self.say(
            "Take a ridge, and another one in another direction. This is their mean.",
            FadeIn(floor),
            FadeIn(relief),
            FadeIn(directions),
            FadeIn(neurons),
            run_time=1.0,
        )
        moving = [relief, directions.digits, neurons.digits]
        texts = {
            3: "Add a third one.",
            6: "And more of them.",
            12: "Where all of them meet there's a peak. Elsewhere few of them meet, and they get "
            "lost in the mean.",
        }
        before = 1
        for after in CROSSED:
            if after in texts:
                self.say(
                    texts[after],
                )

            def grow(t: float, before: int = before, after: int = after) -> None:
                parts = [get_crossing(before), get_crossing(after)]
                relief.set_network(mixed(parts, [1.0 - t, t]))

            directions.set_value(after)
            neurons.set_value(3 * after)
            self.play(Drive(moving, grow), run_time=1.6)
            before = after
        self.play(turn([relief, floor], VIEW.turn, 84.0), run_time=2.0)
        self.play(turn([relief, floor], 84.0, VIEW.turn), run_time=2.0)
        self._peaks(directions, neurons, floor, relief)

    def _peaks(
        self, directions: Gauge, neurons: Gauge, floor: Floor, relief: NetworkRelief
    ) -> None:
        """Add up peaks of both signs: a surface."""
        low, high = BOTH_SIGNS
        heights = np.array([HEIGHTS[0], *[0.0] * (len(HEIGHTS) - 1)])
        several = NetworkRelief(
            get_peaks(heights), AROUND, columns=SEEN, z_range=BOTH_SIGNS, view=VIEW
        )
        ground = Floor(VIEW, marks=((0.0, "-0.8"), (-low / (high - low), "0"), (1.0, "1")))
        self.say("Such a peak may stand anywhere. And it may go down as well.")
        self.play(FadeOut(relief, floor), FadeIn(several, ground), run_time=0.8)
        for n, height in enumerate(HEIGHTS[1:], 1):
            if n == 2:
                self.say("Peaks and pits add up. And it still takes only one hidden layer.")
            stop = heights.copy()
            stop[n] = height

            def grow(t: float, start: Any = heights, stop: Any = stop) -> None:
                several.set_network(get_peaks((1 - t) * start + t * stop))

            neurons.set_value(3 * CROSSED[-1] * (n + 1))
            self.play(Drive([several, neurons.digits], grow), run_time=1.6)
            heights = stop
        self.play(turn([several, ground], VIEW.turn, 80.0), run_time=2.4)
        self.hush(FadeOut(VGroup(ground, directions, neurons)), FadeOut(several))


class OwnFunction(Chapter):
    """More and more directions for the user's function, and what it costs."""

    def construct(self) -> None:
        subject, fits = plane_subject(self.spec), get_fits(self.spec)
        title = subject.title(9.6)
        title.move_to((-6.4, TITLE_HEIGHT, 0.0), aligned_edge=LEFT)
        smooth, floor = target_relief(subject, VIEW), Floor(VIEW, subject.formulas)
        directions = Gauge("directions", 1, (COLUMN, 2.3, 0.0), write=whole)
        neurons = Gauge("neurons", 1, (COLUMN, 0.9, 0.0), write=whole, color=DARK.step)
        error = Gauge("largest error", 1.0, (COLUMN, -0.5, 0.0), write=two_digits, color=DARK.error)
        gauges = (directions, neurons, error)

        def show(fit: Fitted) -> None:
            for gauge, value in zip(
                gauges, (fit.directions, fit.network.neurons, fit.error), strict=True
            ):
                gauge.set_value(value)

        self.say(
            "Now take a function, and look for ridges that add up to it.",
            FadeIn(title),
            FadeIn(floor),
            FadeIn(smooth),
            run_time=1.0,
        )
        self.play(turn([smooth, floor], VIEW.turn, 50.0), run_time=1.8)
        self.play(turn([smooth, floor], 50.0, VIEW.turn), run_time=1.8)
        relief = NetworkRelief(
            fits[0].network, subject.box, columns=SEEN, z_range=subject.z_range, view=VIEW
        )
        show(fits[0])
        self.say(
            "With one direction there's a best profile, by least squares.",
            FadeOut(smooth),
            FadeIn(relief),
            *(FadeIn(gauge) for gauge in gauges),
            run_time=0.8,
        )
        self.say(
            "With more directions all profiles share the work. The error goes down.",
        )
        for before, after in pairwise(fits):

            def blend(t: float, before: Fitted = before, after: Fitted = after) -> None:
                relief.set_network(mixed([before.network, after.network], [1.0 - t, t]))
                wanted = subject.target(*np.meshgrid(relief.x, relief.y, indexing="ij"))
                error.set_value(float(np.abs(relief.heights - wanted).max()))
                if t >= 1.0:
                    show(after)

            self.play(Drive([relief, *(gauge.digits for gauge in gauges)], blend), run_time=1.8)
            self.wait(0.5)
        self.play(turn([relief, floor], VIEW.turn, 75.0), run_time=2.6)
        self.play(turn([relief, floor], 75.0, VIEW.turn), run_time=2.6)
        self.hush(*(FadeOut(part) for part in (*gauges, floor, relief)))
        self._count(subject, title)

    def _count(self, subject: PlaneSubject, title: Any) -> None:
        """Count the neurons that two hidden layers of steps need to be as good."""
        pair = get_boxes(self.spec)
        if pair is not None and subject.high > subject.low:
            ridges, boxes = pair
            few = min(ridges.network.neurons, boxes.network.neurons)
            most = max(ridges.network.neurons, boxes.network.neurons, 1)
            rows = VGroup(
                self._row(1.3, "one hidden layer: ridges of ramps", ridges.network.neurons, most),
                self._row(-0.4, "two hidden layers: boxes of steps", boxes.network.neurons, most),
            )
            limit = max(ridges.error, boxes.error.tolerance or 0.0)
            head = words("neurons, for a largest error of", LABEL, DARK.muted)
            head.move_to((-4.6, 2.35, 0.0), aligned_edge=LEFT)
            value = formula(code(limit), LABEL, DARK.error)
            value.next_to(head, RIGHT, buff=0.14)
            best = "Ridges" if few == ridges.network.neurons else "Boxes"
            self.say(
                "How many neurons does it take, with one hidden layer or two? "
                f"For this function {best.lower()} take fewer.",
                FadeIn(head),
                FadeIn(value),
                FadeIn(rows),
                run_time=1.0,
            )
            self.say(
                "But boxes are built, tile by tile. We know before how good they'll be. Ridges "
                "have to be fitted.",
            )
            self.hush(FadeOut(VGroup(title, head, value, rows)))
        else:
            self.play(FadeOut(title), run_time=0.5)

    def _row(self, y: float, name: str, neurons: int, most: int) -> VGroup:
        """Draw a name, a number, and a bar as long as the number is large."""
        label = words(name, BODY).move_to((-4.6, y, 0.0), aligned_edge=LEFT)
        bar = Rectangle(
            width=max(0.04, 9.4 * neurons / most), height=0.34, stroke_width=0,
            fill_color=DARK.step, fill_opacity=1.0,
        )  # fmt: skip
        bar.move_to((-4.6, y - 0.62, 0.0), aligned_edge=LEFT)
        value = words(count(neurons), BODY, DARK.step)
        value.next_to(bar, RIGHT, buff=0.2)
        return VGroup(label, bar, value)
