"""Scores become probabilities, and a network of boxes decides any regions of the plane."""

import numpy as np
from manim import DOWN, UP, Create, FadeIn, FadeOut, GrowFromEdge, Indicate, VGroup, Write

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, Readout, formula
from uat.films.stage.deciding import NUMBERS, PLANE, region_graph
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.regions import RegionPicture
from uat.films.stage.signal import Signal
from uat.films.stage.text import TITLE, two_decimals

from ._softmax import (
    ASKING,
    COLORS,
    FIRST,
    MIDST,
    SCORES_FIRST,
    SPREAD,
    Bars,
    ScoreBoard,
    WarmBoard,
    score_rows,
)
from ._softmax_regions import (
    ASKED,
    BUDGETS,
    RADIUS,
    SPIRAL_BUDGETS,
    START,
    PointReading,
    Scorer,
    condition_title,
    get_deciding,
    get_planes,
    region_target,
    spiral,
)

UPRIGHT = ((-6.45, 2.45, -0.6, 3.4), PLANE, NUMBERS)  # the condition stands above the plane
BOARD = (
    ((-6.35, -2.05, -2.7, 3.35, 1.6), (2.75, -2.05, 6.4, 3.35, 1.6)),
    (-2.6, -2.05, 2.4, 3.35, 1.6),
    (-6.3, -2.75, 6.3, -2.15),
)
TAKES = "regions"


class Question(Chapter):
    """A network gives a score to each of three classes."""

    panes = ((-5.8, -2.0, -0.8, 3.3), (0.9, -2.05, 4.9, 3.35))

    def construct(self) -> None:
        show, scorer = ScoreBoard(), Scorer(*ASKING)
        self.show_title("Softmax: which one is it?")
        first = VGroup(show.scores, show.names[:3]).shift(SCORES_FIRST)
        empty = VGroup(show.scores.title, show.scores.line, show.names[:3])
        self.say("Is it a cat, a dog or a bird? A network answers with three scores.",
                 FadeIn(scorer.diagram), FadeIn(empty))  # fmt: skip
        self.add(scorer.signal)
        self.play(scorer.run(), run_time=1.4)
        self.remove(scorer.signal)
        self.play(*map(GrowFromEdge, show.scores.bars, (DOWN, DOWN, UP)), run_time=0.8)
        self.play(FadeIn(show.scores.digits), run_time=0.4)
        self.say("How sure is it? We'd like three shares that add up to one.", about=first)
        self.hush()


class Scores(Chapter):
    """Exponentials make scores positive and keep their order; then each takes its share."""

    panes = BOARD

    def construct(self) -> None:
        show, scorer = ScoreBoard(), Scorer(*MIDST)
        left, right = show.names[:3], show.names[3:]
        scorer.signal.set_progress(1.0)
        self.play(FadeIn(VGroup(show.scores, left)), FadeIn(scorer.diagram), run_time=0.6)
        self._naive(show)

        # Exponentials
        still = VGroup(show.powers.graph, show.powers.title)
        self.say("So lift them first. This curve is never below zero.",
                 FadeOut(scorer.diagram), FadeIn(still))  # fmt: skip
        self.play(Create(show.powers.curve), run_time=1.2)
        self.say("Stand each score on the axis, and read the curve's height above it.")
        self.play(*map(Create, show.powers.bars), FadeIn(show.powers.dots), run_time=1.6)
        self.play(FadeIn(show.powers.digits), run_time=0.5)
        self.say("All of them are positive. And the curve rises, so the order's kept.")
        self.play(show.drive(SPREAD), run_time=1.6)
        self.play(show.drive(FIRST), run_time=1.6)
        self.say("Now divide each by the sum. These are the shares.")
        self.play(FadeIn(show.shares), FadeIn(right), FadeIn(show.strip), run_time=1.2)
        self.hush()

    def _naive(self, show: ScoreBoard) -> None:
        """Divide scores by their sum, which fails where one is negative."""
        raw = Bars(FIRST / FIRST.sum(), 4.55, 2.6, "z_k \\/ sum_j z_j")
        self.say(
            "Why not divide each score by the sum of all?", FadeIn(raw), FadeIn(show.strip.ends)
        )
        self.say("Look at the bird: its share would be negative. That makes no sense.")
        self.play(Indicate(raw.digits[2], color=DARK.error, scale_factor=1.5), run_time=1.6)
        self.play(FadeOut(raw), run_time=0.4)


