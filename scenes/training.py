"""Backpropagation and many small steps learn what was built by hand, by trying."""

from typing import Any

from manim import Create, FadeIn, FadeOut, VGroup, Write

from uat.base.nouns import counted
from uat.films.stage import Chapter, continuous_subject
from uat.films.stage.edges import Pulse

from ._training import NEURONS, PARAMETERS, SEEDS, Descent, Picture, Twenty, diagram_of
from ._training_back import STEPS, ThereAndBack, TwoValleys, back
from ._training_small import NUDGE, BallPicture, SmallPicture, V, nudge_lines

UPRIGHT = ((-6.4, -2.5, 2.05, 3.55), (2.8, -2.5, 6.5, 3.2))
TAKES = "f(x)"
NEEDS = "one that is continuous and not constant"
about = continuous_subject


class Guess(Chapter):
    """Random weights: how could they get better by themselves?"""

    def construct(self) -> None:
        picture = Picture(self.spec)
        shown = [part for part in picture.parts if part is not picture.title]
        self.show_title("Learning instead of building")
        self.say(
            f"Here's a function, and a network of {NEURONS} neurons. "
            f"Its {PARAMETERS} numbers are random.",
            *(FadeIn(part) for part in (*shown, diagram_of(picture.first))),
            run_time=1.0,
        )
        self.play(Create(picture.curve), run_time=1.4)
        self.say(
            "This time, nobody works them out. How could the network find better ones by itself?",
            FadeIn(picture.title),
            about=picture.curve,
        )
        self.hush()


class _SmallChapter(Chapter):
    """The shots about six points: their graph, and beside it what is shown of two neurons."""

    panes = ((-6.4, -2.25, -0.35, 2.7), (0.5, -2.85, 6.5, 3.65))


class Nudge(_SmallChapter):
    """One weight is nudged: what the loss does is its slope."""

    def construct(self) -> None:
        picture = SmallPicture()
        self._measure(picture)

        # Turn one weight
        edge = picture.diagram.lines[1][0, 1]
        self.say("Now turn one weight, this one. Watch the squares, and the loss.", about=edge)
        for stop in (1.0, -0.9, V):
            self.play(picture.turn(stop), run_time=1.6)

        # Nudge it
        before, after, slope = nudge_lines()
        self.say(f"Now nudge it, by just {NUDGE}. How much does the loss change?", FadeIn(before))
        self.play(picture.turn(V + NUDGE), Write(after), run_time=1.2)
        self.say(
            "Divide the change by the nudge. That's the slope. "
            "It's positive, so downhill is to the left.",
            Write(slope),
            run_time=1.4,
        )
        self.play(picture.turn(V), run_time=0.6)
        self.hush(FadeOut(VGroup(before, after, slope)), FadeOut(picture.machine))

    def _measure(self, picture: SmallPicture) -> None:
        """Show a small network, and how wrong it is."""
        before = Picture(self.spec)
        large = (*before.parts, diagram_of(before.first), before.curve)
        self.add(*large)
        self.say(
            "Let's begin small. Six points, and a network of two neurons.",
            *(FadeOut(part) for part in large),
            FadeIn(picture.data),
            FadeIn(picture.machine),
        )
        self.play(Create(picture.curve), run_time=1.2)
        self.add(picture.squares)
        self.bring_to_front(picture.curve)
        self.say("How wrong is it? Square the distances, and average the squares. That number is "
                 "called the loss.", FadeIn(picture.squares, lag_ratio=0.3),
                 run_time=1.6)  # fmt: skip
        self.play(FadeIn(picture.loss), run_time=0.8)


