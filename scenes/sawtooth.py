"""Two neurons fold the line like paper, and every further fold doubles the teeth."""

from manim import (
    LEFT,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    VGroup,
    Write,
)

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, formula
from uat.films.stage.gauge import Gauge
from uat.films.stage.text import BODY, TITLE
from uat.films.stage.writing import whole
from uat.networks.regions import regions

from ._sawtooth import (
    COLUMN,
    DRAWN,
    MOST,
    STRAIGHT,
    TENT,
    TERMS,
    UNIT,
    Bars,
    FoldPicture,
    Folds,
    Pair,
    Square,
    drive_count,
    get_teeth,
)


class OneFold(Chapter):
    """Two relu neurons lay the right half of the line onto the left half."""

    def construct(self) -> None:
        fold = FoldPicture(STRAIGHT)
        self.show_title("Folding")
        self.say(
            "Take two rectified linear units. So far only the first one counts. It passes x on, "
            "so the output is a line.",
            FadeIn(fold.diagram),
            FadeIn(fold.names),
            FadeIn(fold.readouts),
            run_time=1.2,
        )
        self.play(FadeIn(fold.graph), run_time=0.6)
        self.play(Create(fold.curve), run_time=1.0)

        # The weights fold the line
        self.say(
            "Let the weights go to two and minus four. From one half on, the second neuron "
            "pulls down. The line folds in the middle.",
        )
        self.play(fold.drive(TENT), run_time=3.0)

        # Two points become one
        self.say(
            "It's like folding paper. Points equally far from the crease land on each other.",
        )
        pair = Pair(fold.graph, fold.curve.network)
        pair.show(0.1)
        self.play(FadeIn(pair.group), run_time=0.5)
        self.play(Drive([pair.group], pair.show, 0.1, 0.42), run_time=2.0)
        self.play(Drive([pair.group], pair.show, 0.42, 0.25), run_time=1.2)
        self.say(
            "Whatever comes next sees only that one number. So all it does, it does on both "
            "halves at once.",
        )
        self.hush(FadeOut(VGroup(*fold.parts, pair.group)))


class Again(Chapter):
    """Every further layer folds what is folded already, and doubles the teeth."""

    def construct(self) -> None:
        folds = Folds(1)
        self.say(
            "Two neurons made one fold, and two straight pieces.",
            *(FadeIn(part) for part in folds.parts),
            run_time=1.0,
        )
        self.wait(0.4)
        says = (
            "Put the same two neurons behind it, as a second layer. They fold what's folded "
            "already.",
            "Each slope goes through the whole fold once. So every layer doubles the teeth.",
        )
        for narration in says:
            self.say(narration, *folds.grow(), run_time=0.8)
            self.play(folds.drive(), run_time=2.6)
            self.wait(0.5)
        for _ in range(DRAWN - 3):
            self.play(*folds.grow(), run_time=0.5)
            self.play(folds.drive(), run_time=1.8)
            self.wait(0.3)
        self.say(
            "With k layers we have two k neurons. But we have two to the k straight pieces.",
        )
        self.hush()


class Race(Chapter):
    """A network of one hidden layer needs a neuron for each kink."""

    def construct(self) -> None:
        folds = Folds(DRAWN)
        self.add(*folds.parts)
        line = regions(get_teeth(DRAWN), UNIT)
        feet = folds.graph.to_screen(line.breakpoints, line(line.breakpoints))
        kinks = VGroup(*(Dot(foot, radius=0.06, color=DARK.error) for foot in feet))
        self.say(
            "Now with one hidden layer only. There, a neuron bends the output once, and no more. "
            f"Here are {len(kinks)} kinks.",
            FadeIn(kinks, lag_ratio=0.05),
            run_time=1.4,
        )
        shallow = line.network()
        gauge = Gauge(
            "in one layer", shallow.neurons, (COLUMN, -1.2, 0.0), write=whole, color=DARK.ramp
        )
        self.say(
            "So it needs a neuron for each. And one more for the slope at the beginning.",
            FadeIn(gauge),
        )
        self.wait(0.4)

        # The counts race
        self.play(FadeOut(VGroup(folds.graph, folds.diagram, kinks)), FadeOut(folds.curve))
        bars = Bars(DRAWN)
        self.say(
            "Let's fold on. Each time the deep network gets two more neurons. The shallow one "
            "needs twice as many.",
            FadeIn(bars.group),
            FadeIn(bars.shape),
        )
        for k in range(DRAWN + 1, MOST + 1):
            old, bars.shape = bars.shape, bars.get_shape(k)
            fold = drive_count(folds, gauge, bars, k)
            self.play(fold, FadeOut(old), FadeIn(bars.shape), run_time=0.6)
        self.say(
            f"By folding, {2 * MOST} neurons do it. Side by side, it takes {2**MOST:,}.",
        )
        self.hush(FadeOut(VGroup(folds.gauges, gauge, bars.group, bars.shape)))


class Squared(Chapter):
    """What folding is good for: sawtooths of heights 1/4, 1/16, ... leave x² of x."""

    def construct(self) -> None:
        show = Square(1)
        rule = formula("x^2 = x - t_1 / 4 - t_2 / 4^2 - t_3 / 4^3 - dots.c", TITLE)
        rule.move_to((-0.3, 2.95, 0.0))
        self.say(
            "What's it good for? Take x, and subtract a quarter of the tent. Then a sixteenth "
            "of the next sawtooth, and so on. What's left is x squared.",
            FadeIn(VGroup(show.graph, show.target)),
            Write(rule),
            run_time=1.6,
        )
        self.say(
            "With the first tent alone it's two straight lines. It's off by a sixteenth at most.",
            *(FadeIn(part) for part in show.parts[1:4]),
            Create(show.curve),
            Create(show.gap),
            run_time=1.2,
        )
        teeth = show.get_teeth()
        self.say(
            "The next sawtooth, divided by sixteen, fits right into the arches of the error.",
            Create(teeth),
            run_time=1.4,
        )
        self.say(
            "Subtract it. What's left is twice as many arches, each a quarter as high.",
        )
        self.play(show.drive(), FadeOut(teeth), run_time=2.0)
        self.wait(0.4)
        self.play(*show.zoom(), run_time=1.0)
        self.say(
            "And so on. Every layer of three neurons divides the error by four.",
        )
        for _ in range(2, TERMS):
            teeth = show.get_teeth()
            self.play(FadeIn(teeth), run_time=0.5)
            self.play(show.drive(), FadeOut(teeth), run_time=1.1)
            self.play(*show.zoom(), run_time=0.7)
        bound = formula(f"= 4^(-{TERMS + 1})", BODY, DARK.error)
        bound.move_to((COLUMN + 0.7, -0.85, 0.0), aligned_edge=LEFT)
        self.say(
            "After m layers, the error is four to the power minus m minus one. One layer would "
            "have to double its neurons each time.",
            FadeIn(bound),
        )

        # Products
        product = formula("x y = 1/2 ((x + y)^2 - x^2 - y^2)", TITLE).move_to(rule)
        self.say(
            "With squares we can multiply. So deep networks can compute polynomials. And "
            "whatever is nearly one.",
            FadeOut(rule),
            FadeIn(product),
            run_time=1.0,
        )
        self.hush()