class Shift(Chapter):
    """The same number added to all scores changes nothing: a factor cancels."""

    panes = BOARD

    def construct(self) -> None:
        show = ScoreBoard()
        self.add(*show.parts)
        self.say("What if we add one to each of the scores? Guess what the shares do.")
        self.play(show.drive(FIRST + 1.0), run_time=2.4)
        self.say("The bars have grown. But the shares haven't moved at all!")
        self.play(show.drive(FIRST), run_time=1.6)
        self.say("That's since every bar got the same factor. Above and below, it cancels.")
        self._cancel(show)
        self.say("So only the differences between the scores matter.")
        self.play(show.drive(FIRST + 0.5), run_time=1.2)
        self.play(show.drive(FIRST), run_time=1.2)
        self.hush()

    def _cancel(self, show: ScoreBoard) -> None:
        """Write the factor in the fraction, and strike it out above and below."""
        fraction = formula("(cancel(e^c) e^(z_k)) / (cancel(e^c) sum_j e^(z_j))", TITLE)
        plain = formula("(e^c e^(z_k)) / (e^c sum_j e^(z_j))", TITLE)
        for text in (plain, fraction):
            text.move_to((-0.1, 1.0, 0.0))
        self.play(FadeOut(show.powers), FadeIn(plain), run_time=0.8)
        self.play(FadeOut(plain), FadeIn(fraction), run_time=1.0)
        self.wait(0.8)
        self.play(FadeOut(fraction), FadeIn(show.powers), run_time=0.6)


class Overflow(Chapter):
    """Subtract the largest score, or a computer's numbers overflow."""

    panes = ((-4.2, -2.5, 5.2, 3.5, 2.0),)

    def construct(self) -> None:
        before, rows = ScoreBoard(), score_rows(FIRST + 998.0)
        self.add(*before.parts)
        self.say("Computers need that. With large scores, e to the z is too large for them.",
                 FadeOut(before.parts), run_time=0.4)  # fmt: skip
        self.play(FadeIn(rows[0]), FadeIn(rows[1]), run_time=0.6)
        self.play(FadeIn(rows[2]), run_time=0.6)
        self.say(
            "So subtract the largest one first. Nothing overflows, and the shares are the same."
        )
        for row in rows[3:]:
            self.play(FadeIn(row), run_time=0.6)
            self.wait(0.3)
        self.hush()


class Temperature(Chapter):
    """Scores divided by a temperature: cold, the largest takes all; hot, all are alike."""

    panes = BOARD

    def construct(self) -> None:
        show, rows = WarmBoard(), score_rows(FIRST + 998.0)
        self.add(rows)
        self.say("Here the largest one has been subtracted: it stands at zero.", FadeOut(rows))
        self.play(FadeIn(show.parts), run_time=0.8)
        self.say("Now divide all scores by a number first. It's called the temperature.")
        self.play(FadeOut(show.cold), FadeIn(show.rules), FadeIn(show.reading), run_time=0.8)
        self.say("A low one drives the others far to the left. The largest takes nearly all.")
        self.play(show.drive(temperature=0.2, reading=show.reading), run_time=3.0)
        self.say("A high one draws all of them to zero. There e to the z is one.")
        self.play(show.drive(temperature=20.0, reading=show.reading), run_time=3.0)
        self.say("So when it's hot, all classes are alike.")
        self.play(show.drive(temperature=1.0, reading=show.reading), run_time=1.8)
        self.hush()


