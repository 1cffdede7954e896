"""Towers side by side are any surface: the smaller their floors, the closer it follows f."""

from manim import FadeIn, FadeOut, VGroup

from uat.films.stage import Chapter
from uat.films.stage.floor import Floor
from uat.films.stage.plane import plane_subject, target_relief, turn
from uat.films.stage.towers import Flight, corner_gauges, field_relief, rise

from ._surface import (
    COLUMN,
    EXAMPLE,
    MOVED,
    PAIR,
    SIZES,
    TALL,
    TILED,
    VIEW,
    Beside,
    TwoTowers,
    close_relief,
    near_shares,
    surface_field,
    worst_corner,
)

UPRIGHT = ((-6.5, -2.9, 2.6, 3.55), (4.0, -1.3, 6.8, 2.4))
TAKES = "f(x, y)"


class Heights(Chapter):
    """The output's weights are the heights of towers, and towers add up."""

    panes = ((-1.35, -2.9, 6.5, 3.15), (-6.6, -2.5, -1.4, 3.2))

    def construct(self) -> None:
        pair = TwoTowers((0.0, 0.0, *PAIR))
        self.show_title("Any surface")
        self.say("Let's put two towers into one network. Each has four steps of its own.")
        self.play(FadeIn(pair.diagram), FadeIn(pair.floor), FadeIn(pair.relief), run_time=1.2)
        self.say("And at the output each has a weight. Watch it: that's its height.")
        self.play(FadeIn(pair.heights), run_time=0.5)
        self.play(pair.drive((TALL[0][0], 0.0), PAIR), run_time=1.4)
        for heights in TALL:
            self.play(pair.drive(heights, PAIR), run_time=1.2)
        self.say("The biases say where it stands, and how wide and long it is.")
        self.play(pair.drive(TALL[-1], MOVED), run_time=2.2)
        self.say("Two of them can share an edge. So why not cover the whole square?")
        self.play(pair.drive(TALL[-1], TILED), run_time=2.0)
        self.hush()


class FieldOfTowers(Chapter):
    """A tower on every tile, as high as f in its middle range."""

    def construct(self) -> None:
        subject, first = plane_subject(self.spec, EXAMPLE), surface_field(self.spec, SIZES[0])
        beside, floor = Beside(subject), Floor(VIEW, subject.formulas, subject.marks)
        smooth = target_relief(subject, VIEW)
        smooth.z_range = subject.ground_range
        pair = TwoTowers((*TALL[-1], *TILED))
        self.add(*pair.parts)

        # f
        self.say("This is the surface that we want.", *map(FadeOut, pair.parts))
        self.play(FadeIn(beside.title), FadeIn(floor), FadeIn(smooth), run_time=1.0)
        self.play(turn([smooth, floor], VIEW.turn, 50.0), run_time=1.6)

        # Tiles
        towers = field_relief(subject, first.weighted(0.0), smooth.view)
        self.say(f"Cut its floor into {SIZES[0]} by {SIZES[0]} tiles, and put a tower on each.")
        self.play(FadeOut(smooth), FadeIn(towers), run_time=0.8)
        beside.show(first)
        self.play(rise(towers, first), FadeIn(beside.gauges), run_time=3.0)
        self.say("How tall? Halfway between the lowest and the highest value there.")
        self.play(turn([towers, floor], 50.0, 70.0), run_time=2.4)
        self.say("Neighbours share their steps. So the first layer has few neurons.")
        self.play(turn([towers, floor], 70.0, VIEW.turn), run_time=2.4)
        self.hush()


class Finer(Chapter):
    """Smaller tiles, smaller error."""

    def construct(self) -> None:
        subject, now = plane_subject(self.spec, EXAMPLE), surface_field(self.spec, SIZES[0])
        beside, floor = Beside(subject), Floor(VIEW, subject.formulas, subject.marks)
        beside.show(now)
        relief = field_relief(subject, now.network, VIEW)
        self.add(beside.title, floor, beside.gauges, relief)
        texts = (
            f"Now smaller tiles: {SIZES[1]} by {SIZES[1]}. On each of them f varies less.",
            f"{SIZES[2]} by {SIZES[2]}. The error goes down with the tiles.",
            f"{SIZES[3]} by {SIZES[3]}. And nobody has trained it: we worked it out.",
        )
        for text, size in zip(texts, SIZES[1:], strict=True):
            field = surface_field(self.spec, size)
            self.say(text)
            fresh = field_relief(subject, field.weighted(0.0), VIEW)
            self.play(FadeOut(relief), run_time=0.3)
            self.add(fresh)
            beside.show(field)
            self.play(rise(fresh, field), run_time=2.6)
            relief = fresh
        smooth = target_relief(subject, VIEW, columns=2 * SIZES[-1])
        smooth.z_range = subject.ground_range
        self.say("Here's f again, for comparison. And here's the network.")
        self.play(FadeIn(smooth), FadeOut(relief), run_time=1.4)
        self.play(FadeOut(smooth), FadeIn(relief), run_time=1.4)
        self.hush()


class Corner(Chapter):
    """Where four tiles meet there is a hole."""

    panes = (UPRIGHT[0], (4.0, 0.0, 6.8, 2.5))

    def construct(self) -> None:
        subject, field = plane_subject(self.spec, EXAMPLE), surface_field(self.spec, SIZES[-1])
        beside, floor = Beside(subject), Floor(VIEW, subject.formulas, subject.marks)
        beside.show(field)
        relief = field_relief(subject, field.network, VIEW)
        self.add(beside.title, floor, beside.gauges, relief)
        self.say("So are we done? Let's look where four tiles meet.")
        near = close_relief(subject, field)
        self.play(FadeOut(beside.gauges), FadeOut(relief), FadeIn(near), run_time=0.5)
        corner, depth = worst_corner(field, subject)
        flight = Flight(subject.box, corner, near_shares(field, subject))
        self.play(flight.fly([near], 0.0, 1.0), run_time=5.0)
        numbers = VGroup(*corner_gauges(subject.target, field.network, corner, COLUMN))
        self.say(
            "There's a hole! It's narrow, but it's deep."
            if depth > 2 * beside.error.value
            else "This one is too flat for a hole that we could see. Others have one.",
            FadeIn(numbers),
        )
        self.play(turn([near, floor], VIEW.turn, VIEW.turn + 40.0), run_time=3.0)
        self.say("At such a corner a network can be far from f. Why is that?")
        self.play(turn([near, floor], VIEW.turn + 40.0, VIEW.turn), run_time=3.0)
        self.hush(FadeOut(VGroup(beside.title, floor, numbers)), FadeOut(near))
