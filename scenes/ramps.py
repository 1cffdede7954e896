"""Rectified linear units add up to a polyline: the fewest of them, and a proof of the error."""

from typing import Any

import numpy as np
from manim import RIGHT, UP, Create, Dot, FadeIn, FadeOut, VGroup

from uat.approximation import Approximation
from uat.base.palette import DARK
from uat.constructions.line.partition import Polyline
from uat.constructions.line.ramps import ramp_network
from uat.films.stage import (
    Chapter,
    Drive,
    Graph,
    NetworkDiagram,
    NetworkPolyline,
    Readout,
)
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.diagram import BY_SIGN
from uat.films.stage.gauge import Gauge
from uat.films.stage.text import BODY, LABEL, TITLE_HEIGHT, signed, words
from uat.films.stage.writing import whole
from uat.networks.evaluate import evaluate
from uat.networks.network import Network

from ._ramps import (
    COLUMN,
    PLACES,
    SLOWLY,
    WEIGHTS,
    Picture,
    around,
    bends_of,
    clearest,
    error_curve,
    exact,
    first_links,
    leaves_at,
    needed,
    neurons_gauge,
    roof_of,
    saving,
    verdict,
)


class OneByOne(Chapter):
    """Each neuron bends the line once, at its own place; added up they are a polyline."""

    def construct(self) -> None:
        weights = np.array([WEIGHTS[0], 0.0, 0.0, 0.0])
        graph = Graph(
            (0.0, 1.0), (-1.0, 1.0), width=6.8, height=4.6, center=(2.85, 0.3, 0.0),
            y_label="output",
        )  # fmt: skip
        curve = ClippedCurve(graph, bends_of(PLACES, weights))
        diagram = NetworkDiagram(
            curve.network, width=4.0, height=5.0, center=(-4.25, 0.35, 0.0), radius=0.42,
            scales=(BY_SIGN, max(map(abs, WEIGHTS))), names=tuple(f"s_{n}" for n in (1, 2, 3, 4)),
        )  # fmt: skip
        bends = VGroup(*(Dot(color=DARK.ramp, radius=0.09) for _ in PLACES))
        self.show_title("Many ramps: a polyline")

        # One neuron
        self.say(
            "A rectified linear unit gives zero up to its place. From there it's a ramp. Its "
            "weight is the slope.",
            FadeIn(diagram),
            FadeIn(graph),
        )
        self.play(Create(curve), run_time=1.2)
        self._place(curve, bends)
        self.play(FadeIn(bends[0]), run_time=0.3)
        for place in (0.6, PLACES[0]):
            self.play(self._slide(curve, bends, place), run_time=1.1)

        # More of them
        self.say(
            "The next neuron bends this line again. It has its own place, and its own weight.",
        )
        for n in (1, 2, 3):
            before, weights = weights, np.where(np.arange(4) == n, WEIGHTS, weights)
            self.play(FadeIn(bends[n]), run_time=0.2)
            drive = self._turn(curve, diagram, bends, before, weights)
            self.play(drive, run_time=1.3)
            self.wait(0.15)

        # Slopes add up
        self.say(
            "What's the slope at any x? It's the sum of the weights of all neurons that are on.",
        )
        self._walk(curve, diagram)
        self.hush(FadeOut(VGroup(graph, curve, diagram, bends)))

    def _place(self, curve: ClippedCurve, bends: VGroup) -> None:
        places = -curve.network.layers[0].biases
        for dot, x in zip(bends, places, strict=True):
            dot.move_to(curve.graph.point(float(x), float(curve.network.forward([[x]])[0, 0])))

    def _slide(self, curve: ClippedCurve, bends: VGroup, stop: float) -> Drive:
        start = float(-curve.network.layers[0].biases[0])

        def change(x: float) -> None:
            curve.set_network(bends_of((x, *PLACES[1:]), [WEIGHTS[0], 0.0, 0.0, 0.0]))
            self._place(curve, bends)

        return Drive([curve, bends], change, start, stop)

    def _turn(self, curve: Any, diagram: Any, bends: Any, start: Any, stop: Any) -> Drive:
        def change(t: float) -> None:
            network = bends_of(PLACES, (1 - t) * start + t * stop)
            curve.set_network(network)
            diagram.set_network(network)
            self._place(curve, bends)

        return Drive([curve, diagram.outward, bends], change)

    def _walk(self, curve: ClippedCurve, diagram: NetworkDiagram) -> None:
        """Move a point along the line; neurons light up where they switch on."""
        dot = Dot(color=DARK.text, radius=0.1)
        slope = Readout('"slope at" x =', 0.0, lambda value: signed(value, 1), BODY)
        slope.shift(np.array([0.1, TITLE_HEIGHT, 0.0]) - slope.get_center())
        first, second = curve.network.layers

        def move(x: float) -> None:
            z = first.weights[:, 0] * x + first.biases
            dot.move_to(curve.graph.point(x, float(curve.network.forward([[x]])[0, 0])))
            slope.set_value(float(second.weights[0] @ (z > 0)))
            for circle, on in zip(diagram.hidden, z > 0, strict=True):
                circle.set_fill(DARK.ramp if on else DARK.background, 0.6 if on else 1.0)

        move(0.0)
        self.play(FadeIn(dot), FadeIn(slope), run_time=0.4)
        moving = [dot, slope, diagram.hidden, diagram.names]
        self.play(Drive(moving, move, rate_func=lambda t: t), run_time=5.0)
        self.play(FadeOut(dot), FadeOut(slope), run_time=0.4)


