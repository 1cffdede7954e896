"""Towers leave holes where they meet, however steep they are; boxes of differences have none."""

from dataclasses import replace
from typing import Any

import numpy as np
from manim import LEFT, FadeIn, FadeOut, VGroup, Write

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
from uat.films.stage.relief import View
from uat.films.stage.text import BODY, LABEL, TITLE_HEIGHT, count
from uat.networks.network import Network

from ._quadrants import (
    COLUMN,
    ENDS,
    FINE,
    HEIGHTS,
    RIGHT_VIEW,
    SIDES,
    STEEPER,
    STEEPNESS,
    STRONG,
    TILES,
    VIEW,
    close_relief,
    get_box,
    get_field,
    get_meeting,
    get_strip,
    plus,
    three,
    two_digits_code,
    zoom,
)


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
        self.show_title("No holes")
        self.say(
            "Here's a field of towers again. Let's go to a place where four of them meet.",
            FadeIn(title),
            FadeIn(floor),
            FadeIn(relief),
            run_time=1.0,
        )

        def nearer(share: float) -> None:
            relief.box = zoom(meeting, share)
            relief.set_network(relief.network)

        self.play(FadeOut(floor.names), run_time=0.3)
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
        begin, last = np.array([0.25, 0.6]), np.array([0.25, 1.2])
        relief = NetworkRelief(get_box(begin), columns=16, z_range=(0.0, 1.0), view=RIGHT_VIEW)
        floor = Floor(RIGHT_VIEW)
        diagram = NetworkDiagram(
            get_strip(np.ones(4)), width=5.0, height=5.2, center=(-4.0, 0.25, 0.0), radius=0.3,
            most=8, scales=(3 * STEEPNESS, 2 * STRONG, 0.6), zeros=False,
        )  # fmt: skip
        weights = np.diff(HEIGHTS, prepend=0.0)

        # A box that goes on to the end
        self.say(
            "Here's the cure. Leave out the upper side of a box. Then it goes on to the end.",
            FadeIn(floor),
            FadeIn(relief),
            run_time=1.0,
        )
        self.wait(0.6)
        self.play(drive_networks(relief, get_box, begin, last), run_time=2.0)
        self.wait(0.4)

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
        self.say(
            "It's one neuron for each box. At a cut, the output goes from one height to the "
            "next. It never drops below both.",
        )
        self.play(turn([strip, floor], RIGHT_VIEW.turn, -62.0), run_time=2.6)
        self.hush(FadeOut(VGroup(diagram, values, floor)), FadeOut(strip))


class NoHoles(Chapter):
    """The same corner, and then the whole field."""

    def construct(self) -> None:
        meeting = get_meeting(self.spec)
        subject, corner = meeting.subject, meeting.quadrants
        title = subject.title(9.6)
        title.move_to((-6.4, TITLE_HEIGHT, 0.0), aligned_edge=LEFT)
        relief = close_relief(meeting, corner.network, 1.0, VIEW)
        floor = Floor(VIEW, subject.formulas)
        floor.remove(floor.names)
        wanted = Gauge("$f$ at this corner", float(subject.target(*meeting.corner)),
                       (COLUMN, 2.3, 0.0), write=three, color=DARK.target)  # fmt: skip
        found = Gauge("the network there", meeting.at_corner(corner.network),
                      (COLUMN, 0.9, 0.0), write=three, color=DARK.network)  # fmt: skip
        low, high = min(meeting.heights), max(meeting.heights)
        span = VGroup(
            words("the four tiles there", LABEL, DARK.muted),
            formula(two_digits_code(low), BODY),
            words(f"to ${two_digits_code(high)}$", BODY),
        )
        for n, line in enumerate(span):
            line.move_to((COLUMN, -0.5 - 0.65 * n, 0.0), aligned_edge=LEFT)

        # The corner again
        self.say(
            "This is the same corner as before, built of differences.",
            FadeIn(title),
            FadeIn(floor),
            FadeIn(relief),
            run_time=1.0,
        )
        self.play(turn([relief, floor], VIEW.turn, 60.0), run_time=2.2)
        self.say(
            "Inside the windows too, the output stays between the four heights. It's a weighted "
            "mean of them.",
            FadeIn(wanted),
            FadeIn(found),
            FadeIn(span),
        )
        self.play(turn([relief, floor], 60.0, VIEW.turn), run_time=2.2)

        # All of it
        def further(share: float) -> None:
            relief.box = zoom(meeting, share)
            relief.set_network(relief.network)

        self.say(
            "And so it does everywhere else.",
            FadeOut(VGroup(wanted, found, span)),
        )
        self.play(Drive([relief], further, 1.0, 0.0), run_time=3.0)
        self.play(FadeOut(floor), FadeOut(relief), run_time=0.5)

        # Beside the towers
        fields = [get_field(self.spec, TILES, name) for name in ("towers", "quadrants")]
        self._compare(subject, fields)
        self.hush(FadeOut(title))

    def _compare(self, subject: PlaneSubject, fields: list[Field]) -> None:
        """Show towers and differences on the same tiles; then smaller ones."""
        reliefs = [self._relief(subject, f, view) for f, view in zip(fields, SIDES, strict=True)]
        names = VGroup(
            words("towers", BODY).move_to((-3.45, 2.7, 0.0)),
            words("differences", BODY).move_to((3.45, 2.7, 0.0)),
        )
        neurons = VGroup(*(self._neurons(f, x) for f, x in zip(fields, (-3.45, 3.45), strict=True)))
        errors = [
            Readout("max|f - \"network\"| =", f.error.max, three, color=DARK.error)
            for f in fields
        ]  # fmt: skip
        for error, x in zip(errors, (-5.0, 1.9), strict=True):
            error.shift(np.array([x, 1.5, 0.0]))
        self.say(
            "On the same tiles, differences take fewer neurons. And the largest error is small "
            "everywhere, not only away from corners.",
            *(FadeIn(part) for part in (*reliefs, names, *neurons, *errors)),
            run_time=1.0,
        )
        self.play(turn(reliefs, SIDES[0].turn, 65.0), run_time=3.0)
        self.say(
            "With smaller tiles, only one of these two errors gets smaller.",
        )
        for n in (16, FINE):
            fresh = [get_field(self.spec, n, name) for name in ("towers", "quadrants")]
            views = [replace(view, turn=65.0) for view in SIDES]
            after = [self._relief(subject, f, view) for f, view in zip(fresh, views, strict=True)]
            self.play(*(FadeOut(part) for part in (*reliefs, *neurons)), run_time=0.3)
            neurons = VGroup(
                *(self._neurons(f, x) for f, x in zip(fresh, (-3.45, 3.45), strict=True))
            )
            for error, f in zip(errors, fresh, strict=True):
                error.set_value(f.error.max)
            self.play(*(FadeIn(part) for part in (*after, *neurons)), run_time=0.5)
            self.wait(0.9)
            reliefs = after
        self.play(turn(reliefs, 65.0, 25.0), run_time=3.0)
        self.wait(0.8)
        self.play(*(FadeOut(part) for part in (*reliefs, names, *neurons, *errors)), run_time=0.5)

    def _relief(self, subject: PlaneSubject, f: Field, view: View) -> NetworkRelief:
        return NetworkRelief(
            f.network, subject.box, columns=1, window=ENDS, z_range=subject.ground_range, view=view
        )

    def _neurons(self, f: Field, x: float) -> Any:
        text = f"{count(f.grid.boxes.pieces)} tiles, {count(f.network.neurons)} neurons"
        return words(text, 24, DARK.muted).move_to((x, 2.15, 0.0))
