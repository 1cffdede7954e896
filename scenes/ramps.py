"""Rectified linear units add up to a polyline: the fewest of them, and a proof of the error."""

import numpy as np
from manim import (
    RIGHT,
    Create,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
    linear,
)

from uat.base.palette import DARK
from uat.films.renderer import FilmSpec
from uat.films.stage import Chapter, Drive, Graph, NetworkPolyline, Subject
from uat.films.stage.brace import CurlyBrace
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.gates import MissedGate
from uat.films.stage.gauge import Gauge
from uat.films.stage.intervals import IntervalBox
from uat.films.stage.proving import ProvenBox, prove_box
from uat.films.stage.sight import Sight
from uat.films.stage.text import whole
from uat.films.stage.zoom import zoom

from ._ramps import (
    COLUMN,
    PLACES,
    SLOWLY,
    WEIGHTS,
    Picture,
    Ramps,
    Slopes,
    around,
    get_story,
    glances,
    needed,
    neurons_gauge,
    verdict,
)
from ._ramps_proof import Distance, Errors, proof_rows

GRAPH = (-6.9, -2.5, 3.1, 3.55, 2.4)
UPRIGHT = (GRAPH, ((3.7, 1.5, 6.3, 2.7), (3.7, 0.2, 6.3, 1.4), (3.7, -1.1, 6.3, 0.1)))
TAKES = "f(x)"
NEEDS = "one that is continuous and takes more than one straight piece"


def about(spec: FilmSpec) -> Subject:
    """Return what the chapter shows for a film."""
    return get_story(spec).subject


class OneByOne(Chapter):
    """Each neuron bends the line once, at its own place; added up they are a polyline."""

    panes = ((-0.95, -2.5, 6.4, 3.5), (-6.45, -2.45, -1.75, 2.65))

    def construct(self) -> None:
        weights = np.array([WEIGHTS[0], 0.0, 0.0, 0.0])
        ramps = Ramps(weights)

        # One neuron
        self.show_title("Ramps, as few as possible")
        self.say("A rectified linear unit gives zero up to its place. From there it's a ramp.",
                 FadeIn(VGroup(ramps.diagram, ramps.graph)))  # fmt: skip
        self.play(Create(ramps.curve), run_time=1.2)
        self.play(FadeIn(ramps.bends[0]), run_time=0.3)
        for place in (0.6, PLACES[0]):
            self.play(ramps.slide(place), run_time=1.1)

        # More of them
        self.say("Its weight is the slope. Each further neuron bends the line again.",
                 FadeIn(ramps.weights))  # fmt: skip
        for n in (1, 2, 3):
            before, weights = weights, np.where(np.arange(4) == n, WEIGHTS, weights)
            self.play(FadeIn(ramps.bends[n]), run_time=0.2)
            self.play(ramps.turn(before, weights), run_time=1.2)
        self._add_slopes(ramps)
        self.hush()

    def _add_slopes(self, ramps: Ramps) -> None:
        """Run along the line; behind each bend one more weight is added to its slope."""
        slopes = Slopes(ramps)
        self.say("How steep is the line here?", FadeIn(slopes.dot), FadeIn(slopes.name),
                 FadeIn(slopes.total))  # fmt: skip
        self.say("Run along it. A neuron that switches on adds its weight, and keeps adding it.")
        stops = [*PLACES, 1.0]
        self.play(slopes.run(0.0, stops[0]), run_time=0.8)
        for n, term in enumerate(slopes.terms):
            self.play(TransformFromCopy(ramps.weights[n], term), slopes.make_room(), run_time=0.6)
            self.play(slopes.run(stops[n], stops[n + 1]), run_time=1.1)
        self.say("So a slope is a sum: the weights of all neurons that are on.", about=slopes.terms)
        self.hush(FadeOut(VGroup(slopes.dot, slopes.name, slopes.total, *slopes.terms)))