class TautString(Chapter):
    """Through the band around f in as few straight links as possible."""

    def construct(self) -> None:
        picture = Picture(self.spec)
        path = picture.story.path
        self.say(
            "Take a function, and the band of the allowed error around it. The network has to "
            "stay inside.",
            *(FadeIn(part) for part in picture.parts),
            run_time=1.0,
        )

        # The first line
        curve = ClippedCurve(picture.graph, first_links(path, 1))
        neurons = neurons_gauge(1)
        self.say(
            "Begin with the straight line that stays inside the longest.",
            FadeIn(neurons),
            Create(curve),
            run_time=1.4,
        )
        out = self._mark_exit(picture, curve.network, path.edges[0])

        # Bend only where it must
        bends = VGroup()
        self.add(bends)
        self.say(
            "Bend it only where it has to bend. Then go straight on, as far as you can. Each "
            "bend is one more neuron.",
        )
        slowly = min(path.pieces, SLOWLY + 1)
        for links in range(2, slowly + 1):
            self.play(self._bend(curve, neurons, path, links), FadeOut(out), run_time=1.2)
            bends.add(*picture.dots(path.edges[links - 1], curve.network))
            out = self._mark_exit(picture, curve.network, path.edges[links - 1])
            self.wait(0.2)
        if slowly < path.pieces:
            self._finish(picture, curve, neurons, bends, out, slowly)
        self.say(
            "It's like looking along a corridor: each line goes as far as we can see. No path "
            "through the band has fewer straight pieces.", )  # fmt: skip
        self.hush()

    def _mark_exit(self, picture: Picture, network: Network, begin: float) -> VGroup:
        """Mark where the line leaves the band with a dot; mark nothing if it does not."""
        x = leaves_at(picture.story, network, float(begin))
        if x is None:
            return VGroup()
        place = picture.graph.to_screen(x, evaluate(network, np.array([x])))[0]
        dot = VGroup(Dot(place, radius=0.11, color=DARK.error))
        self.play(FadeIn(dot, scale=2.0), run_time=0.4)
        return dot

    def _bend(self, curve: ClippedCurve, neurons: Gauge, path: Polyline, links: int) -> Drive:
        neurons.set_value(links)
        return Drive([curve, neurons.digits], lambda t: curve.set_network(
            first_links(path, links, t)))  # fmt: skip

    def _finish(
        self, picture: Picture, curve: ClippedCurve, neurons: Gauge, bends: VGroup, out: VGroup,
        links: int,
    ) -> None:  # fmt: skip
        """Draw the other links, one after the other, quickly."""
        path = picture.story.path
        self.play(FadeOut(out), run_time=0.2)

        def change(value: float) -> None:
            now = min(int(value) + 1, path.pieces)
            neurons.set_value(now)
            curve.set_network(first_links(path, now, min(1.0, value + 1 - now)))

        rest = Drive([curve, neurons.digits], change, links, path.pieces, rate_func=lambda t: t)
        self.play(rest, run_time=min(5.0, 0.5 * (path.pieces - links)))
        dots = picture.dots(path.edges[links:-1], curve.network)
        self.play(FadeIn(dots), run_time=0.4)
        bends.add(*dots)


