"""Why go deep? One hidden layer against many on the user's function, down to small errors."""

from typing import Any

from manim import Create, FadeIn, FadeOut, VGroup, Write

from uat.base.palette import DARK
from uat.constructions.line.minimum import minimum
from uat.films.renderer import FilmSpec
from uat.films.stage import Chapter, Drive, Subject
from uat.films.stage.curves import NetworkPolyline
from uat.films.stage.gauge import Gauge
from uat.films.stage.paper import Paper
from uat.films.stage.subject import SubjectPicture
from uat.films.stage.text import whole
from uat.networks.network import Network

from ._depth import (
    COLUMN,
    FEW,
    FEWEST,
    ROUGH,
    STEPS,
    Allowed,
    Lines,
    Pair,
    Sides,
    crossing,
    draw_walk,
    even_mirrors,
    get_page,
    get_race,
    get_shown,
    get_walk,
    growth_told,
    outcome,
    race,
    verdict,
)
from ._depth_layers import get_panels, pieces_told

GRAPH = (-6.4, -2.85, 2.75, 3.55, 1.9)
UPRIGHT = (GRAPH, (3.4, 3.0, 6.6, 3.6), ((3.4, -0.1, 6.6, 2.55), (3.4, -2.95, 6.6, -0.3)))
TAKES = "f(x)"
NEEDS = "one that is continuous and not made of a few straight pieces"


def about(spec: FilmSpec) -> Subject:
    """Return what the chapter shows for a film."""
    return get_race(spec)[0]


class TwoNetworks(Chapter):
    """The same tolerance with one hidden layer, and with several."""

    def construct(self) -> None:
        subject, pairs = get_race(self.spec)
        pair = pairs[0]
        picture = SubjectPicture(
            subject, title_width=8.0, width=7.4, height=4.6, center=(-2.0, 0.15, 0.0)
        )
        self.show_title("Why go deep?")
        self.say(
            "One hidden layer can follow any continuous function. So why should a "
            "network have more of them?",
            FadeIn(picture.graph),
            Create(picture.function),
            run_time=1.6,
        )
        self._compare(picture, subject, pair)
        self.say(verdict(pair))
        self.hush(*(FadeOut(part) for part in (*picture.parts, self.deep)))

    def _compare(self, picture: SubjectPicture, subject: Subject, pair: Pair) -> None:
        """Draw what one layer makes of the function, then what several do."""
        sides = Sides(pair)
        shallow = NetworkPolyline(picture.graph, pair.shallow, DARK.ramp)
        self.deep = NetworkPolyline(picture.graph, pair.deep)
        least = minimum(subject.target, "ramps", pair.tolerance).neurons
        self.say(
            FEWEST if least == pair.shallow.neurons else FEW,
            FadeIn(Allowed(pair.tolerance)),
            FadeIn(sides.rows[0]),
            Write(picture.title),
            Create(shallow),
            run_time=1.4,
        )
        self.say(
            "And this is a deep network for the same error. It's built too, from folds. Nothing "
            "was trained.",
            FadeOut(shallow),
            FadeIn(sides.rows[1]),
        )
        self.play(Create(self.deep), run_time=1.4)


class Race(Chapter):
    """Smaller and smaller errors: where the deep network becomes the smaller one."""

    def construct(self) -> None:
        _, pairs = get_race(self.spec)
        lines = Lines(pairs, width=7.0, height=4.4, center=(-2.1, 0.3, 0.0))
        allowed, sides = Allowed(pairs[0].tolerance), Sides(pairs[0])
        self.add(allowed, sides.parts)
        self.say(
            "Let's ask for smaller and smaller errors, further and further right. "
            "Which of the two will grow faster?",
            FadeIn(lines.graph),
            FadeIn(lines.step(0)),
        )
        crossed, ring = crossing(pairs), VGroup()
        self.say("We build both, and count.")
        for index in range(1, len(pairs)):
            allowed.set_value(pairs[index].tolerance)
            self.play(*sides.exchange(pairs[index]), Create(lines.step(index)), run_time=0.9)
            if index == crossed:
                ring.add(lines.ring(index))
                self.say("Here they cross. From now on, the deep one is smaller.", Create(ring))
        self.say(outcome(pairs))
        self.say(growth_told(pairs))
        self.hush(FadeOut(VGroup(allowed, sides.parts, ring)))


