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
            "A neural network: a number goes in, a number comes out.",
            FadeIn(diagram),
            FadeIn(graph),
            narration="Here is a neural network with one hidden layer. A number goes in on the "
            "left, and a number comes out on the right.",
            run_time=1.2,
        )
        self.play(Create(curve), run_time=1.6)
        self.wait(0.6)

        # Other weights, another function
        self.say(
            "Other weights, another curve.",
            narration="What comes out depends on its weights. Other weights, another curve.",
        )
        for seed in SEEDS[1:]:
            self.play(drive(curve, diagram, now, get_random(seed)), run_time=1.7)
            now = get_random(seed)
            self.wait(0.2)
        self.say("Which curves can it make?", narration="Which curves can it make?")
        self.play(drive(curve, diagram, now, get_random(SEEDS[0])), run_time=2.0)
        self.wait(0.4)
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
            "Draw a curve, any curve you like.",
            FadeIn(picture.graph),
            Write(picture.title),
            Create(picture.function),
            narration="Draw a curve. Any curve you like, however it wiggles.",
            run_time=2.0,
        )
        self.wait(0.8)
        curve = NetworkCurve(picture.graph, last.network)
        self.say(
            "There are weights for which the network follows it.",
            Create(curve),
            narration="Then there are a number of neurons, and weights, with which the network "
            "follows it.",
            run_time=2.2,
        )
        self.wait(1.0)

        # The claim
        self.say(
            "That is the claim of this film.",
            *(FadeIn(line, shift=DOWN * 0.1) for line in claim),
            narration="That is the claim of this film. One hidden layer is enough for any "
            "continuous function, to any accuracy.",
            run_time=1.2,
        )
        self.wait(2.6)
        self.say(
            "Two words in it matter.",
            claim[1].animate.set_color(DARK.step),
            claim[2].animate.set_color(DARK.network),
            narration="Two words in it matter: accuracy, and continuous. Take the accuracy first.",
        )
        self.wait(1.8)
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
            "Not exactly, but up to an error that we choose: the width of this band.",
            FadeIn(head),
            FadeIn(rows[0]),
            narration="The network does not compute the function exactly, but up to an error that "
            "we choose. Its output stays inside this band.",
            run_time=1.0,
        )
        self.wait(2.0)

        # Smaller ones
        self.say(
            "Allow less: it takes more neurons, but some number is enough.",
            narration="Allow a smaller error, and it takes more neurons. But there is always a "
            "number that is enough.",
        )
        for (before, after), row in zip(pairwise(nets), rows[1:], strict=True):
            self.play(refine(curve, band, before, after), FadeIn(row), run_time=2.0)
            self.wait(0.7)
        self.say(
            "For _every_ tolerance there is a network, and a larger one does better still.",
            narration="That is what the claim says: for every tolerance above zero there is such a "
            "network.",
        )
        self.wait(2.4)
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
            "The other word is _continuous_. This function jumps.",
            FadeIn(jump.graph),
            Create(jump.function),
            narration="The other word is continuous. Here is a function that jumps.",
            run_time=1.6,
        )
        self.wait(0.8)
        self.add(jump.band)
        self.bring_to_front(jump.function)
        self.say(
            "The network's output has no jumps: it has to leave one band for the other.",
            FadeIn(jump.band),
            Create(jump.curve),
            narration="The output of a network has no jumps. To get from one side to the other, it "
            "has to leave the band and cross the gap.",
            run_time=2.0,
        )
        self.play(FadeIn(outside, error, weight), run_time=0.6)
        self.wait(1.2)

        # Steeper and steeper
        def steepen(log_w: float) -> None:
            w = float(np.exp(log_w))
            jump.curve.set_network(jump.network(w))
            outside.set_value(jump.share_outside())
            error.set_value(jump.error_at_jump())
            weight.set_value(w / (jump.high - jump.low))

        self.say(
            "Steeper neurons cross it faster, and elsewhere all is well …",
            narration="Larger weights make it cross faster. Everywhere else the error is as small "
            "as we asked for.",
        )
        moving = [jump.curve, outside.digits, error.digits, weight.digits]
        self.play(Drive(moving, steepen, np.log(GENTLE), np.log(FIRM)), run_time=4.0)
        self.wait(0.6)
        self.say(
            "… but at the jump it is off by at least half of it, whatever the weights.",
            narration="But at the jump itself the network is off by half of it or more, on one "
            "side or the other, whatever the weights.",
        )
        self.wait(2.8)
        everything = VGroup(jump.graph, jump.function, jump.band, jump.curve)
        self.hush(FadeOut(everything), FadeOut(VGroup(outside, error, weight)))


class Promise(Chapter):
    """What the film will build, each of it the output of a network."""

    def construct(self) -> None:
        panels = [
            Panel("A neuron makes a step,", PANELS[0], (0.0, 1.0), (-0.1, 1.1), one_step),
            Panel("two make a bump,", PANELS[1], (0.0, 1.0), (-0.1, 1.1), one_bump),
            curve_panel(self.spec),
        ]
        sayings = (
            ("We shall not search for the weights. We shall work them out.",
             "How do we know? We shall not search for the weights. We shall work them out. First "
             "one neuron becomes a step."),
            ("", "Two steps make a bump."),
            ("", "And many of them make any curve."),
        )  # fmt: skip
        for panel, (caption, narration) in zip(panels, sayings, strict=True):
            if caption:
                self.say(caption, FadeIn(panel.still), FadeIn(panel.curve), narration=narration)
            else:
                self.play(FadeIn(panel.still), FadeIn(panel.curve), run_time=0.6)
            self.play(Drive(panel.curve, panel.change), run_time=1.6)
            self.wait(0.3)
        self._tower()
        self.wait(0.6)

        # Where the film goes
        self.say(
            "Then deeper networks, and what training finds by itself.",
            narration="Then come deeper networks, and what training finds by itself.",
        )
        again = [Drive(panel.curve, panel.change, 1.0, 0.0) for panel in panels]
        self.play(*again, run_time=1.4)
        forth = [Drive(panel.curve, panel.change) for panel in panels]
        self.play(*forth, run_time=1.4)
        self.say(
            "Every curve that you see is what the network on screen computes.",
            narration="And every curve that you see is no drawing of what should come out. It is "
            "what the network computes.",
        )
        self.wait(2.6)
        self.hush()

    def _tower(self) -> None:
        """Show the last picture: a tower of two inputs goes up."""
        view = View(turn=35.0, tilt=28.0, size=3.3, height=2.3, center=(PANELS[3], -0.1))
        relief = NetworkRelief(tower_of(0.0), columns=24, z_range=(0.0, 1.0), view=view)
        label = panel_label("towers make any surface.", PANELS[3])
        self.play(FadeIn(relief), FadeIn(label), run_time=0.6)

        def change(t: float) -> None:
            relief.set_network(tower_of(t))

        self.play(Drive(relief, change), run_time=1.8)
