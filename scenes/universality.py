"""A network with one hidden layer can compute any continuous function, to any accuracy."""

from itertools import pairwise

import numpy as np
from manim import DOWN, LEFT, Create, FadeIn, FadeOut, VGroup, Write

from uat.base.palette import DARK
from uat.films.stage import (
    Chapter,
    Drive,
    ErrorBand,
    Graph,
    NetworkCurve,
    NetworkDiagram,
    words,
)
from uat.films.stage.diagram import BY_SIGN
from uat.films.stage.gauge import Gauge
from uat.films.stage.plane import NetworkRelief
from uat.films.stage.relief import View
from uat.films.stage.text import BODY, LABEL
from uat.films.stage.writing import two_digits

from ._universality import (
    COLUMNS,
    DIAGRAM,
    FIRM,
    GENTLE,
    PANELS,
    SEEDS,
    Jump,
    Panel,
    curve_panel,
    drive,
    get_random,
    get_small,
    get_trials,
    one_bump,
    one_step,
    panel_label,
    picture_of,
    refine,
    table_row,
    tower_of,
)


class Question(Chapter):
    """Other weights, another curve: which curves can a network make?"""

    def construct(self) -> None:
        now = get_random(SEEDS[0])
        graph = Graph(
            (0.0, 1.0), (-1.5, 1.5), width=6.8, height=4.4, center=(2.85, 0.1, 0.0),
            y_label="output",
        )  # fmt: skip
        curve = NetworkCurve(graph, get_small(now))
        diagram = NetworkDiagram(
            get_small(now), width=4.0, height=4.6, center=DIAGRAM, radius=0.3, scales=(BY_SIGN, 1.2)
        )
        self.show_title("Networks can compute any function")

        # A network is a function
        self.say(
            "Here's a neural network with one hidden layer. A number goes in on the left. A "
            "number comes out on the right.",
            FadeIn(diagram),
            FadeIn(graph),
            run_time=1.2,
        )
        self.play(Create(curve), run_time=1.6)

        # Other weights, another function
        self.say(
            "What comes out depends on its weights. Other weights, another curve.",
        )
        for seed in SEEDS[1:]:
            self.play(drive(curve, diagram, now, get_random(seed)), run_time=1.7)
            now = get_random(seed)
            self.wait(0.2)
        self.say(
            "Which curves can it make?",
        )
        self.play(drive(curve, diagram, now, get_random(SEEDS[0])), run_time=2.0)
        self.hush(FadeOut(VGroup(graph, curve, diagram)))


class Claim(Chapter):
    """Any continuous function, to any accuracy; and what the two words in it mean."""

    def construct(self) -> None:
        picture = picture_of(self.spec)
        first, last = get_trials(self.spec)[0], get_trials(self.spec)[-1]
        claim = VGroup(
            words("One hidden layer is enough", BODY),
            words("for _any continuous_ function,", BODY),
            words("_to any accuracy_.", BODY),
        )
        for n, line in enumerate(claim):
            line.move_to((2.45, 1.0 - 0.75 * n, 0.0), aligned_edge=LEFT)

        # A function that somebody asks for
        self.say(
            "Draw a curve. Any curve you like, however it wiggles.",
            FadeIn(picture.graph),
            Write(picture.title),
            Create(picture.function),
            run_time=2.0,
        )
        curve = NetworkCurve(picture.graph, last.network)
        self.say(
            "Then there are enough neurons, and weights, so that the network follows it.",
            Create(curve),
            run_time=2.2,
        )

        # The claim
        self.say(
            "That's the claim of this film. One hidden layer is enough. It works for any "
            "continuous function, to any accuracy.",
            *(FadeIn(line, shift=DOWN * 0.1) for line in claim),
            run_time=1.2,
        )
        self.say(
            "Two words in it matter: accuracy, and continuous. Let's take accuracy first.",
            claim[1].animate.set_color(DARK.step),
            claim[2].animate.set_color(DARK.network),
        )
        rough = NetworkCurve(picture.graph, first.network)
        self.hush(FadeOut(claim), FadeOut(curve), FadeIn(rough))


