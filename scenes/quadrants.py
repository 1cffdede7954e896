"""Towers leave holes where they meet, however steep they are; boxes of differences have none."""

from dataclasses import replace

from manim import RIGHT, UP, FadeIn, FadeOut, VGroup, Write, linear

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, Readout
from uat.films.stage.floor import Floor
from uat.films.stage.plane import NetworkRelief, drive_networks, turn
from uat.films.stage.towers import field_relief, three

from ._quadrants import (
    BOX,
    FINE,
    MIDDLES,
    OPEN,
    QUADRANT,
    RIGHT_VIEW,
    SIDES,
    STEEPER,
    UPPER_X,
    UPPER_Y,
    VIEW,
    Box,
    Corner,
    Corners,
    Strip,
    Walk,
    get_box,
    get_field,
    neurons_of,
    told,
)

UPRIGHT = ((-0.55, -2.9, 6.35, 3.5), (-6.8, -2.9, -0.6, 3.5))
TAKES = "f(x, y)"

KINDS = ("towers", "quadrants")
STEPS = (0.02, 0.2, 0.3, 0.45)  # where a walk along the strip stops; it has a cut at 0.25


class Holes(Chapter):
    """Close to where four towers meet."""

    panes = ((-6.4, -3.0, 1.4, 3.55), (3.7, -1.6, 6.25, 2.45))

    def construct(self) -> None:
        here = Corner(self.spec)

        # Close to a corner
        self.show_title("Towers without holes")
        self.say("Here's a field of towers. Does it follow the function everywhere?",
                 FadeIn(here.floor), FadeIn(here.relief), run_time=2.4)  # fmt: skip
        self.say("Let's go to a place where four of them meet.", FadeOut(here.floor.names),
                 FadeIn(here.title),
                 run_time=0.3)  # fmt: skip
        self.play(here.meeting.flight.fly([here.relief], 0.0, 1.0), run_time=5.0)
        self.say("There's a hole. At the corner the network reads zero, whatever the function is.",
                 FadeIn(here.wanted), FadeIn(here.found))  # fmt: skip
        self.wait(0.4)
        self.play(turn([here.relief, here.floor], VIEW.turn, 60.0), run_time=2.4)

        # Steeper
        self.say("Steeper steps make the hole narrower, but no less deep.", FadeIn(here.weight))
        self.play(here.steepen(1.0, STEEPER), run_time=3.0)
        self.wait(0.4)
        self.play(here.steepen(STEEPER, 1.0), run_time=1.6)

        # Why
        self.say("At the corner every step is half on. So each of the four neurons sees one h. But "
                 "it waits for three halves of h.", FadeOut(here.weight))  # fmt: skip
        self.play(Write(here.sums), run_time=1.4)
        parts = VGroup(here.title, here.floor, here.wanted, here.found, here.sums)
        self.hush(FadeOut(parts), FadeOut(here.relief))


class Sides(Chapter):
    """The upper sides of a box are pushed out of the square; then nothing needs their steps."""

    def construct(self) -> None:
        box, floor = Box(), Floor(RIGHT_VIEW)
        self.say("Here's the cure. A box has four sides, and each of them is a step.",
                 FadeIn(box.diagram), FadeIn(floor), FadeIn(box.relief), run_time=1.0)  # fmt: skip
        self.say("Push the upper side out of the square. Then the box goes on to the end.")
        self.play(drive_networks(box.relief, get_box, BOX, OPEN), run_time=2.0)
        self.say("And its step has nothing to do any more. So leave it out.")
        self.play(FadeOut(box.step(UPPER_Y)), run_time=1.2)
        self.say("Without both upper sides it's a quarter of the plane: a quadrant.")
        self.play(drive_networks(box.relief, get_box, OPEN, QUADRANT),
                  FadeOut(box.step(UPPER_X)), run_time=1.6)  # fmt: skip
        self.say("But we need just one side gone.", FadeIn(box.step(UPPER_X)))
        self.play(drive_networks(box.relief, get_box, QUADRANT, OPEN), run_time=1.6)
        self.hush()