class Lines(Chapter):
    """One point goes from its scores to its colour; then all points make regions."""

    panes = (PLANE, (-6.45, -1.9, -0.6, 3.15))

    def construct(self) -> None:
        graph = region_graph(((-1.0, 1.0), (-1.0, 1.0)))
        picture = RegionPicture(graph, get_planes(1.0), colors=COLORS)
        diagram = NetworkDiagram(
            get_planes(1.0), width=2.2, height=3.6, center=(-5.0, 0.25, 0.0), output="p"
        )
        for circle, color in zip(diagram.columns[-1], COLORS, strict=True):
            circle.set_stroke(color)
        point = PointReading(graph, diagram.columns[-1]).set_place(*ASKED)
        signal = Signal(diagram, *ASKED)

        # One point
        before = WarmBoard().warmed()
        self.add(before)
        self.say("Now let the scores depend on two inputs. This point goes in.", FadeOut(before))
        self.play(FadeIn(diagram), FadeIn(graph), FadeIn(point.dot), run_time=1.0)
        self.add(signal)
        self.play(Drive([diagram, signal], signal.set_progress), run_time=1.4)
        self.remove(signal)
        self.say("Three scores come out. We take e to each, and then their shares.")
        for head, column in zip(point.heads, point.columns, strict=True):
            self.play(FadeIn(head), FadeIn(column), run_time=0.7)
        self.add(point)
        self.say("The point gets a mix of the three colours, by its shares.")
        self.add(picture, point)
        self.play(FadeIn(picture), run_time=1.2)
        self._walk(point, picture)
        self.hush(*map(FadeOut, (diagram, graph, picture)))

    def _walk(self, point: PointReading, picture: RegionPicture) -> None:
        """Let the point walk over a border; then cool the whole picture."""

        def walk(angle: float) -> None:
            point.set_place(RADIUS * float(np.cos(angle)), RADIUS * float(np.sin(angle)))

        self.say("Walk around. On a border two of the scores are equal, and so the shares.")
        self.play(Drive(point, walk, START, START + 2 * np.pi), run_time=5.0)
        self.play(FadeOut(point), run_time=0.3)
        scores = picture.read(get_planes(1.0))
        reading = Readout("T =", 1.0, two_decimals, TITLE, DARK.step)
        reading.shift(np.array([-3.1, 0.1, 0.0]))

        def cool(log_t: float) -> None:
            temperature = float(np.exp(log_t))
            reading.set_value(temperature)
            picture.set_scores(scores / temperature)

        self.say(
            "Cool it down. The borders get sharp, and they're straight lines.", FadeIn(reading)
        )
        self.play(Drive([picture, reading], cool, 0.0, np.log(0.05)), run_time=3.0)
        self.say("For any other border we need hidden layers in front.")
        self.play(FadeOut(reading), run_time=0.4)


class Boxes(Chapter):
    """Boxes vote for a class each; more of them follow any border."""

    def construct(self) -> None:
        target = region_target(self.spec)
        stage = get_deciding(target, BUDGETS)
        title = condition_title(target)
        self.say(
            "Take any condition on x and y. The line shows where the answer changes.",
            Write(title),
            FadeIn(stage.graph),
            Create(stage.border),
            run_time=1.4,
        )
        self.say(
            "The network has a layer of steps, a layer of boxes, and a softmax. Each box adds "
            "to the score of one class.",
            *(FadeIn(part) for part in stage.parts[1:5]),
            run_time=1.2,
        )
        self.bring_to_front(stage.border)
        self.say(
            "With more boxes there are fewer mistakes. Those that are left lie along the border.",
        )
        for index in range(1, len(stage.networks)):
            self.play(*stage.refine(index), run_time=1.6)
            self.wait(0.7)
        self.hush(*(FadeOut(part) for part in (*stage.parts, title)))


class Spiral(Chapter):
    """Two arms of a spiral, each inside the other."""

    def construct(self) -> None:
        target = spiral()
        stage, title = get_deciding(target, SPIRAL_BUDGETS), condition_title(target)
        self.say(
            "Other regions work too. These are two arms of a spiral, each inside the other.",
            Write(title),
            FadeIn(stage.graph),
            Create(stage.border),
            run_time=1.4,
        )
        self.play(*(FadeIn(part) for part in stage.parts[1:5]), run_time=0.8)
        self.bring_to_front(stage.border)
        self.say(
            "The network has the same three layers, only more boxes.",
        )
        for index in range(1, len(stage.networks)):
            self.play(*stage.refine(index), run_time=1.6)
            self.wait(0.6)
        self.say(
            "So any regions will do, with as few mistakes as you like. Only the border mustn't "
            "have an area of its own.",
        )
        self.hush()
