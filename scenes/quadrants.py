"""Towers leave holes where they meet, however steep they are; boxes of differences have none."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from manim import LEFT, FadeIn, FadeOut, VGroup, Write, linear

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, Readout, formula, words
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.floor import Floor
from uat.films.stage.gauge import Gauge
from uat.films.stage.plane import (
    Field,
    NetworkRelief,
    PlaneSubject,
    drive_networks,
    turn,
)
from uat.films.stage.text import BODY, LABEL, TITLE_HEIGHT
from uat.networks.network import Network

from ._quadrants import (
    COLUMN,
    FINE,
    HEIGHTS,
    RIGHT_VIEW,
    SIDES,
    STEEPER,
    STEEPNESS,
    STRONG,
    VIEW,
    Walk,
    close_relief,
    field_relief,
    get_box,
    get_field,
    get_meeting,
    get_strip,
    neurons_of,
    plus,
    three,
    zoom,
)

# Ends in y and x, beyond the square or not.
BOXES = ((0.6, 0.7), (1.2, 0.7), (1.2, 1.2))
STEPS = (0.02, 0.2, 0.3, 0.45)  # where a walk along the strip stops; it has a cut at 0.25


class Holes(Chapter):
    """Close to where four towers meet."""

    def construct(self) -> None:
        meeting = get_meeting(self.spec)
        subject, towers = meeting.subject, meeting.towers
        title = subject.title(9.6)
        title.move_to((-6.4, TITLE_HEIGHT, 0.0), aligned_edge=LEFT)
        relief = close_relief(meeting, towers.network, 0.0, VIEW)
        floor = Floor(VIEW, subject.formulas)
        wanted = Gauge("$f$ at this corner", float(subject.target(*meeting.corner)),
                       (COLUMN, 2.3, 0.0), write=three, color=DARK.target)  # fmt: skip
        found = Gauge("the network there", meeting.at_corner(towers.network),
                      (COLUMN, 0.9, 0.0), write=three, color=DARK.network)  # fmt: skip
        steep = Gauge("weight of the steps", max(towers.steepness), (COLUMN, -0.5, 0.0),
                      write=three, color=DARK.positive)  # fmt: skip

        # Close to a corner
        self.say("Here's a field of towers. Does it follow the function everywhere?",
                 FadeIn(title), FadeIn(floor), FadeIn(relief), run_time=1.0)  # fmt: skip

        def nearer(share: float) -> None:
            relief.box = zoom(meeting, share)
            relief.set_network(relief.network)

        self.say("Let's go to a place where four of them meet.", FadeOut(floor.names),
                 run_time=0.3)  # fmt: skip
        self.play(Drive([relief], nearer, 0.0, 1.0), run_time=5.0)
        self.say(
            "There's a hole. At the corner the network reads zero, whatever the function is.",
            FadeIn(wanted),
            FadeIn(found),
        )
        self.wait(0.4)
        self.play(turn([relief, floor], VIEW.turn, 60.0), run_time=2.4)

        # Steeper
        def steepen(log_factor: float) -> None:
            factor = float(np.exp(log_factor))
            network = towers.steep(factor)
            relief.set_network(network)
            found.set_value(meeting.at_corner(network))
            steep.set_value(factor * max(towers.steepness))

        self.say(
            "Steeper steps make the hole narrower, but no less deep.",
            FadeIn(steep),
        )
        moving = [relief, found.digits, steep.digits]
        self.play(Drive(moving, steepen, 0.0, float(np.log(STEEPER))), run_time=3.0)
        self.wait(0.4)
        self.play(Drive(moving, steepen, float(np.log(STEEPER)), 0.0), run_time=1.6)

        # Why
        sums = VGroup(
            formula("h \\/ 2 + h \\/ 2 = h", BODY, DARK.step),
            formula("h < 3 h \\/ 2", BODY, DARK.step),
        )
        for n, line in enumerate(sums):
            line.move_to((COLUMN, -0.6 - 0.8 * n, 0.0), aligned_edge=LEFT)
        self.say(
            "At the corner every step is half on. So each of the four neurons sees one h. But "
            "it waits for three halves of h.",
            FadeOut(steep),
        )
        self.play(Write(sums), run_time=1.4)
        parts = VGroup(title, floor, wanted, found, sums)
        self.hush(FadeOut(parts), FadeOut(relief))


class Differences(Chapter):
    """Boxes without an upper side, each as high as the difference to the one before it."""

    def construct(self) -> None:
        begin, last, corner = (np.array([0.25, *ends]) for ends in BOXES)
        relief = NetworkRelief(get_box(begin), columns=16, z_range=(0.0, 1.0), view=RIGHT_VIEW)
        floor = Floor(RIGHT_VIEW)
        diagram = NetworkDiagram(
            get_strip(np.ones(4)), width=5.0, height=5.2, center=(-4.0, 0.25, 0.0), radius=0.3,
            most=8, scales=(3 * STEEPNESS, 2 * STRONG, 0.6), zeros=False,
        )  # fmt: skip
        weights = np.diff(HEIGHTS, prepend=0.0)

        # A box that goes on to the end
        self.say("Here's the cure. Leave out the upper side of a box. Then it goes on to the end.",
                 FadeIn(floor), FadeIn(relief), run_time=1.0)  # fmt: skip
        self.play(drive_networks(relief, get_box, begin, last), run_time=2.0)
        self.say("Without both upper sides it's a quarter of the plane: a quadrant. We need just "
                 "one side gone.")  # fmt: skip
        self.play(drive_networks(relief, get_box, last, corner), run_time=1.6)
        self.play(drive_networks(relief, get_box, corner, last), run_time=1.6)

        # Differences
        now = np.zeros(4)
        strip = NetworkRelief(get_strip(now), columns=16, z_range=(0.0, 1.0), view=RIGHT_VIEW)
        diagram.set_network(get_strip(now))
        values = VGroup(*(Readout("", 0.0, plus, LABEL) for _ in weights))

        def show(now: Any, network: Network) -> None:
            diagram.set_network(network)
            for n, (readout, value) in enumerate(zip(values, now, strict=True)):
                readout.set_value(value).stand_on(diagram.point(2, 0, n, 0.35))

        show(now, get_strip(now))

        self.say(
            "Put four of them into a strip. They share the sides of the strip. Each has one "
            "more step, where it begins.",
            FadeIn(diagram),
            FadeIn(values),
            FadeOut(relief),
            FadeIn(strip),
            run_time=1.0,
        )
        self.wait(0.6)
        texts = (
            "The first one is as high as the function.",
            "The next one adds only the difference to it.",
            "So does the third.",
            "And so does the last.",
        )
        for n, narration in enumerate(texts):
            after = now.copy()
            after[n] = weights[n]
            self.say(
                narration,
            )
            self.play(
                drive_networks(
                    strip, get_strip, now, after, others=[diagram.edges, values], change=show
                ),
                run_time=1.4,
            )  # fmt: skip
            now = after
        self._walk(strip)
        self.play(turn([strip, floor], RIGHT_VIEW.turn, -62.0), run_time=2.6)
        self.hush(FadeOut(VGroup(diagram, values, floor)), FadeOut(strip))

    def _walk(self, strip: NetworkRelief) -> None:
        """Walk along the strip: at a cut the output stays between its neighbours."""
        walk = Walk(strip)
        self.say("Why is a cut safe now? Walk along the strip.", FadeIn(walk.parts))
        for n, text in enumerate((
            "Here the first box alone is on.",
            "At the cut the next one switches on, bit by bit. So its difference comes bit by bit.",
            "That's why the output stays between the two heights. It's never below both.",
        )):  # fmt: skip
            self.say(text)
            way = Drive(walk.parts, walk.move, *STEPS[n : n + 2], rate_func=linear)
            self.play(way, run_time=2.0)
        self.say("It takes one neuron for each box.", FadeOut(walk.parts))


class NoHoles(Chapter):
    """Both corners side by side, and then both fields."""

    def construct(self) -> None:
        meeting = get_meeting(self.spec)
        subject, fields = meeting.subject, (meeting.towers, meeting.quadrants)
        title = subject.title(9.6)
        title.move_to((-6.4, TITLE_HEIGHT, 0.0), aligned_edge=LEFT)
        reliefs = [close_relief(meeting, f.network, 1.0, view)
                   for f, view in zip(fields, SIDES, strict=True)]  # fmt: skip
        names = VGroup(*(words(name, BODY).move_to((x, 2.7, 0.0))
                         for name, x in (("towers", -3.45), ("differences", 3.45))))  # fmt: skip
        found = [Readout('"network" =', meeting.at_corner(f.network), three, color=DARK.network)
                 for f in fields]  # fmt: skip
        for readout, x in zip(found, (-3.45, 3.45), strict=True):
            readout.shift(np.array([x, 2.1, 0.0]) - readout.get_center())
        wanted = Readout("f =", float(subject.target(*meeting.corner)), three, color=DARK.target)
        wanted.shift(np.array([0.0, 2.1, 0.0]) - wanted.get_center())

        # Both corners
        self.say("Here's that corner again. On the left towers meet, on the right differences.",
                 *(FadeIn(part) for part in (title, names, *reliefs)), run_time=1.0)  # fmt: skip
        self.play(turn(reliefs, SIDES[0].turn, 65.0), run_time=2.4)
        self.say("At the corner, towers read zero. Differences read a weighted mean of the four "
                 "tiles.", FadeIn(wanted), FadeIn(VGroup(*found)))  # fmt: skip
        self.play(turn(reliefs, 65.0, SIDES[0].turn), run_time=2.4)

        # All of both
        def further(share: float) -> None:
            for relief in reliefs:
                relief.box = zoom(meeting, share)
                relief.set_network(relief.network)

        self.say("Now go back, and look at all of both.",
                 FadeOut(VGroup(wanted, *found)))  # fmt: skip
        self.play(Drive(reliefs, further, 1.0, 0.0), run_time=3.0)
        self._compare(subject, fields, reliefs, names)
        self.hush(FadeOut(title))

    def _compare(self, subject: PlaneSubject, fields: Sequence[Field],
                 reliefs: list[NetworkRelief], names: VGroup) -> None:  # fmt: skip
        """Compare towers and differences on the same tiles; then on smaller ones."""
        sides = (-3.45, 3.45)
        neurons = VGroup(*(neurons_of(f, x) for f, x in zip(fields, sides, strict=True)))
        errors = [Readout('max|f - "network"| =', f.error.max, three, color=DARK.error)
                  for f in fields]  # fmt: skip
        for error, x in zip(errors, (-5.0, 1.9), strict=True):
            error.shift(np.array([x, 1.5, 0.0]))
        self.say("On the same tiles, differences take fewer neurons.", FadeIn(neurons))
        smaller = fields[1].error.max < fields[0].error.max
        self.say("And the corners are safe, so their largest error is smaller." if smaller
                 else "The largest error counts everywhere, corners too.",
                 *map(FadeIn, errors))  # fmt: skip
        self.play(turn(reliefs, SIDES[0].turn, 65.0), run_time=2.4)
        self.say("With smaller tiles, only one of these two errors gets smaller.")
        for n in (16, FINE):
            fresh = [get_field(self.spec, n, name) for name in ("towers", "quadrants")]
            views = [replace(view, turn=65.0) for view in SIDES]
            after = [field_relief(subject, f, view) for f, view in zip(fresh, views, strict=True)]
            self.play(*(FadeOut(part) for part in (*reliefs, *neurons)), run_time=0.3)
            neurons = VGroup(*(neurons_of(f, x) for f, x in zip(fresh, sides, strict=True)))
            for error, f in zip(errors, fresh, strict=True):
                error.set_value(f.error.max)
            self.play(*(FadeIn(part) for part in (*after, *neurons)), run_time=0.5)
            self.wait(0.9)
            reliefs = after
        self.play(turn(reliefs, 65.0, 25.0), run_time=3.0)
        self.play(*(FadeOut(part) for part in (*reliefs, names, *neurons, *errors)), run_time=0.5)
