"""A network with one hidden layer can compute any continuous function, to any accuracy."""

from typing import Any

from manim import Create, FadeIn, FadeOut, TransformFromCopy, VGroup, Write

from uat.films.stage import Chapter, Drive, ErrorBand
from uat.films.stage.deciding import NUMBERS, PLANE
from uat.films.stage.plane import turn
from uat.films.stage.towers import rise

from ._universality import EXACT, FIRM_STEP, SEEDS, SHALLOW, Scenery, gap_line, one_bump
from ._universality_claim import VIEW, Jump, Numbers, Surface, Trials
from ._universality_coast import Coast

UPRIGHT = ((-2.7, -2.6, 6.45, 3.55), (-6.55, -2.6, -2.4, 3.5))
TAKES = "f(x)"


class Island(Chapter):
    """A coast is a function of two inputs, and a network can know it."""

    panes = (PLANE, NUMBERS)

    def construct(self) -> None:
        here = Coast()
        self.show_title("Networks can compute any function")

        # Land or sea
        self.say(
            "Here's an island that nobody has ever seen. We made it up.",
            FadeIn(here.graph),
            Create(here.border),
            run_time=2.4,
        )
        self.say("Take any place on the map. Is it land, or is it sea?", FadeIn(here.dot))
        self.play(FadeIn(here.asking), run_time=0.5)
        self.play(here.walk(0.0, 0.55), run_time=4.0)
        self.say("Two numbers go in, and one answer comes out. So a coast is a function.")
        self.play(here.walk(0.55, 1.0), run_time=3.4)

        # A network knows it
        self.say("Could a network know it by heart, with every bay?", about=here.border)
        neurons = here.networks[0].network.neurons
        self.say(f"Here's one with {neurons} neurons. It knows roughly.",
                 FadeOut(here.dot, here.asking),
                 *map(FadeIn, (here.neurons, here.wrong, here.shape, here.picture)))  # fmt: skip
        self.bring_to_front(here.border)
        for text, index in (("More of them know more.", 1), ("And more still.", 2)):
            self.say(text)
            self.play(*here.refine(index), run_time=2.0)
        self.say("How does it do that? And can it do it with any function?", about=here.border)
        self.hush()


class Question(Chapter):
    """One number runs through the network; all of them draw a curve. Which curves can it draw?"""

    def construct(self) -> None:
        here = Scenery(self.spec)

        # One number goes through
        self._send(here)

        # All numbers make a curve
        self.say("Now slide that number along, and watch the point. It draws a curve.")
        self.play(here.sweep(here.asked, here.low), run_time=1.0)
        here.curve.set_stop(here.low)
        self.add(here.curve, here.probe)
        self.play(here.sweep(here.low, here.high, drawing=True), run_time=3.0)
        self.play(here.sweep(here.high, here.asked), run_time=1.2)
        here.curve.set_stop(None)

        # Other weights, another curve
        self.say("Change the weights, and you get another curve. And another one.")
        for seed in SEEDS[1:]:
            self.play(here.drive(here.random(seed)), run_time=1.7)
            self.wait(0.2)
        self.add(here.function, here.curve, here.probe)
        self.say(
            "But can the weights be such that we get this curve? Or any curve you draw?",
            Create(here.function),
            Write(here.title),
            run_time=2.0,
        )
        self.hush()

    def _send(self, here: Scenery) -> None:
        """Let one input run through the network, and become the height of a point."""
        here.follow(here.asked)
        probe, entering = here.probe, here.probe.foot.copy()
        here.signal.set_progress(-1.0)
        self.say(
            "This is a neural network. A number goes in on the left.",
            FadeIn(here.diagram),
            FadeIn(here.graph),
            FadeIn(probe.foot, scale=2.0),
        )
        self.add(entering)
        self.play(entering.animate.move_to(here.diagram.columns[0][0]), run_time=1.0)
        self.play(FadeOut(entering), run_time=0.2)
        self.add(here.signal)
        moving = [here.diagram, here.signal]
        self.say("It makes the neurons in the middle light up. Some do, and some don't.")
        self.play(Drive(moving, here.signal.set_progress, 0.0, 1.0), run_time=1.8)
        self.say("Each of them has a weight on its way out. Weighted, they're added up.")
        self.play(Drive(moving, here.signal.set_progress, 1.0, 2.0), run_time=1.8)
        leaving = here.diagram.columns[-1][0]
        self.say("The sum that comes out is the height of a point.", Create(probe.line))
        self.play(TransformFromCopy(leaving, probe.top), run_time=1.4)
        self.remove(here.signal)


