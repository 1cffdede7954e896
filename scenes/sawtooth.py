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
    code,
    drive_count,
    get_teeth,
)


class OneFold(Chapter):
    """Two relu neurons lay the right half of the line onto the left half."""

    def construct(self) -> None:
        fold = FoldPicture(STRAIGHT)
        self.show_title("Folding")
        self.say(
            "Two rectified linear units. The first passes $x$ on: a straight line.",
            FadeIn(fold.diagram),
            FadeIn(fold.names),
            FadeIn(fold.readouts),
            narration="Take two rectified linear units. So far only the first one counts; it "
            "passes x on, and the output is a straight line.",
            run_time=1.2,
        )
        self.play(FadeIn(fold.graph), run_time=0.6)
        self.play(Create(fold.curve), run_time=1.0)
        self.wait(0.6)

        # The weights fold the line
        self.say(
            "The weights $2$ and $-4$ fold it in the middle.",
            narration="Let the weights go to two and minus four. From one half on the second "
            "neuron pulls down, and the line is folded in the middle.",
        )
        self.play(fold.drive(TENT), run_time=3.0)
        self.wait(0.8)

        # Two points become one
        self.say(
            "Like paper: two points come to lie on one another.",
            narration="It is like folding paper. Any two points as far left and right of the "
            "crease come to lie on one another.",
        )
        pair = Pair(fold.graph, fold.curve.network)
        pair.show(0.1)
        self.play(FadeIn(pair.group), run_time=0.5)
        self.play(Drive([pair.group], pair.show, 0.1, 0.42), run_time=2.0)
        self.play(Drive([pair.group], pair.show, 0.42, 0.25), run_time=1.2)
        self.say(
            "Whatever comes next sees one number, and treats both halves alike.",
            narration="Whatever comes next sees only the one number. So all that it does, it "
            "does on both halves at once.",
        )
        self.wait(2.2)
        self.hush(FadeOut(VGroup(*fold.parts, pair.group)))


class Again(Chapter):
    """Every further layer folds what is folded already, and doubles the teeth."""

    def construct(self) -> None:
        folds = Folds(1)
        self.say(
            "Two neurons, one fold, two straight pieces.",
            *(FadeIn(part) for part in folds.parts),
            narration="Two neurons made one fold, and two straight pieces.",
            run_time=1.0,
        )
        self.wait(1.2)
        says = (
            (
                "The same two neurons again, in a second layer: they fold the fold.",
                "Put the same two neurons behind it, as a second layer. They fold what is "
                "folded already.",
            ),
            (
                "Each slope goes through the whole fold once: the teeth double.",
                "Each slope goes through the whole fold once. So every layer doubles the teeth.",
            ),
        )
        for caption, narration in says:
            self.say(caption, *folds.grow(), narration=narration, run_time=0.8)
            self.play(folds.drive(), run_time=2.6)
            self.wait(0.5)
        for _ in range(DRAWN - 3):
            self.play(*folds.grow(), run_time=0.5)
            self.play(folds.drive(), run_time=1.8)
            self.wait(0.3)
        self.say(
            "$k$ layers: $2 k$ neurons, and $2^k$ straight pieces.",
            narration="With k layers there are two k neurons, but two to the k straight pieces.",
        )
        self.wait(2.4)
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
            f"With one hidden layer, a neuron bends once. Here are ${len(kinks)}$ kinks.",
            FadeIn(kinks, lag_ratio=0.05),
            narration="Now with one hidden layer only. There a neuron bends the output at one "
            f"point, and no more. Here are {len(kinks)} kinks.",
            run_time=1.4,
        )
        self.wait(0.8)
        shallow = line.network()
        gauge = Gauge(
            "in one layer", shallow.neurons, (COLUMN, -1.2, 0.0), write=whole, color=DARK.ramp
        )
        self.say(
            "So it needs a neuron for each, and one for the slope it begins with.",
            FadeIn(gauge),
            narration="So it needs a neuron for each of them, and one more for the slope at "
            "which it begins.",
        )
        self.wait(2.0)

        # The counts race
        self.play(FadeOut(VGroup(folds.graph, folds.diagram, kinks)), FadeOut(folds.curve))
        bars = Bars(DRAWN)
        self.say(
            "Fold on: two more neurons there, twice as many here.",
            FadeIn(bars.group),
            FadeIn(bars.shape),
            narration="Let us fold on. Each time the deep network gets two more neurons, and "
            "the shallow one needs twice as many.",
        )
        for k in range(DRAWN + 1, MOST + 1):
            old, bars.shape = bars.shape, bars.get_shape(k)
            fold = drive_count(folds, gauge, bars, k)
            self.play(fold, FadeOut(old), FadeIn(bars.shape), run_time=0.6)
        self.wait(0.8)
        self.say(
            f"${2 * MOST}$ neurons fold what would take ${code(2**MOST)}$ side by side.",
            narration=f"{2 * MOST} neurons do by folding what would take "
            f"{2**MOST:,} of them side by side.",
        )
        self.wait(2.4)
        self.hush(FadeOut(VGroup(folds.gauges, gauge, bars.group, bars.shape)))