class NoFewer(Chapter):
    """Three points of the band that no straight line passes: each such triple forces a bend."""

    def construct(self) -> None:
        picture = Picture(self.spec)
        story, path = picture.story, picture.story.path
        string = NetworkPolyline(picture.graph, ramp_network(path))
        bends = picture.dots(path.cuts, string.network)
        neurons = neurons_gauge(path.pieces)
        self.add(*picture.parts, neurons, string, bends)

        # A bend that no network can do without
        near = around(story)
        frame = picture.frame(near)
        self.say(
            "Could a smaller network do? Let's look at one of the bends.",
            Create(frame),
        )
        self.wait(0.8)
        far = VGroup(picture.graph, picture.band, picture.function, string, bends, frame)
        self.play(FadeOut(far), FadeOut(neurons), run_time=0.6)
        forced = Gauge("bends forced", 0, (COLUMN, 1.1, 0.0), write=whole, color=DARK.ramp)
        self._explain(Picture(self.spec, near), forced)

        # All of them
        whole_picture = VGroup(picture.graph, picture.band, picture.function)
        if len(story.least.witnesses) > 1:
            self.say(
                "The same happens again at other places. Each of them forces a bend of its own.",
                FadeIn(whole_picture),
            )
        else:
            self.play(FadeIn(whole_picture), run_time=0.6)
        marks = VGroup(*(picture.triple(n) for n in range(len(story.least.witnesses))))
        for n, mark in enumerate(marks):
            forced.set_value(n + 1)
            self.play(FadeIn(mark), run_time=max(0.15, min(0.5, 3.0 / len(marks))))

        # The network
        curve = NetworkPolyline(picture.graph, story.net.network)
        kinks = picture.dots(curve.kinks, story.net.network)
        has = Gauge("neurons built", story.net.network.neurons, (COLUMN, -0.2, 0.0),
                    write=whole, color=DARK.network)  # fmt: skip
        self.say(
            f"{needed(story)}.",
            FadeOut(marks),
        )
        self.wait(0.4)
        self.play(FadeIn(has), Create(curve), run_time=1.4)
        self.say(
            f"{verdict(story)}{saving(story)}",
            FadeIn(kinks),
        )
        self.hush(FadeOut(VGroup(picture.graph, picture.band, picture.function, curve, kinks)),
                  FadeOut(VGroup(picture.tolerance, forced, has)))  # fmt: skip

    def _explain(self, close: Picture, forced: Gauge) -> None:
        """Say why there is no straight line through the band at three points."""
        least, index = close.story.least, clearest(close.story)
        mark, chord = close.triple(index), close.chord(index)
        shown = VGroup(close.graph, close.band, close.function)
        self.play(FadeIn(shown), run_time=0.6)
        rising = bool(least.rising[index])
        side, other = ("above", "below") if rising else ("below", "above")
        for dot in mark:
            self.play(FadeIn(dot, scale=2.0), run_time=0.3)
        self.say(
            f"Inside the band, a line has to be {side} both outer points.",
        )
        self.play(Create(chord), run_time=1.2)
        self.say(
            f"But a line {side} both of them can't be {other} the middle one. "
            "So every network in the band bends somewhere in between.",
            FadeIn(forced),
        )
        forced.set_value(1)
        curve = ClippedCurve(close.graph, close.story.net.network)
        self.play(FadeOut(chord), run_time=0.4)
        self.play(Create(curve), run_time=1.2)
        self.wait(0.4)
        self.play(FadeOut(VGroup(shown, mark)), FadeOut(curve), run_time=0.6)


class Bound(Chapter):
    """Measured at points, an error can be missed; proven on boxes, it cannot."""

    def construct(self) -> None:
        picture = Picture(self.spec)
        net, tolerance = picture.story.net, picture.subject.tolerance
        self.add(picture.title)
        top = 1.18 * max(tolerance, net.error.max, net.proof.bound if net.proof else 0.0)
        graph = Graph(
            picture.subject.x_range, (0.0, top), width=8.4, height=4.2, center=(-1.75, 0.1, 0.0),
            x_label=f"${picture.subject.x}$", y_label="error of the network",
        )  # fmt: skip
        error = error_curve(graph, net)
        allowed = graph.horizontal(tolerance, DARK.target, 2.5)
        name = words("allowed", LABEL, DARK.target)
        name.next_to(allowed, UP, buff=0.1, aligned_edge=RIGHT)
        self.say(
            "How far off is this network? At every single x we can compute the distance.",
            FadeIn(graph),
            FadeIn(allowed),
            FadeIn(name),
            Create(error),
            run_time=2.0,
        )
        measured = Gauge("largest measured", net.error.max, (COLUMN, 2.0, 0.0), write=exact,
                         color=DARK.error)  # fmt: skip
        at = Dot(graph.point(net.error.at[0], net.error.max), radius=0.1, color=DARK.error)
        self.play(FadeIn(measured), FadeIn(at, scale=2.0), run_time=0.6)
        self.wait(0.4)
        if net.proof is not None:
            self._prove(graph, net, at)
        else:
            self.say(
                "Between measured points nothing is proven. For that, we need the function as a "
                "formula.",
            )
            self.wait(0.4)
        self.hush()

    def _prove(self, graph: Graph, net: Approximation, at: Dot) -> None:
        proof: Any = net.proof
        self.say(
            "But between any two points there are others. So cut the line into boxes. Then "
            "compute with whole intervals instead of numbers.",
        )
        roof = roof_of(graph, proof.boxes)
        self.say(
            "In each box this gives a bound. It holds for every x in it, rounding included.",
            Create(roof[0]),
            run_time=2.4,
        )
        self.play(FadeIn(roof[1]), run_time=0.5)
        bound = Gauge("largest bound", proof.bound, (COLUMN, 0.5, 0.0), write=exact,
                      color=DARK.step)  # fmt: skip
        boxes = Gauge("boxes", len(proof.boxes.left), (COLUMN, -1.0, 0.0), write=whole)
        self.play(FadeIn(bound), FadeIn(boxes), run_time=0.6)
        self.say(
            "That's a proof. Nowhere on the whole interval is the network further off than that.",
        )
        self.wait(0.4)