class Differences(Chapter):
    """Boxes without an upper side, each as high as the difference to the one before it."""

    def construct(self) -> None:
        floor, strip = Floor(RIGHT_VIEW), Strip()

        # Differences
        self.say("Put four of them into a strip. They share the sides of the strip. Each has one "
                 "more step, where it begins.", FadeIn(strip.diagram), FadeIn(strip.values),
                 FadeIn(floor), FadeIn(strip.relief), run_time=1.0)  # fmt: skip
        self.wait(0.6)
        for box, text in enumerate(("The first one is as high as the function.",
                                    "The next one adds only the difference to it.",
                                    "So does the third.", "And so does the last.")):  # fmt: skip
            self.say(text)
            self.play(strip.raise_box(box), run_time=1.4)
        self._walk(strip.relief)
        self.play(turn([strip.relief, floor], RIGHT_VIEW.turn, -62.0), run_time=2.6)
        self.hush(FadeOut(VGroup(strip.diagram, strip.values, floor)), FadeOut(strip.relief))

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

    panes = ((-6.8, -2.9, -0.6, 3.5), (-0.55, -2.9, 6.35, 3.5))

    def construct(self) -> None:
        here = Corners(self.spec)

        # Both corners
        self.say("Here's that corner again, once of towers and once of differences.",
                 *(FadeIn(part) for part in (here.title, here.names, *here.reliefs)),
                 run_time=1.0)  # fmt: skip
        self.play(turn(here.reliefs, SIDES[0].turn, 65.0), run_time=2.4)
        self.say("At the corner, towers read zero. Differences read a weighted mean of the four "
                 "tiles.", FadeIn(here.wanted), FadeIn(here.found))  # fmt: skip
        self.play(turn(here.reliefs, 65.0, SIDES[0].turn), run_time=2.4)
        self.say("Why? At its side a strip is half on, and so is the strip beside it. Two halves "
                 "add up to a mean.", about=here.found[1])  # fmt: skip
        self.play(turn(here.reliefs, SIDES[0].turn, 5.0), run_time=2.0)
        self.play(turn(here.reliefs, 5.0, SIDES[0].turn), run_time=2.0)

        # All of both
        self.say("Now go back, and look at all of both.",
                 FadeOut(VGroup(here.wanted, *here.found)))  # fmt: skip
        self.play(here.meeting.flight.fly(here.reliefs, 1.0, 0.0), run_time=3.0)
        self._compare(here)
        self.hush()

    def _compare(self, here: Corners) -> None:
        """Compare towers and differences on the same tiles; then on smaller ones."""
        subject, fields, reliefs = here.meeting.subject, here.fields, here.reliefs
        neurons = VGroup(*(neurons_of(f, x) for f, x in zip(fields, MIDDLES, strict=True)))
        errors = [Readout('max|f - "network"| =', f.error.max, three, color=DARK.error)
                  for f in fields]  # fmt: skip
        for error, x in zip(errors, (-5.0, 1.9), strict=True):
            error.shift(x * RIGHT + 1.5 * UP)
        self.say("On the same tiles, differences take fewer neurons.", FadeIn(neurons))
        smaller = fields[1].error.max < fields[0].error.max
        self.say("And the corners are safe, so their largest error is smaller." if smaller
                 else "The largest error counts everywhere, corners too.",
                 *map(FadeIn, errors))  # fmt: skip
        self.play(turn(reliefs, SIDES[0].turn, 65.0), run_time=2.4)
        self.say(told(fields, [get_field(self.spec, FINE, name) for name in KINDS]))
        for n in (16, FINE):
            fresh = [get_field(self.spec, n, name) for name in KINDS]
            views = [replace(view, turn=65.0) for view in SIDES]
            after = [
                field_relief(subject, f.network, view) for f, view in zip(fresh, views, strict=True)
            ]
            leaving = [FadeOut(part) for part in (*reliefs, *neurons)]
            neurons = VGroup(*(neurons_of(f, x) for f, x in zip(fresh, MIDDLES, strict=True)))
            for error, f in zip(errors, fresh, strict=True):
                error.set_value(f.error.max)
            self.play(*leaving, *(FadeIn(part) for part in (*after, *neurons)), run_time=0.8)
            self.wait(0.9)
            reliefs = after
        self.play(turn(reliefs, 65.0, 25.0), run_time=3.0)