class Ball(_SmallChapter):
    """The loss against one weight is a valley, and the weight a ball on its side."""

    def construct(self) -> None:
        picture = BallPicture()
        valley = picture.valley
        self.add(picture.data, picture.squares, picture.curve, picture.loss)
        self._draw_the_valley(picture)
        self.say("One step: move the weight against the slope. How far? Slope times a number that "
                 "we choose, the learning rate.", Create(valley.tangent))  # fmt: skip
        self.play(Write(picture.rule), run_time=1.2)
        self.play(FadeOut(valley.tangent), run_time=0.4)
        for words, rate, steps in (
            ("What if that number is small? Then the ball crawls.", 0.1, 8),
            ("And if it's large? The ball jumps across the valley, higher every time.", 3.6, 5),
            ("Somewhere in between, a few steps are enough.", 1.0, 6),
        ):
            self.say(words)
            self.play(picture.back(), *picture.choose(rate), run_time=0.6)
            self.play(picture.descend(rate, steps), run_time=0.45 * steps)
        self.hush(picture.back(), FadeOut(picture.beside))
        self.remove(valley)

    def _draw_the_valley(self, picture: BallPicture) -> None:
        valley = picture.valley.reveal(V, V)
        self.say(
            "Write down the loss for every value of this weight. It makes a valley. "
            "And our network is a ball on its side.",
            FadeIn(picture.axes),
            FadeIn(valley),
        )
        self.bring_to_front(picture.loss)
        for stop in (1.6, -3.0, V):
            self.play(picture.trace(stop), run_time=1.8)


class There(_SmallChapter):
    """One point goes through the network, number by number."""

    def construct(self) -> None:
        picture = ThereAndBack()
        self.add(picture.data, picture.squares, picture.curve, picture.loss)
        self.say("We could nudge every weight like that. But real networks have millions. Is there "
                 "a faster way?", FadeOut(picture.loss), FadeIn(picture.machine))  # fmt: skip
        self._go_in(picture)
        self._come_out(picture)

    def _go_in(self, picture: ThereAndBack) -> None:
        """Weigh, add and squeeze."""
        x, above, below, _ = picture.inside
        self.say(
            f"Follow one point through the network. Its x is {picture.x:g}.",
            FadeOut(picture.squares),
            FadeIn(picture.followed),
            FadeOut(picture.diagram.names[0]),
            FadeIn(x),
        )
        self.say(f"Each edge multiplies by its weight. {picture.sum_said}.")
        self.play(Pulse(picture.diagram.inward), run_time=1.6)
        self.play(Write(picture.sum_told), run_time=1.0)
        self.say(f"The neuron squeezes that through its sigmoid. {picture.passed:.2f} comes out.")
        self.play(FadeIn(picture.switch), run_time=0.6)
        self.play(FadeIn(above), FadeIn(below), run_time=0.6)

    def _come_out(self, picture: ThereAndBack) -> None:
        """Add up, and compare."""
        name, out = picture.diagram.names[1], picture.inside[3]
        said = f"It says {picture.out:.2f}, but the point is at {picture.y:g}."
        self.say(f"The output adds both up. {said}")
        self.play(Pulse(picture.diagram.outward), run_time=1.4)
        self.play(Write(picture.output_told), FadeOut(name), FadeIn(out), run_time=1.0)
        self.play(Create(picture.gap), FadeIn(picture.error), run_time=0.8)
        self.hush(FadeOut(VGroup(picture.sum_told, picture.output_told)))


class Back(_SmallChapter):
    """The error goes back, and every edge multiplies it by what is seen there."""

    def construct(self) -> None:
        picture = ThereAndBack()
        picture.diagram.names.set_opacity(0.0)
        self.add(picture.data, picture.curve, picture.noted, picture.name, picture.numbers)
        chain = picture.chain
        self._multiply(picture, *chain[:4])
        self.say(
            "The product is the slope for this weight. Would a nudge say the same?",
            FadeIn(chain[4]),
        )
        self.say("It does.", FadeIn(chain[5]))
        self._go_everywhere(picture)
        tangent = picture.switch.tangent
        self.hush(*(FadeOut(part) for part in (picture.noted, picture.slopes, tangent, *chain)))

    def _multiply(self, picture: ThereAndBack, error: Any, v: Any, switch: Any, x: Any) -> None:
        """Follow the error back to one weight: each row is a factor."""
        outward, inward = (lines[1] for lines in (picture.diagram.outward, picture.diagram.inward))
        self.say(
            "Now go back. The loss is the error squared. Its slope is twice the error.",
            FadeIn(error),
            about=picture.gap,
        )
        self.say(f"Along this edge, a nudge arrives at half its size. So multiply by {V:g}.")
        self.play(back([outward]), FadeIn(v), run_time=1.6)
        self.say("Through the sigmoid: multiply by its slope here, about a quarter.")
        self.play(Create(picture.switch.tangent), FadeIn(switch), run_time=1.4)
        self.say(f"And the weight was multiplied by x. So multiply by {picture.x:g}.")
        self.play(back([inward]), FadeIn(x), run_time=1.6)

    def _go_everywhere(self, picture: ThereAndBack) -> None:
        """Write the slope of every weight on its edge."""
        self.say(
            "And on the same way back, every other weight gets its slope.",
            FadeOut(picture.numbers),
            FadeOut(picture.name),
        )
        self.play(back(picture.diagram.outward))
        self.play(back(picture.diagram.inward), FadeIn(picture.slopes))
        self.say("That's backpropagation: once there, once back, for all slopes at once.")