class Accuracy(Chapter):
    """Approximately: for every tolerance there is a number of neurons."""

    def construct(self) -> None:
        picture, nets = picture_of(self.spec), get_trials(self.spec)
        curve = NetworkCurve(picture.graph, nets[0].network)
        self.add(*picture.parts, curve)
        band = ErrorBand(picture.graph, picture.subject.target, nets[0].tolerance or 0.0)
        head = VGroup(
            *(
                words(text, LABEL, DARK.muted).move_to((x, 1.87, 0.0), aligned_edge=DOWN + LEFT)
                for text, x in zip(("allowed", "neurons", "error"), COLUMNS, strict=True)
            )
        )
        rows = [table_row(net, 1.3 - 0.75 * n) for n, net in enumerate(nets)]

        # A tolerance, and a network for it
        self.play(FadeIn(band), run_time=0.6)
        self.bring_to_front(picture.function, curve)
        self.say(
            "The network isn't exact. It has an error that we choose. Its output stays at most "
            "this far above or below.",
            FadeIn(head),
            FadeIn(rows[0]),
            run_time=1.0,
        )

        # Smaller ones
        self.say(
            "Allow a smaller error, and it takes more neurons. But some number is always enough.",
        )
        for (before, after), row in zip(pairwise(nets), rows[1:], strict=True):
            self.play(refine(curve, band, before, after), FadeIn(row), run_time=2.0)
            self.wait(0.7)
        self.say(
            "That's what the claim says. For every tolerance above zero there's such a network.",
        )
        self.hush(FadeOut(VGroup(*picture.parts, band, curve, head, *rows)))


class Continuous(Chapter):
    """A jump cannot be followed: the output is continuous. Everywhere else it can."""

    def construct(self) -> None:
        jump = Jump(self.spec)
        left = 2.55
        outside = Gauge(
            "share outside the band", jump.share_outside(), (left, 1.7, 0.0), write=two_digits,
            color=DARK.error,
        )  # fmt: skip
        error = Gauge(
            "error at the jump", jump.error_at_jump(), (left, 0.3, 0.0), write=two_digits,
            color=DARK.error,
        )  # fmt: skip
        weight = Gauge(
            "weights", GENTLE / (jump.high - jump.low), (left, -1.1, 0.0), write=two_digits,
            color=DARK.positive,
        )  # fmt: skip

        # A function that jumps
        self.say(
            "The other word is continuous. Here's a function that jumps.",
            FadeIn(jump.graph),
            Create(jump.function),
            run_time=1.6,
        )
        self.add(jump.band)
        self.bring_to_front(jump.function)
        self.say(
            "A network's output has no jumps. To get across, it has to leave the band and cross "
            "the gap.",
            FadeIn(jump.band),
            Create(jump.curve),
            run_time=2.0,
        )
        self.play(FadeIn(outside, error, weight), run_time=0.6)

        # Steeper and steeper
        def steepen(log_w: float) -> None:
            w = float(np.exp(log_w))
            jump.curve.set_network(jump.network(w))
            outside.set_value(jump.share_outside())
            error.set_value(jump.error_at_jump())
            weight.set_value(w / (jump.high - jump.low))

        self.say(
            "Larger weights make it cross faster. Everywhere else the error is as small "
            "as we asked for.",
        )
        moving = [jump.curve, outside.digits, error.digits, weight.digits]
        self.play(Drive(moving, steepen, np.log(GENTLE), np.log(FIRM)), run_time=4.0)
        self.say(
            "But at the jump itself the network is off by half of it or more. That's so "
            "whatever the weights.",
        )
        everything = VGroup(jump.graph, jump.function, jump.band, jump.curve)
        self.hush(FadeOut(everything), FadeOut(VGroup(outside, error, weight)))


class Promise(Chapter):
    """What the film will build, each of it the output of a network."""

    def construct(self) -> None:
        panels = [
            Panel("a step", PANELS[0], (0.0, 1.0), (-0.1, 1.1), one_step),
            Panel("a bump", PANELS[1], (0.0, 1.0), (-0.1, 1.1), one_bump),
            curve_panel(self.spec),
        ]
        sayings = (
            "How do we know? We won't search for the weights. We'll work them out. "
            "First, one neuron becomes a step.",
            "Two steps make a bump.",
            "Many bumps make any curve.",
        )
        for panel, narration in zip(panels, sayings, strict=True):
            self.say(narration, FadeIn(panel.still), FadeIn(panel.curve), run_time=0.6)
            self.play(Drive(panel.curve, panel.change), run_time=1.6)
        self._tower()

        # Where the film goes
        self.say(
            "Then come deeper networks, and what training finds by itself.",
        )
        again = [Drive(panel.curve, panel.change, 1.0, 0.0) for panel in panels]
        self.play(*again, run_time=1.4)
        forth = [Drive(panel.curve, panel.change) for panel in panels]
        self.play(*forth, run_time=1.4)
        self.say(
            "No curve that you see is a drawing of what should come out. It's what the network "
            "computes.",
        )
        self.hush()

    def _tower(self) -> None:
        """Show the last picture: a tower of two inputs goes up."""
        view = View(turn=35.0, tilt=28.0, size=3.3, height=2.3, center=(PANELS[3], -0.1))
        relief = NetworkRelief(tower_of(0.0), columns=24, z_range=(0.0, 1.0), view=view)
        label = panel_label("any surface", PANELS[3])
        self.say("And towers make any surface.", FadeIn(relief), FadeIn(label), run_time=0.6)

        def change(t: float) -> None:
            relief.set_network(tower_of(t))

        self.play(Drive(relief, change), run_time=1.8)