class Following(Chapter):
    """The weights move until the curve follows; and how far off it still is."""

    def construct(self) -> None:
        here = Scenery(self.spec)
        self.add(*here.pose(here.random(SEEDS[-1])))

        # The weights move
        self.say("Let's move the weights. Watch the network's lines, and the curve.")
        self.play(here.drive(here.fitted()), run_time=4.0)
        x, wanted, got = here.worst()
        size = abs(got - wanted)
        numbers = Numbers(here.diagram.network.neurons, size)
        exact = size <= EXACT * here.size
        self.say(
            "Eight neurons are all that this one needs."
            if exact
            else "Eight neurons come near it. But they aren't exact. Here they're off the most.",
            FadeIn(numbers),
        )
        gap = gap_line(here.graph, x, wanted, got)
        self.play(here.sweep(here.asked, x), run_time=1.2)
        self.play(Create(gap), run_time=0.6)
        band = ErrorBand(here.graph, here.subject.target, 0.0)
        self.add(band, here.function, here.curve, here.probe, gap)
        self.say("So everywhere the curve is at most this far above f, or below.")
        self.play(Drive(band, band.set_half_width, 0.0, size), run_time=1.6)
        self.play(here.sweep(x, here.high), run_time=1.6)
        self._claim(here, band, gap, numbers)

    def _claim(self, here: Scenery, band: ErrorBand, gap: Any, numbers: Numbers) -> None:
        """Allow a smaller error, and put a larger network in the place of the small one."""
        trials = Trials(self.spec, here)
        self.say("And now the claim. You say how far off it may be, however little.")
        self.play(FadeOut(here.probe), FadeOut(gap), run_time=0.4)
        allowed = trials.nets[0].tolerance or 0.0
        narrow = Drive(band, band.set_half_width, numbers.error.value, allowed)
        self.play(narrow, run_time=1.4)
        self.say("Then with enough neurons the curve stays inside. Here are more of them.")
        self.play(FadeOut(here.diagram), FadeOut(here.curve), FadeOut(numbers), run_time=0.4)
        self.remove(band)
        fresh = trials.pose(0)
        self.add(trials.band, here.function)
        self.play(FadeIn(trials.diagram), FadeIn(trials.numbers), Create(trials.curve))
        self.add(fresh)
        self.hush()


class Accuracy(Chapter):
    """For every tolerance above zero there is a number of neurons."""

    def construct(self) -> None:
        here = Scenery(self.spec)
        trials = Trials(self.spec, here)
        self.add(*trials.pose(0))
        last = len(trials.nets) - 1
        self.say(
            "Make the band narrower, and it takes more neurons."
            if trials.grows
            else "Make the band narrower. For this one the same neurons will do."
        )
        for index in range(1, last):
            self.play(*trials.refine(index), run_time=2.0)
        self.say("Narrower again. Some number of neurons is always enough.")
        self.play(*trials.refine(last), run_time=2.4)
        here.follow_in(trials.diagram)
        self.say(
            "That works for any continuous function. And one hidden layer will do.",
            FadeIn(here.probe),
        )
        self.play(here.sweep(here.asked, here.high), run_time=2.0)
        self.play(here.sweep(here.high, here.asked), run_time=2.0)
        self.hush(FadeOut(here.probe))


class Continuous(Chapter):
    """A jump cannot be followed: the output is continuous. Everywhere else it can."""

    def construct(self) -> None:
        jump, trials = Jump(self.spec), Trials(self.spec, Scenery(self.spec))
        before = trials.pose(len(trials.nets) - 1)
        self.add(*before)
        self.say(
            "Why continuous? Here's a function that jumps.",
            FadeOut(before),
            FadeIn(jump.graph),
            Create(jump.function),
            run_time=1.6,
        )
        self.add(jump.band, jump.function)
        self.say(
            "A network's curve has no gaps. To get up there, it has to leave the band.",
            FadeIn(jump.band),
            FadeIn(jump.diagram),
            Create(jump.curve),
            run_time=2.0,
        )
        self.play(FadeIn(jump.weight, jump.missed), run_time=0.6)
        self.say("Larger weights make it cross faster. Everywhere else it's fine.")
        self.play(jump.steepen(), run_time=4.0)
        gap, _ = jump.error_at_jump()
        self.say(
            "But at the jump itself it's off by half of it, or more. No weight mends that.",
            Create(gap),
            about=gap,
        )
        self.hush()


class Promise(Chapter):
    """What the film will build: a step, a bump, a curve, a surface, each from a network."""

    def construct(self) -> None:
        here, before = Scenery(self.spec), Jump(self.spec).pose()
        here.pose(here.random(SEEDS[-1]))
        self.add(*before)
        self.say(
            "So how do we find the weights? We won't search. We'll work them out.",
            FadeOut(before),
            FadeIn(here.diagram),
            FadeIn(here.graph),
            Create(here.curve),
        )
        self.play(here.drive(one_bump(here, SHALLOW, 0.0)), run_time=1.6)
        self.say("Make one neuron steep, and it's a step.")
        self.play(here.drive(one_bump(here, FIRM_STEP, 0.0)), run_time=1.8)
        self.say("A second one steps down again. Two steps make a bump.")
        self.play(here.drive(one_bump(here, FIRM_STEP, 1.0)), run_time=1.8)
        trials = Trials(self.spec, here)
        trials.pose(0)
        self.say("Many bumps side by side make any curve.", FadeOut(here.diagram))
        self.play(
            FadeOut(here.curve), FadeIn(here.function), FadeIn(trials.diagram),
            Create(trials.curve), run_time=1.6,
        )  # fmt: skip
        for index in range(1, len(trials.nets)):
            self.play(*trials.refine(index), run_time=1.2)
        leaving = VGroup(here.graph, here.function, trials.diagram, trials.curve)
        self._surface(leaving)

    def _surface(self, leaving: VGroup) -> None:
        """Show the last picture: a field of towers, which turns."""
        surface = Surface(self.spec)
        self.say("With two inputs a bump is a tower. Many towers make any surface.")
        self.play(
            FadeOut(leaving),
            FadeIn(surface.diagram),
            FadeIn(surface.relief),
            FadeIn(surface.neurons),
        )
        self.play(rise(surface.relief, surface.field), run_time=2.6)
        self.say("And everything you see is what such a network computes. Nothing is only drawn.")
        self.play(turn([surface.relief], VIEW.turn, VIEW.turn + 40.0), run_time=4.0)
        self.hush()