class Valley(_SmallChapter):
    """With two weights the loss is a landscape, and both slopes together point downhill."""

    def construct(self) -> None:
        picture = TwoValleys()
        self.add(picture.data, picture.curve)
        picture.line.points = picture.ball.points[:0]
        self.say(
            "With two weights, the loss is a landscape. "
            "Both slopes together tell the ball which way is down.",
            *(FadeIn(p) for p in (picture.floor, picture.relief, picture.loss, picture.squares)),
            run_time=1.2,
        )
        self.play(FadeIn(picture.ball), run_time=0.5)
        self.add(picture.line, picture.steps, picture.ball)
        self.say("It overshoots, from side to side. Then it creeps along the bottom.")
        self.play(picture.descend(0, 8), run_time=3.0)
        self.play(picture.descend(8, STEPS), run_time=4.0)
        self.say(
            "A path that nobody planned. At every step, it only goes downhill from there.",
            about=picture.line,
        )
        self.hush()


class Downhill(Chapter):
    """All weights at once: the loss goes down, and the network comes to the function."""

    def construct(self) -> None:
        picture, before = Descent(self.spec), TwoValleys().arrived()
        diagram = diagram_of(picture.first)
        self.add(*before)
        self.say(
            f"Back to our function, and all {PARAMETERS} numbers at once. "
            "One way there, one way back, one small step.",
            *(FadeOut(part) for part in before),
            *(FadeIn(part) for part in (*picture.parts, picture.curve, diagram)),
        )
        there = Pulse(diagram.inward), Pulse(diagram.outward)
        for signal in (*there, back(diagram.outward), back(diagram.inward)):
            self.play(signal, run_time=0.7)
        self.say(
            "And again. And again. That's gradient descent, all of it.",
            FadeOut(diagram),
            FadeIn(picture.gauges),
        )
        last = len(picture.shots) - 1
        split = picture.tenth or last // 2
        self.play(picture.drive(0, split), run_time=4.0)
        self.say(picture.pace)
        self.play(picture.drive(split, last), run_time=5.0)
        self.hush(FadeOut(picture.gauges), FadeOut(picture.curve))


class Existence(Chapter):
    """Good weights exist, since they were built: that does not mean that training finds them."""

    def construct(self) -> None:
        picture = Twenty(self.spec)
        diagram = diagram_of(picture.built)
        self.add(*picture.parts)
        self.say(
            f"Remember: a network of {counted(picture.built.neurons, 'such neuron')} can be built. "
            "Nothing is tried.",
            Create(picture.line),
            FadeIn(diagram),
            run_time=1.6,
        )
        self.say("Here's the loss of what we built.", FadeOut(diagram),
                 *map(FadeIn, picture.measured))  # fmt: skip
        self.say(
            f"Now train {SEEDS} times, from {SEEDS} random starts. How many come as close?",
            FadeOut(picture.line),
        )
        self.add(picture.dots)
        self.say("Each dot is one run. Further left is better.", FadeIn(picture.curve))
        self.play(picture.drive(), run_time=8.0)
        self.say(picture.verdict, about=picture.dots)
        self.say(
            "The theorem says that good weights exist. "
            "It doesn't say that going downhill finds them.",
            *map(FadeOut, (picture.curve, picture.dots, *picture.measured)),
            *map(FadeIn, (picture.line, diagram)),
        )
        self.hush()
