"""A steep neuron is a step, and its bias says where. Weight and bias of one sigmoid neuron move."""

import numpy as np
from manim import UP, Create, FadeIn, FadeOut, ReplacementTransform, VGroup, Write, linear

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, Readout, formula
from uat.films.stage.rewriting import rewrite
from uat.films.stage.text import BODY, TITLE, signed

from ._neuron import MIDDLE, PLACE, STEEP, WEIGHT, Neuron, Sigmoid, get_graph, probes

UPRIGHT = ((-0.95, -2.6, 6.4, 3.57), (-6.5, -2.3, -1.7, 2.9))
TAKES = "nothing"


class Alone(Chapter):
    """A single neuron, before anything is known of it."""

    panes = ((-5.0, -1.6, 5.0, 2.4),)

    def construct(self) -> None:
        large = Neuron(WEIGHT, -WEIGHT * PLACE).diagram.scale(1.9).move_to((0.0, 0.4, 0.0))
        self.show_title("One neuron is a step")
        self.say("Here's a single neuron. One number goes in, one comes out.", FadeIn(large))
        self.say("What can something that small draw?", about=large)
        self.hush()


class Bend(Chapter):
    """Inside a neuron sits one fixed curve: off, rising, on."""

    def construct(self) -> None:
        neuron, sigmoid = Neuron(WEIGHT, -WEIGHT * PLACE), Sigmoid()
        rule = formula("y = sigma(z)", TITLE).move_to(neuron.rule)
        self.say(
            "Inside it sits one fixed curve, the sigmoid.",
            FadeIn(neuron.diagram),
            FadeIn(sigmoid.graph),
        )
        self.play(Create(sigmoid.curve), Write(rule), run_time=1.4)
        self._name_parts(sigmoid)
        self.hush(FadeOut(VGroup(*sigmoid.names)), FadeOut(rule), FadeOut(sigmoid.half))

    def _name_parts(self, sigmoid: Sigmoid) -> None:
        """Trace and name the three parts of the curve."""
        texts = (
            "It has three parts. On the far left it's zero: the neuron is off.",
            "On the far right it's one: the neuron is on.",
            "In between it's rising. And when z is zero, it's exactly one half.",
        )
        for text, part, name in zip(texts, sigmoid.parts, sigmoid.names, strict=True):
            self.say(text, Create(part), FadeIn(name))
            if part is sigmoid.parts[-1]:
                self.play(FadeIn(sigmoid.half, scale=2.5), run_time=0.5)
            self.play(FadeOut(part), run_time=0.3)


class Sum(Chapter):
    """What is bent is a straight line, and where the line is zero the output is one half."""

    def construct(self) -> None:
        neuron, sigmoid = Neuron(WEIGHT, -WEIGHT * PLACE), Sigmoid()
        self.add(neuron.diagram, sigmoid.graph, sigmoid.curve)

        # The number that is bent
        low = get_graph(tall=False, of_z=True)
        self.say("But what's z? The input times a weight w, plus a bias b.",
                 FadeIn(neuron.readouts, shift=UP * 0.15), Write(neuron.rule),
                 ReplacementTransform(sigmoid.graph, low),
                 ReplacementTransform(sigmoid.curve, neuron.curve), run_time=1.6)  # fmt: skip
        self.say("As the input x moves, that's a straight line.", FadeIn(neuron.above),
                 FadeOut(low), FadeIn(neuron.graph), Create(neuron.line),
                 run_time=1.2)  # fmt: skip
        self.bring_to_front(neuron.curve)

        # The line decides
        self._pass_zero(neuron)
        self.say("So all depends on where the line crosses zero. Right below, the output is "
                 "a half.", FadeIn(neuron.ends[0], scale=2.5))  # fmt: skip
        self.play(Create(neuron.drop), run_time=1.2)
        self.play(FadeIn(neuron.ends[1], scale=2.5), run_time=0.5)
        self.hush()

    def _pass_zero(self, neuron: Neuron) -> None:
        """Let x go from where z is negative to where it is positive."""
        dots, move = probes(neuron)
        move(0.0)
        self.say("As long as z is negative, the neuron is off.", FadeIn(dots))
        moving = [neuron.diagram.hidden, neuron.diagram.names, dots]
        self.play(Drive(moving, move, 0.0, PLACE, rate_func=linear), run_time=2.0)
        self.say("Once it's positive, the neuron is on.")
        self.play(Drive(moving, move, PLACE, 1.0, rate_func=linear), run_time=2.0)
        self.play(FadeOut(dots), neuron.diagram.hidden.animate.set_fill(DARK.background, 1.0),
                  run_time=0.5)  # fmt: skip