class SightLines(Chapter):
    """Through the band around f in as few straight links as possible."""

    def construct(self) -> None:
        ramps, picture = Ramps(np.array(WEIGHTS)), Picture(self.spec)
        for circle in ramps.diagram.hidden:
            circle.set_fill(DARK.ramp, 0.6)
        old = ramps.parts
        self.add(old)
        self.say("Now take a function, and the band of the allowed error around it.", FadeOut(old),
                 *(FadeIn(part) for part in picture.parts), run_time=1.2)  # fmt: skip
        self.say("How few straight pieces get through?", about=picture.function)
        self._look(picture)
        self.say("No path through the band has fewer straight pieces.")
        self.hush()

    def _look(self, picture: Picture) -> None:
        """Look along the band from its left end, then again from each bend."""
        near = picture.beginning()
        path, graph = picture.story.path, near or picture.graph
        self.say("Treat the band as a corridor, and stand at its left end. How far can we see "
                 "along a line?")  # fmt: skip
        if near is not None:
            zoom(self, picture.graph, near, [picture.band, picture.function])
        sight, neurons, bends = picture.sight(graph), neurons_gauge(1), VGroup()
        sight.tilt(1.6)
        self.play(FadeIn(sight.parts), FadeIn(neurons), run_time=0.5)
        for start, stop in ((1.6, -1.2), (-1.2, 0.0)):
            self.play(Drive(sight.parts, sight.tilt, start, stop), run_time=1.8)
        self.say("This line sees the farthest. So here we have to bend, and look on.")
        self.add(bends)
        slowly = min(path.pieces, SLOWLY)
        for links in range(2, slowly + 1):
            self._bend(picture, sight, neurons, bends, links, 1.3)
        self.say("Each bend is one more neuron. And each line goes as far as we can see.")
        if near is not None:
            self.play(FadeOut(bends), FadeOut(sight.dot), run_time=0.3)
            zoom(self, near, picture.graph, [picture.band, picture.function, sight.curve])
            bends = picture.dots(path.edges[1:slowly], sight.curve.network)
            self.add(bends)
        pace = min(0.5, 5.0 / path.pieces)
        for links in range(slowly + 1, path.pieces + 1):
            self._bend(picture, sight, neurons, bends, links, pace)
        self.play(FadeOut(sight.dot), run_time=0.3)

    def _bend(self, picture: Picture, sight: Sight, neurons: Gauge, bends: VGroup, links: int,
              seconds: float) -> None:  # fmt: skip
        """Bend the line once more; the counter has the neurons of the line that is shown."""
        neurons.set_value(links)
        turn = Drive([sight.parts, neurons.digits], lambda t: sight.turn(links, t))
        self.play(turn, run_time=seconds)
        place, curve = picture.story.path.edges[links - 1], sight.curve
        bends.add(*picture.dots(place, curve.network, curve.graph))


class NoFewer(Chapter):
    """Three gates that no straight line passes: each such triple forces a bend."""

    def construct(self) -> None:
        picture = Picture(self.spec)
        path, sight = picture.story.path, picture.sight(picture.graph)
        sight.turn(path.pieces, 1.0)
        neurons = neurons_gauge(path.pieces)
        bends = picture.dots(path.cuts, sight.curve.network)
        self.add(*picture.parts, neurons, sight.curve, bends)
        self.say("Could a smaller network do? Let's look at one of the bends.", about=bends)
        near = picture.close(around(picture.story))
        self.play(FadeOut(VGroup(bends, neurons, sight.curve)), run_time=0.4)
        zoom(self, picture.graph, near, [picture.band, picture.function])
        forced = Gauge("bends forced", 1, (COLUMN, 1.1, 0.0), write=whole, color=DARK.ramp)
        shown = self._miss(picture, near, forced)
        more = len(picture.story.least.witnesses) > 1
        self.say("The same happens at other places too." if more
                 else "There's no other place that forces one.", FadeOut(shown))  # fmt: skip
        zoom(self, near, picture.graph, [picture.band, picture.function])
        self._count(picture, forced)
        self.hush()

    def _miss(self, picture: Picture, near: Graph, forced: Gauge) -> VGroup:
        """Show three gates, and that each line through the outer two misses the middle one."""
        gates = MissedGate(near, picture.subject.target, picture.subject.tolerance)
        self.say("Here are three gates in the band. The network has to pass each of them.")
        for gate in gates.gates:
            self.play(FadeIn(gate), run_time=0.5)
        self.say("A straight line through the outer two misses the middle one, however we turn it.",
                 Create(gates.line))  # fmt: skip
        self.add(gates.gap)
        self.play(Drive([gates.line, gates.gap], gates.turn), run_time=3.6)
        self.play(FadeOut(gates.line), FadeOut(gates.gap), run_time=0.4)
        self.say("So every network in the band has to bend, somewhere between these gates.",
                 FadeIn(forced))  # fmt: skip
        curve = ClippedCurve(near, picture.story.net.network)
        self.play(Create(curve), run_time=1.4)
        return VGroup(gates.gates, curve)

    def _count(self, picture: Picture, forced: Gauge) -> None:
        """Count the places at which a bend is forced, and compare with the network."""
        story, many = picture.story, len(picture.story.least.witnesses)
        self.say("Each of them forces a bend of its own." if many > 1
                 else "So a single bend is forced.")  # fmt: skip
        marks = VGroup(*(picture.triple(n) for n in range(many)))
        for n, mark in enumerate(marks):
            forced.set_value(n + 1)
            self.play(FadeIn(mark), run_time=max(0.15, min(0.5, 3.0 / many)))
        network = story.net.network
        curve = NetworkPolyline(picture.graph, network)
        has = Gauge("neurons built", network.neurons, (COLUMN, -0.2, 0.0), write=whole,
                    color=DARK.network)  # fmt: skip
        self.say(f"{needed(story)}.", FadeOut(marks))
        self.play(FadeIn(has), Create(curve), run_time=1.4)
        kinks = picture.dots(curve.kinks, network)
        self.say(verdict(story), FadeIn(kinks))
        looks = VGroup()
        if story.net.partition.left is not None:
            looks = glances(picture)
            self.say("Some of its neurons look left. Then the bends give the slope too, and no "
                     "neuron is spent on it.", FadeIn(looks))  # fmt: skip
        self.hush(FadeOut(kinks), FadeOut(VGroup(forced, has, looks)))