class Squared(Chapter):
    """What folding is good for: sawtooths of heights 1/4, 1/16, ... leave x² of x."""

    def construct(self) -> None:
        show = Square(1)
        rule = formula("x^2 = x - t_1 / 4 - t_2 / 4^2 - t_3 / 4^3 - dots.c", TITLE)
        rule.move_to((-0.3, 2.95, 0.0))
        self.say(
            "What is it good for? $x$ minus sawtooths $t_k$ leaves $x^2$.",
            FadeIn(VGroup(show.graph, show.target)),
            Write(rule),
            narration="What is it good for? Take x, and subtract a quarter of the tent, a "
            "sixteenth of the next sawtooth, and so on. What is left is x squared.",
            run_time=1.6,
        )
        self.wait(1.6)
        self.say(
            "With the first tent alone it is two straight lines.",
            *(FadeIn(part) for part in show.parts[1:4]),
            Create(show.curve),
            Create(show.gap),
            narration="With the first tent alone it is two straight lines, and it is off by a "
            "sixteenth at most.",
            run_time=1.2,
        )
        self.wait(1.2)
        teeth = show.get_teeth()
        self.say(
            "The next sawtooth fits right into the arches.",
            Create(teeth),
            narration="The next sawtooth, divided by sixteen, fits right into the arches of "
            "the error.",
            run_time=1.4,
        )
        self.wait(0.8)
        self.say(
            "Subtract it: twice as many arches, a quarter as high.",
            narration="Subtract it, and what is left are twice as many arches, each a quarter "
            "as high.",
        )
        self.play(show.drive(), FadeOut(teeth), run_time=2.0)
        self.wait(0.4)
        self.play(*show.zoom(), run_time=1.0)
        self.say(
            "Every layer divides the error by four.",
            narration="And so on: every layer of three neurons divides the error by four.",
        )
        for _ in range(2, TERMS):
            teeth = show.get_teeth()
            self.play(FadeIn(teeth), run_time=0.5)
            self.play(show.drive(), FadeOut(teeth), run_time=1.1)
            self.play(*show.zoom(), run_time=0.7)
        bound = formula(f"= 4^(-{TERMS + 1})", BODY, DARK.error)
        bound.move_to((COLUMN + 0.7, -0.85, 0.0), aligned_edge=LEFT)
        self.say(
            "$m$ layers leave an error of exactly $4^(-(m + 1))$.",
            FadeIn(bound),
            narration="After m layers it is exactly four to the minus m minus one. One layer "
            "would have to double its neurons for that, each time.",
        )
        self.wait(2.6)

        # Products
        product = formula("x y = 1/2 ((x + y)^2 - x^2 - y^2)", TITLE).move_to(rule)
        self.say(
            "And squares make products, and products make polynomials.",
            FadeOut(rule),
            FadeIn(product),
            narration="And with squares we can multiply. So deep networks can compute "
            "polynomials, and whatever is nearly one.",
            run_time=1.0,
        )
        self.wait(2.6)
        self.hush()