class Folding(Chapter):
    """A function that lies on itself when it is folded has to be drawn only once."""

    panes = (GRAPH, (3.5, 0.4, 6.5, 1.9))

    def construct(self) -> None:
        subject, pairs = get_race(self.spec)
        lines = Lines(pairs, width=7.0, height=4.4, center=(-2.1, 0.3, 0.0))
        steps = VGroup(*(lines.step(index) for index in range(len(pairs))))
        page = get_page(subject)
        self.add(lines.graph, steps)
        self.say(
            "Why is that? Draw the function on a page.",
            FadeOut(lines.graph),
            FadeOut(steps),
            FadeIn(page),
            FadeIn(page.graph),
        )
        mirrors = even_mirrors(subject)
        if mirrors:
            self._fold(page, mirrors)
            self._unfold(page, mirrors, get_shown(pairs).deep)
        else:
            self._try(page, pairs)
        self.hush()

    def _fold(self, page: Paper, mirrors: int) -> None:
        """Fold as long as both halves lie on each other."""
        self.say("Fold it in the middle. Do the halves lie on each other?")
        self.play(page.fold(), run_time=2.2)
        if mirrors > 1:
            self.say("They do. So fold again.")
        for _ in range(mirrors - 1):
            self.play(page.fold(), run_time=1.8)

    def _unfold(self, page: Paper, mirrors: int, deep: Network) -> None:
        """Draw the network on what is left, and open the page."""
        parts = 2**mirrors
        pieces = Gauge("straight pieces", page.draw(deep), (COLUMN, 1.5, 0.0), write=whole,
                       color=DARK.network)  # fmt: skip
        same = (
            "They do. Draw one half only"
            if parts == 2
            else f"All {parts} parts lie on one. Draw only that"
        )
        self.say(f"{same}, with a few straight pieces.", FadeIn(pieces))
        self.say("Now open the page. Every fold gives everything twice.")
        for _ in range(mirrors):
            self.play(page.unfold(), run_time=1.6)
            pieces.set_value(page.draw(deep))
        self.say(f"{deep.widths[1]} neurons do the folding. All others draw one part.")
        self.hush(FadeOut(pieces))

    def _try(self, page: Paper, pairs: list[Pair]) -> None:
        """Show that the halves differ: then every arc is folded by itself."""
        self.say("Fold it in the middle. Do the halves lie on each other?")
        self.play(Drive([page], page.set_turn), run_time=2.2)
        self.say(
            "They don't. And there's nothing else here to fold."
            if crossing(pairs) is None
            else "They don't. So this function is cut into arcs. Each arc is bent by folding.",
        )
        self.play(Drive([page], page.set_turn, 1.0, 0.0), run_time=1.6)


class Layers(Chapter):
    """Every layer works on what the one before it found: features of features."""

    panes = ((-6.3, -2.1, 1.1, 2.65), (1.5, -2.1, 6.3, 2.65))

    def construct(self) -> None:
        subject, pairs = get_race(self.spec)
        deep = get_shown(pairs).deep
        upright = self.spec.shape == "portrait"
        shown, page = get_panels(deep, subject, parted=upright), get_page(subject)
        page.draw(deep if even_mirrors(subject) else None)
        self.add(page, page.graph)
        self.say(
            "Now look into the network, layer by layer. A curve is a neuron's output. "
            "Those of the first layer bend once.",
            FadeOut(page),
            FadeOut(page.graph),
            FadeIn(shown[0]),
            about=shown[0].head,
        )
        self.say(
            "The next layer doesn't see x. It sees what the first layer found. So it bends "
            "what's bent already.",
        )
        for panel in shown[1:-1]:
            self.play(FadeIn(panel), run_time=1.0)
            self.wait(0.4)
        neurons = deep.neurons
        output: Any = shown[-1]
        self.say(f"So {neurons} neurons make {output.pieces} straight pieces.", FadeIn(output))
        self.say(pieces_told(neurons, output.pieces))
        self.hush()


class Rough(Chapter):
    """A rough function does not repeat itself: there is nothing to fold."""

    panes = ((-6.4, -2.3, -0.15, 2.35), (1.0, -2.8, 5.5, 2.7))

    def construct(self) -> None:
        target, size = get_walk()
        graph, curve = draw_walk(target)
        subject, pairs = get_race(self.spec)
        upright = self.spec.shape == "portrait"
        before = get_panels(get_shown(pairs).deep, subject, parted=upright)
        self.add(before)
        self.say(
            "Does depth always pay? Here's a rough function. "
            f"It takes {STEPS} steps, up or down, at random.",
            FadeOut(before),
            FadeIn(graph),
            Create(curve),
            run_time=2.4,
        )
        pairs = race(target, size, ROUGH)
        lines = Lines(pairs, width=4.0, height=4.2, center=(3.5, 0.2, 0.0))
        self._race(pairs, lines, NetworkPolyline(graph, pairs[0].deep, width=3.0))
        self.say(
            "Folding repeats itself, and random turns don't. Each turn is a bit of information. "
            "The weights have to hold them all, however many layers there are.",
            about=curve,
        )
        self.say(
            "So depth pays where a function is smooth, or repeats itself. Or where it's put "
            "together from parts.",
            about=lines.graph,
        )
        self.hush()

    def _race(self, pairs: list[Pair], lines: Lines, network: NetworkPolyline) -> None:
        """Ask for smaller and smaller errors again."""
        self.play(FadeIn(lines.graph), FadeIn(network), run_time=0.6)
        for index, pair in enumerate(pairs):
            network.set_network(pair.deep)
            self.play(FadeIn(lines.step(index)), run_time=0.5)
            self.wait(0.2)
        self.say(
            "Here deep networks, built the same way, are never the smaller ones."
            if crossing(pairs) is None
            else "Here the deep networks gain little.",
        )