class OneBox(Chapter):
    """A whole box of inputs goes in, and an interval for the error comes out: that is a proof."""

    panes = (GRAPH, (3.7, -2.0, 9.2, 2.75, 0.85))

    def construct(self) -> None:
        picture = Picture(self.spec)
        net = picture.story.net
        curve = ClippedCurve(picture.graph, net.network)
        self.add(*picture.parts, curve)
        self.say("How far off is this network? At any single x we can compute it.")
        distance = Distance(picture)
        self.play(FadeIn(distance.parts), run_time=0.4)
        ends = picture.subject.x_range
        self.play(Drive(distance.moving, distance.move, *ends, rate_func=linear), run_time=3.0)
        self.play(FadeOut(distance.parts), run_time=0.4)
        self.say("But there are endlessly many x. Could the error be larger between them?",
                 about=picture.function)  # fmt: skip
        box = prove_box(picture.subject.target, net.network, picture.subject.tolerance)
        if net.proof is None or box is None:
            self.say("For that we'd need the function as a formula.")
        else:
            self.say("So we don't put in single numbers. We put in a whole box of them.",
                     FadeOut(picture.tolerance))  # fmt: skip
            near = picture.close(box.near, narrow=self.spec.shape != "portrait")
            zoom(self, picture.graph, near, [picture.band, picture.function, curve])
            shown = self._compute(picture, near, box)
            self.say("That was one box, and one is not enough.", FadeOut(shown))
            zoom(self, near, picture.graph, [picture.band, picture.function, curve])
        self.hush()

    def _compute(self, picture: Picture, graph: Graph, box: ProvenBox) -> VGroup:
        """Compute with intervals, line by line; each is a box on the graph."""
        rows = proof_rows(box, picture.subject.x, picture.subject.tolerance)
        if self.spec.shape == "portrait":  # there they stand below the graph
            rows.shift((COLUMN - rows.get_left()[0]) * RIGHT)
        strip = IntervalBox(graph, box.x, graph.y_range, DARK.muted)
        self.say("This is the box: all x from here to there.", FadeIn(strip), FadeIn(rows[0]))
        enclosed = IntervalBox(graph, box.x, box.function, DARK.target)
        self.say("Compute the formula with it. Out comes an interval that holds f.",
                 FadeIn(enclosed), FadeIn(rows[1]))  # fmt: skip
        output = IntervalBox(graph, box.x, box.network, DARK.network)
        self.say("The network gives an interval too.", FadeIn(output), FadeIn(rows[2]))
        ends = [graph.point(box.x[1], y) + RIGHT * 0.12 for y in box.farthest]
        brace = CurlyBrace(ends[0], ends[1], color=DARK.error)
        self.say("Subtract them. Nowhere in this box are the two further apart than this.",
                 FadeIn(rows[3]), FadeIn(brace))  # fmt: skip
        self.play(FadeIn(rows[4]), run_time=0.5)
        self.say("And that holds for every x in the box, rounding included.", about=rows[4])
        return VGroup(rows, strip, enclosed, output, brace)


class Bound(Chapter):
    """Measured at points, an error can be missed; proven on boxes, it cannot."""

    panes = (GRAPH, ((3.7, 1.1, 6.3, 2.3), (3.7, -0.4, 6.3, 0.8), (3.7, -1.9, 6.3, -0.7)))

    def construct(self) -> None:
        picture = Picture(self.spec)
        net = picture.story.net
        curve, errors = ClippedCurve(picture.graph, net.network), Errors(picture)
        proven = net.proof is not None
        self.add(*(part for part in picture.parts if part is not picture.tolerance or not proven))
        self.add(curve)
        old = VGroup(*(part for part in picture.parts if part is not picture.title))
        self.say("Now draw only the error, all along the line.", FadeOut(old),
                 *map(FadeIn, (errors.graph, errors.allowed, errors.name)),
                 ReplacementTransform(curve, errors.curve), run_time=2.0)  # fmt: skip
        self.play(FadeIn(errors.measured), FadeIn(errors.at, scale=2.0), run_time=0.6)
        if proven:
            self._prove(*errors.prove(net.proof))
        self.hush()

    def _prove(self, roof: VGroup, bound: Gauge, boxes: Gauge) -> None:
        """Cover the line with boxes, and draw the bound over each."""
        self.say("Cover the line with boxes. Each gets a bound in this way, but a sharper one.",
                 Create(roof[0]), run_time=2.4)  # fmt: skip
        self.play(FadeIn(roof[1]), run_time=0.5)
        self.play(FadeIn(bound), FadeIn(boxes), run_time=0.6)
        self.say("That's a proof. Nowhere on the whole interval is the network further off than "
                 "that.", about=roof[0])  # fmt: skip
