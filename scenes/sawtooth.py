"""Two neurons fold the line like paper, and every further fold doubles the teeth."""

from manim import (
    LEFT,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    VGroup,
    Write,
)

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, Graph, formula
from uat.films.stage.gauge import Gauge
from uat.films.stage.text import BODY, TITLE, whole
from uat.networks.regions import regions

from ._sawtooth import (
    COLUMN,
    DRAWN,
    FOLDED,
    MOST,
    STRAIGHT,
    TENT,
    UNIT,
    FoldPicture,
    Folds,
    Pair,
    Walk,
    get_teeth,
)
from ._sawtooth_race import Bars, get_shape
from ._sawtooth_square import TERMS, Square

UPRIGHT = (
    (-6.54, -2.75, 3.25, 3.4, 1.9),
    ((4.1, 1.95, 6.5, 3.05), (4.1, 0.6, 6.5, 1.7)),
    ((4.1, -0.75, 6.5, 0.35), (4.1, -2.1, 6.5, -1.0)),
)
TAKES = "nothing"


class Many(Chapter):
    """Many layers of two neurons each, of which nobody knows yet what they can do."""

    panes = ((-6.6, 1.9, 6.6, 3.2, 2.0), (-4.6, -2.7, 4.6, 1.85, 2.0))

    def construct(self) -> None:
        shape = get_shape(MOST).move_to((0.0, 2.5, 0.0)).scale(1.4)
        graph = Graph((0.0, 1.0), (0.0, 1.0), width=7.0, height=3.4, center=(0.0, -0.4, 0.0),
                      y_label="output")  # fmt: skip
        self.show_title("Folding")
        self.say(f"Here are {2 * MOST} neurons, two in a layer. How often can their output bend?",
                 FadeIn(graph), FadeIn(shape), about=shape)  # fmt: skip
        self.hush()


class OneFold(Chapter):
    """Two relu neurons lay the right half of the line onto the left half."""

    panes = ((-1.3, -2.3, 6.5, 3.4), (-6.5, -2.05, -1.25, 2.1))

    def construct(self) -> None:
        fold = FoldPicture(STRAIGHT)
        self.say(
            "Begin with two of them, rectified linear units. So far only one counts. "
            "It passes x on, so the output is a line.",
            *(FadeIn(part) for part in (fold.diagram, fold.names, fold.readouts)),
            run_time=1.2,
        )
        self.play(FadeIn(fold.graph), run_time=0.6)
        self.play(Create(fold.curve), run_time=1.0)
        self._fold(fold)

        # Two points become one
        pair = Pair(fold)
        pair.show(0.1)
        self.say("Two points equally far from the crease now lie on the same mark.",
                 FadeIn(pair.group))  # fmt: skip
        self.play(Drive([pair.group], pair.show, 0.1, 0.42), run_time=2.0)
        self.play(Drive([pair.group], pair.show, 0.42, 0.25), run_time=1.2)
        self.say("Whatever comes next sees only that mark. It can't tell the two apart.",
                 about=pair.level)  # fmt: skip
        self.hush()

    def _fold(self, fold: FoldPicture) -> None:
        """Lay a strip of paper along x; the weights fold it, and stretch it."""
        flat = fold.strip.flat()
        self.say("Lay a ruled strip of paper along x. Then hold it beside the output.",
                 FadeIn(flat))  # fmt: skip
        self.play(ReplacementTransform(flat, fold.strip), run_time=1.4)
        self.say("Now let the second neuron pull down, from one half on. The paper folds.")
        self.play(fold.drive(FOLDED), run_time=3.0)
        self.say("And twice the weights stretch it to its old length.")
        self.play(fold.drive(TENT), run_time=1.6)


