"""Scores become probabilities, and a network of boxes decides any regions of the plane."""

import numpy as np
from manim import RIGHT, Create, FadeIn, FadeOut, VGroup, Write

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, Readout, formula
from uat.films.stage.diagram import NetworkDiagram
from uat.films.stage.regions import RegionPicture
from uat.films.stage.text import TITLE
from uat.films.stage.writing import one_decimal, two_decimals

from ._softmax import (
    BUDGETS,
    COLORS,
    FIRST,
    SPIRAL_BUDGETS,
    ScoreBoard,
    Stage,
    added,
    condition_title,
    get_planes,
    get_stages,
    plane,
    region_target,
    score_rows,
    spiral,
)


class Scores(Chapter):
    """Exponentials make scores positive, and dividing by their sum makes them probabilities."""

    def construct(self) -> None:
        show = ScoreBoard()
        self.show_title("Softmax: which one is it?")
        left, right = show.names[:3], show.names[3:]
        self.say(
            "Is it a cat, a dog or a bird? A network answers with scores, one for each class. "
            "They can be any numbers, above zero or below.",
            FadeIn(show.scores),
            FadeIn(left),
            run_time=1.2,
        )
        self.say(
            "First take the exponentials. They're all positive, and in the same order.",
            FadeIn(show.powers, shift=RIGHT * 0.6),
            run_time=1.2,
        )
        self.say(
            "Then divide each by the sum of all.",
            FadeIn(show.shares, shift=RIGHT * 0.6),
            FadeIn(right),
            run_time=1.2,
        )
        self.say(
            "What comes out adds up to one: probabilities.",
            FadeIn(show.strip),
        )
        self.say(
            "The largest score gets the largest share. However small a share is, it's never "
            "exactly zero. So there's always a slope to learn from.",
        )
        for scores in ((0.4, 2.4, 0.8), (1.0, 0.2, 2.6), FIRST):
            self.play(show.drive(scores), run_time=1.6)
            self.wait(0.3)
        self.hush(FadeOut(show.powers))


class Temperature(Chapter):
    """Scores divided by a temperature: cold, the largest takes all; hot, all are alike."""

    def construct(self) -> None:
        show = ScoreBoard()
        self.add(show.scores, show.shares, show.names, show.strip)
        rule = formula("p_k prop e^(z_k \\/ T)", TITLE).move_to((0.0, 1.6, 0.0))
        reading = Readout("T =", 1.0, two_decimals, TITLE, DARK.step)
        reading.shift(np.array([-0.85, 0.35, 0.0]))
        self.say(
            "Now divide the scores by a number first. It's called the temperature.",
            FadeIn(rule),
            FadeIn(reading),
        )

        def drive(temperature: float) -> Drive:
            return show.drive_with(reading, lambda now: float(now[3]), temperature=temperature)

        self.say(
            "When it's cold, the largest score takes nearly all. The soft maximum becomes a "
            "hard one.",
        )
        self.play(drive(0.1), run_time=3.0)
        self.say(
            "When it's hot, the scores hardly matter. All classes are alike.",
        )
        self.play(drive(20.0), run_time=3.4)
        self.wait(0.8)
        self.play(drive(1.0), run_time=1.4)
        self.hush(FadeOut(VGroup(rule, reading)))


class Shift(Chapter):
    """The same number added to all scores changes nothing, so subtract the largest of them."""

    def construct(self) -> None:
        show = ScoreBoard()
        self.add(show.scores, show.shares, show.names, show.strip)
        reading = Readout("c =", 0.0, one_decimal, TITLE, DARK.step)
        rule = formula("e^(z_k + c) = e^c e^(z_k)", TITLE).move_to((0.0, 1.6, 0.0))
        reading.shift(np.array([-0.8, 0.35, 0.0]))
        self.say(
            "Add the same number to all scores. Every exponential gets the same factor. The "
            "factor cancels, and the probabilities stay as they are.",
            FadeIn(rule),
            FadeIn(reading),
        )
        for shift in (1.2, -0.5, 0.0):
            animation = show.drive_with(reading, added, FIRST + shift)
            self.play(animation, run_time=1.6)
        self.say(
            "That's useful, since a computer's numbers end somewhere. In double precision "
            "that's shortly before e to the seven hundred and ten.",
            FadeOut(VGroup(show.scores, show.shares, show.names, show.strip, rule, reading)),
        )
        large = FIRST + 998.0
        rows = score_rows(large)
        self.play(FadeIn(rows[0]), FadeIn(rows[1]), run_time=0.6)
        self.wait(0.6)
        self.play(FadeIn(rows[2]), run_time=0.6)
        self.say(
            "So subtract the largest score first. Then the largest exponential is one. Nothing "
            "can overflow, and the result is the same.",
        )
        for row in rows[3:]:
            self.play(FadeIn(row), run_time=0.6)
            self.wait(0.5)
        self.hush(FadeOut(rows))


class Lines(Chapter):
    """Scores that are linear in x and y part the plane by straight lines."""

    def construct(self) -> None:
        graph = plane(((-1.0, 1.0), (-1.0, 1.0)))
        picture = RegionPicture(graph, get_planes(4.0), colors=COLORS)
        scores = picture.read(get_planes(1.0))
        diagram = NetworkDiagram(
            get_planes(1.0), width=3.0, height=4.1, center=(-4.1, 0.55, 0.0), output="p"
        )
        for circle, color in zip(diagram.columns[-1], COLORS, strict=True):
            circle.set_stroke(color)
        reading = Readout("T =", 4.0, two_decimals, TITLE, DARK.step)
        reading.shift(np.array([-4.9, -2.3, 0.0]))
        self.say(
            "Now let the scores depend on two inputs, x and y. It's one layer of three linear "
            "neurons.",
            FadeIn(diagram),
            FadeIn(graph),
            run_time=1.0,
        )
        self.play(FadeIn(picture), FadeIn(reading), run_time=0.8)
        self.say(
            "Each point gets a mean of the three colours, by its probabilities. Where they mix, "
            "the network is unsure.",
        )

        def cool(log_t: float) -> None:
            temperature = float(np.exp(log_t))
            reading.set_value(temperature)
            picture.set_scores(scores / temperature)

        self.say(
            "Cool it down. The borders get sharp. They're straight lines, on which two scores "
            "are equal.",
        )
        drive = Drive([picture, reading], cool, np.log(4.0), np.log(0.05))
        self.play(drive, run_time=4.0)
        self.say(
            "For borders of any other shape, we need hidden layers in front.",
        )
        self.hush(FadeOut(VGroup(diagram, reading, graph)), FadeOut(picture))


class Boxes(Chapter):
    """Boxes vote for a class each; more of them follow any border."""

    def construct(self) -> None:
        target = region_target(self.spec)
        stage = Stage(target, get_stages(target, BUDGETS))
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
        stage, title = Stage(target, get_stages(target, SPIRAL_BUDGETS)), condition_title(target)
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