class Slide(Chapter):
    """The bias slides the line; the weight turns it."""

    def construct(self) -> None:
        neuron = Neuron(WEIGHT, -WEIGHT * PLACE)
        self.add(*neuron.parts, neuron.crossing)

        # The bias alone
        self.say("Change the bias. The line slides, and its zero takes the curve along.")
        for bias in (-9.0, -3.0, -WEIGHT * PLACE):
            self.play(neuron.drive(WEIGHT, bias), run_time=1.6)

        # The weight alone
        self.say("Now change the weight. A flat line is near zero for long.")
        self.play(neuron.drive(8.0, neuron.b), run_time=1.8)
        self.say("A steep one is so only briefly. So the rise gets short.")
        for weight in (24.0, WEIGHT):
            self.play(neuron.drive(weight, neuron.b), run_time=1.8)
        self.say("But the zero has moved as well. Let's hold it in place, and turn the line.",
                 about=neuron.crossing)  # fmt: skip
        self.play(neuron.steepen(40.0), run_time=2.0)
        self.say(
            "With a large weight, hardly any rise is left. The neuron is a switch.",
            neuron.steepen(STEEP),
            run_time=2.4,
        )
        self.hush()


class Negative(Chapter):
    """A negative weight makes the line fall, and the step go down."""

    def construct(self) -> None:
        neuron = Neuron(STEEP, -STEEP * PLACE)
        self.add(*neuron.parts, neuron.crossing)
        self.say("What if the weight is negative?", about=[neuron.line, neuron.curve])
        self.say("Then the line falls, and so does the step. It's on first, then off.")
        self.play(neuron.swing(-STEEP), run_time=3.0)
        self.say("But it's still in the same place: where the line is zero.",
                 about=neuron.crossing)  # fmt: skip
        self.play(neuron.swing(STEEP), run_time=2.0)
        self.hush()


class Place(Chapter):
    """The step stands where w x + b is zero: at s = -b/w."""

    def construct(self) -> None:
        neuron = Neuron(STEEP, -STEEP * PLACE)
        self.add(*neuron.parts, neuron.crossing)
        reading = self._solve()

        # One number is enough
        self.say("So one number says where the step stands. Only the sign of w says which side "
                 "is on.")  # fmt: skip

        def move(s: float) -> None:
            neuron.set_weights(STEEP, -s * STEEP)
            reading.set_value(s)

        for start, stop in ((PLACE, 0.8), (0.8, 0.2), (0.2, PLACE)):
            self.play(Drive([*neuron.moving, reading], move, start, stop), run_time=1.6)

        # The new drawing of a neuron
        old = neuron.diagram.names[2]
        name = formula("s", BODY, DARK.step).move_to(old)
        self.say(
            "From now on we write s into the neuron. Weight and bias stay hidden behind it.",
            FadeOut(old, scale=0.6),
            FadeIn(name, scale=1.4),
            FadeOut(neuron.readouts),
            run_time=1.0,
        )
        self.hush()

    def _solve(self) -> Readout:
        """Solve w x + b = 0 for x, and call it s; return the number behind it."""
        spot = np.array([MIDDLE[0] - 0.6, -1.75, 0.0])
        lines = [
            formula(code, TITLE, DARK.step if code[0] == "s" else DARK.text).move_to(spot)
            for code in ("w x + b = 0", "w x = - b", "x = - b/w", "s = - b/w")
        ]
        self.say("Where is that? Where w times x plus b is zero.", Write(lines[0]))
        self.say("Bring b to the other side. Then divide by w.")
        rewrite(self, lines[0], lines[1], {0: 0, 1: 1, 4: 2, 3: 4})
        rewrite(self, lines[1], lines[2], {1: 0, 2: 1, 3: 2, 4: 3, 0: 4})
        reading = Readout("=", PLACE, lambda s: signed(s, 2), TITLE, DARK.step)
        reading.shift(lines[3].get_right() + np.array([0.25, 0.0, 0.0]) - reading.label.get_left())
        self.say("We call this place s. It's minus b over w.")
        rewrite(self, lines[2], lines[3], {k: k for k in range(6)}, run_time=0.8)
        self.play(FadeIn(reading), run_time=0.5)
        return reading
