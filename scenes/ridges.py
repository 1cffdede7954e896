"""Two inputs and one hidden layer only: ridges along many directions add up to any surface."""

from itertools import pairwise

import numpy as np
from manim import FadeIn, FadeOut, VGroup

from uat.base.palette import DARK
from uat.films.stage import Chapter
from uat.films.stage.floor import Floor
from uat.films.stage.gauge import Gauge
from uat.films.stage.plane import NetworkRelief, PlaneSubject, drive_networks, turn
from uat.films.stage.text import whole

from ._ridges import (
    AROUND,
    BOTH_SIGNS,
    COLUMN,
    CROSSED,
    HEIGHTS,
    SEEN,
    VIEW,
    OneRidge,
    drive_blend,
    get_crossing,
    get_peaks,
)
from ._ridges_fits import SIDES, Both, Fits, get_boxes

TAKES = "f(x, y)"

UPRIGHT = ((-4.35, -3.0, 6.2, 3.1), (-6.7, -1.65, -1.9, 2.2))


class OneDirection(Chapter):
    """A neuron looks in one direction; several of them make a ridge along a line."""

    panes = ((-1.8, -3.0, 6.5, 3.1), (-6.75, -1.9, -1.85, 2.5))

    def construct(self) -> None:
        here = OneRidge()
        self.show_title("One hidden layer for two inputs")
        self.say("Towers need two hidden layers. With two inputs, is one enough?",
                 FadeIn(here.floor), FadeIn(here.diagram), run_time=1.0)  # fmt: skip
        self.wait(0.4)
        self.play(FadeIn(here.relief), FadeIn(here.pointer), run_time=0.8)
        self.bring_to_front(here.pointer)

        # A direction
        self.say("A neuron looks in one direction, that of its two weights. Across it, nothing "
                 "changes.")  # fmt: skip
        self.play(here.look_around(), run_time=5.0)

        # A ridge
        self.say("Several neurons of one direction make any profile. These three make a ridge, "
                 "endless on both sides.")  # fmt: skip
        self.play(here.fold(), run_time=2.6)
        self.wait(0.4)
        self.play(here.turn(), run_time=3.0)
        leaving = VGroup(here.floor, here.diagram, here.pointer)
        self.hush(FadeOut(leaving), FadeOut(here.relief))


class Crossing(Chapter):
    """Ridges through one place: where all of them meet there is a peak."""

    panes = ((-6.3, -3.0, 1.6, 3.2), (3.7, -0.3, 5.1, 2.1))

    def construct(self) -> None:
        relief = NetworkRelief(get_crossing(1), AROUND, columns=SEEN, z_range=(0.0, 1.0), view=VIEW)
        floor = Floor(VIEW, marks=((0.0, "0"), (1.0, "1")))
        directions = Gauge("directions", 1, (COLUMN, 1.9, 0.0), write=whole)
        neurons = Gauge("neurons", 3, (COLUMN, 0.5, 0.0), write=whole, color=DARK.step)
        self.say("Take a ridge, and another one in another direction. This is their mean.",
                 *map(FadeIn, (floor, relief, directions, neurons)), run_time=1.0)  # fmt: skip
        texts = {
            3: "Add a third one.",
            6: "And more of them.",
            12: "Where all of them meet there's a peak. Elsewhere few of them meet, and they get "
            "lost in the mean.",
        }
        for before, after in pairwise((1, *CROSSED)):
            if after in texts:
                self.say(texts[after])
            directions.set_value(after)
            neurons.set_value(3 * after)
            blend = drive_blend(relief, get_crossing(before), get_crossing(after),
                                others=[directions.digits, neurons.digits])  # fmt: skip
            self.play(blend, run_time=1.6)
        for start, stop in ((VIEW.turn, 84.0), (84.0, VIEW.turn)):
            self.play(turn([relief, floor], start, stop), run_time=2.0)
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
            before, heights = heights, heights.copy()
            heights[n] = height
            neurons.set_value(3 * CROSSED[-1] * (n + 1))
            grow = drive_networks(several, get_peaks, before, heights, others=[neurons.digits])
            self.play(grow, run_time=1.6)
        self.play(turn([several, ground], VIEW.turn, 80.0), run_time=2.4)
        self.hush(FadeOut(VGroup(ground, directions, neurons)), FadeOut(several))


class OwnFunction(Chapter):
    """More and more directions for the user's function, and what it costs."""

    panes = ((-6.7, -3.0, 1.6, 3.55), (1.65, -3.0, 6.3, 2.9))

    def construct(self) -> None:
        here = Fits(self.spec)
        self.say("Now take a function, and look for ridges that add up to it.",
                 *map(FadeIn, (here.title, here.floor, here.smooth)), run_time=1.0)  # fmt: skip
        for start, stop in ((VIEW.turn, 50.0), (50.0, VIEW.turn)):
            self.play(turn([here.smooth, here.floor], start, stop), run_time=1.8)

        # More and more directions
        self.say("Take one direction first. This is the best that it can do.",
                 FadeOut(here.smooth), *map(FadeIn, (here.relief, *here.gauges)),
                 run_time=0.8)  # fmt: skip
        self.say("With more directions all profiles share the work. The error goes down.")
        for before, after in pairwise(here.fits):
            self.play(here.blend(before, after), run_time=1.8)
            self.wait(0.5)
        for start, stop in ((VIEW.turn, 75.0), (75.0, VIEW.turn)):
            self.play(turn([here.relief, here.floor], start, stop), run_time=2.6)
        self.hush(*map(FadeOut, (*here.gauges, here.floor, here.relief)))
        self._compare(here.subject)

    def _compare(self, subject: PlaneSubject) -> None:
        """Put ridges beside boxes that are as good, and count the neurons of both."""
        pair = get_boxes(self.spec)
        if pair is None or subject.high == subject.low:
            return
        both = Both(subject, *pair)
        self.say("Boxes can do it with two hidden layers. Which of the two takes fewer neurons?",
                 *map(FadeIn, (both.names, both.limit, *both.reliefs)), run_time=1.0)  # fmt: skip
        self.play(turn(both.reliefs, SIDES[0].turn, 70.0), run_time=2.6)
        self.say(f"For this function {both.fewer} do.", FadeIn(both.counts))
        self.play(turn(both.reliefs, 70.0, 110.0), run_time=2.0)
        self.say("But boxes are built, tile by tile. We know before how good they'll be.")
        self.play(turn(both.reliefs, 110.0, 65.0), run_time=3.0)
        self.say("Ridges have to be fitted. So nobody knows before how many it takes.")
        self.play(turn(both.reliefs, 65.0, SIDES[0].turn), run_time=3.0)
        self.hush()