class Again(Chapter):
    """Every further layer folds what is folded already, and doubles the teeth."""

    def construct(self) -> None:
        folds, before = Folds(1), FoldPicture(TENT)
        pair = Pair(before)
        pair.show(0.25)
        one_fold = VGroup(*before.parts, before.strip, pair.group)
        self.add(one_fold)
        self.say(
            "Two neurons made one fold, and two straight pieces. What will a second layer do?",
            FadeOut(one_fold),
            *(FadeIn(part) for part in folds.parts),
            about=folds.diagram,
            run_time=1.0,
        )
        self._draw_on_folded_paper(folds)
        self._follow(folds)
        self.say("So every layer doubles the teeth.")
        for _ in range(DRAWN - 2):
            folds.redraw()
            self.play(*folds.grow(), folds.spread(2.0, 1.0), run_time=0.7)
            self.play(folds.paper.unfold(), run_time=1.2)
        self.say(
            "With k layers we have two k neurons. But we have two to the k straight pieces.",
            about=folds.diagram,
        )
        self.hush()

    def _draw_on_folded_paper(self, folds: Folds) -> None:
        """Fold and stretch the paper, draw a tent on it, and open it."""
        self.say("The first layer folds the paper, and stretches it. That's all the next one sees.",
                 FadeOut(folds.drawn))  # fmt: skip
        folds.paper.draw(None)
        folds.drawn.set_opacity(1.0).set_fill(opacity=0.0)
        self.play(folds.paper.fold(), run_time=1.6)
        self.play(folds.spread(1.0, 2.0), run_time=1.2)
        self.say("On the folded paper, it draws its own tent.")
        grown = folds.grow()
        folds.paper.draw(get_teeth(2))
        self.play(Create(folds.drawn), *grown, run_time=1.4)
        self.say("Now open the paper. What was drawn once is there twice.")
        self.play(folds.spread(2.0, 1.0), run_time=1.0)
        self.play(folds.paper.unfold(), run_time=1.8)

    def _follow(self, folds: Folds) -> None:
        """Go along one slope of the first tent: the second output goes through all of its own."""
        walk = Walk(folds)
        self.say(
            "Follow one slope. While x goes half the way, the first layer goes all the way.",
            FadeIn(walk.group),
            run_time=0.5,
        )
        self.play(walk.drive(0.0, 0.5), run_time=3.5)
        self.say("So the second one goes up and down. On the way back, it does so again.")
        self.play(walk.drive(0.5, 1.0), run_time=3.0)
        self.play(FadeOut(walk.group), run_time=0.4)


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
        shallow = Gauge("in one layer", line.network().neurons, (COLUMN, -1.2, 0.0), write=whole,
                        color=DARK.ramp)  # fmt: skip
        self.say(
            "So it needs a neuron for each. And one more for the slope at the beginning.",
            FadeIn(shallow),
        )
        self._race(folds, shallow, VGroup(folds.paper, folds.graph, folds.diagram, kinks))

    def _race(self, folds: Folds, shallow: Gauge, before: VGroup) -> None:
        """Fold on: bars grow, and when one is too long the camera pulls back."""
        bars = Bars(DRAWN)
        self.say(
            f"These are their neurons. Guess: how far apart will they be after {MOST} folds?",
            FadeOut(before),
            FadeIn(bars.group),
            FadeIn(bars.shape),
        )
        self.say("Each fold adds two neurons here. In one layer, it doubles them all.")
        for k in range(DRAWN + 1, MOST + 1):
            pieces = regions(get_teeth(k), UNIT).regions
            counts = (k, get_teeth(k).neurons, pieces, pieces)
            for gauge, value in zip([*folds.gauges, shallow], counts, strict=True):
                gauge.set_value(value)
            old, bars.shape = bars.shape, get_shape(k)
            self.play(bars.grow(k), FadeOut(old), FadeIn(bars.shape), run_time=0.6)
            if k < MOST:
                self.play(bars.pull_back(), run_time=0.4)
        self.say(
            f"By folding, {2 * MOST} neurons bend {2**MOST - 1:,} times. "
            f"Side by side, it takes {2**MOST:,}.",
            about=bars.bars,
        )
        self.hush(FadeOut(VGroup(folds.gauges, shallow, bars.group, bars.shape)))


class Squared(Chapter):
    """What folding is good for: sawtooths of heights 1/4, 1/16, ... leave x² of x."""

    panes = ((-3.6, 2.55, 3.0, 3.5), (-6.8, -2.95, -1.45, 2.5), (-1.3, -2.95, 6.8, 2.5))

    def construct(self) -> None:
        show = Square()
        rule = formula("x^2 = x - t_1 / 4 - t_2 / 4^2 - t_3 / 4^3 - dots.c", TITLE)
        rule.move_to((-0.3, 2.95, 0.0))
        self.say("What's it good for?", FadeIn(VGroup(show.graph, show.target)))
        self.say("Take x, and subtract a quarter of the tent.", Write(rule), Create(show.curve),
                 run_time=1.6)  # fmt: skip
        tent = show.get_teeth()
        self.play(Create(tent), run_time=0.8)
        self.play(show.drive(1), FadeOut(tent), run_time=1.6)
        self.say("Then a sixteenth of the next sawtooth, and so on. What's left is x squared.",
                 about=show.target)  # fmt: skip
        self._subtract_once(show)
        self._go_on(show)
        product = formula("x y = 1/2 ((x + y)^2 - x^2 - y^2)", TITLE).move_to(rule)
        self.say(
            "With squares we can multiply. So deep networks can compute polynomials. And "
            "whatever is nearly one.",
            FadeOut(rule),
            FadeIn(product),
            run_time=1.0,
        )
        self.hush()

    def _subtract_once(self, show: Square) -> None:
        """Show the error of two straight lines, and the sawtooth that fits into it."""
        self.say(
            "With the first tent alone it's two straight lines. It's off by a sixteenth at most.",
            *(FadeIn(part) for part in show.parts[1:4]),
            Create(show.gap),
            run_time=1.2,
        )
        teeth = show.get_teeth()
        self.say(
            "The next sawtooth, divided by sixteen, fits right into the arches of the error.",
            Create(teeth),
            run_time=1.4,
        )
        self.say("Subtract it. What's left is twice as many arches, each a quarter as high.")
        self.play(show.drive(2), FadeOut(teeth), run_time=2.0)
        self.wait(0.4)
        self.play(*show.zoom(), run_time=1.0)

    def _go_on(self, show: Square) -> None:
        """Subtract further sawtooths, each from closer by."""
        self.say("And so on. Every layer of three neurons divides the error by four.")
        for terms in range(3, TERMS + 1):
            teeth = show.get_teeth()
            self.play(FadeIn(teeth), run_time=0.5)
            self.play(show.drive(terms), FadeOut(teeth), run_time=1.1)
            self.play(*show.zoom(), run_time=0.7)
        bound = formula(f"= 4^(-{TERMS + 1})", BODY, DARK.error)
        bound.move_to((COLUMN + 0.6, -0.85, 0.0), aligned_edge=LEFT)
        self.say(
            "After m layers, the error is four to the power minus m minus one. One layer would "
            "have to double its neurons each time.",
            FadeIn(bound),
        )
