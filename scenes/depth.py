"""Why go deep? One hidden layer against many on the user's function, down to small errors."""

from typing import Any

import numpy as np
from manim import LEFT, Circle, Create, FadeIn, FadeOut, VGroup, Write

from uat.base.palette import DARK
from uat.constructions.line.minimum import minimum
from uat.films.stage import Chapter, FunctionCurve, Graph, Subject
from uat.films.stage.graph import padded
from uat.films.stage.polyline import NetworkPolyline
from uat.films.stage.text import TITLE_HEIGHT
from uat.networks.network import Network

from ._depth import (
    FEW,
    FEWEST,
    ROUGH,
    STEPS,
    Allowed,
    LayerView,
    Lines,
    Output,
    Sides,
    crossing,
    get_race,
    get_shown,
    get_walk,
    growth_told,
    race,
    verdict,
)


class TwoNetworks(Chapter):
    """The same tolerance with one hidden layer, and with several."""

    def construct(self) -> None:
        subject, pairs = get_race(self.spec)
        pair = pairs[1]
        graph = Graph(
            subject.x_range, subject.y_range, width=7.4, height=4.6, center=(-2.0, 0.15, 0.0),
            x_label=f"${subject.x}$",
        )  # fmt: skip
        function = FunctionCurve(graph, subject.target)
        title = subject.title(8.0)
        title.move_to([graph.corner[0], TITLE_HEIGHT, 0.0], aligned_edge=LEFT)
        allowed, sides = Allowed(pair.tolerance), Sides(pair)
        shallow = NetworkPolyline(graph, pair.shallow, DARK.ramp)
        deep = NetworkPolyline(graph, pair.deep)

        self.show_title("Why go deep?")
        self.say(
            "One hidden layer can follow any continuous function. So why should a "
            "network have more of them?",
            FadeIn(graph),
            Write(title),
            Create(function),
            run_time=1.6,
        )

        # Shallow
        least = minimum(subject.target, "ramps", pair.tolerance).neurons
        fewest = least == pair.shallow.neurons
        self.say(
            FEWEST if fewest else FEW,
            FadeIn(allowed),
            FadeIn(sides.rows[0]),
            Create(shallow),
            run_time=1.4,
        )

        # Deep
        self.say(
            "And this is a deep network for the same error. It's built too, from folds. Nothing "
            "was trained.",
            FadeOut(shallow),
            FadeIn(sides.rows[1]),
        )
        self.play(Create(deep), run_time=1.4)
        self.say(
            verdict(pair) + " But this is a large error.",
        )
        self.hush(FadeOut(VGroup(graph, title)), FadeOut(function), FadeOut(deep))


class Race(Chapter):
    """Smaller and smaller errors: where the deep network becomes the smaller one."""

    def construct(self) -> None:
        _, pairs = get_race(self.spec)
        lines = Lines(pairs, width=7.0, height=4.7, center=(-2.1, 0.15, 0.0))
        allowed, sides = Allowed(pairs[1].tolerance), Sides(pairs[1])
        self.add(allowed, sides.parts)
        self.play(FadeIn(lines.graph), *sides.exchange(pairs[0]), run_time=0.8)
        allowed.set_value(pairs[0].tolerance)
        self.say(
            "Now let's ask for smaller and smaller errors. We count the neurons of both.",
            FadeIn(lines.step(0)),
        )
        drawn = VGroup()
        crossed, ring = crossing(pairs), VGroup()
        for index in range(1, len(pairs)):
            allowed.set_value(pairs[index].tolerance)
            step = lines.step(index)
            drawn.add(step)
            self.play(*sides.exchange(pairs[index]), Create(step), run_time=0.9)
            self.wait(0.25)
            if index == crossed:
                ring.add(self._mark(lines, index))
        self.say(
            growth_told(pairs),
        )
        self.hush(FadeOut(VGroup(allowed, sides.parts, ring)))

    def _mark(self, lines: Lines, index: int) -> Any:
        """Draw a ring around the first pair of which the deep network is the smaller one."""
        places = lines.graph.at(lines.neurons[index], lines.errors[[index, index]])
        width = abs(places[1, 0] - places[0, 0])
        ring = Circle(0.3 + width / 2, color=DARK.step, stroke_width=3.5)
        ring.stretch_to_fit_height(0.6).move_to(places.mean(axis=0))
        self.say(
            "Here they cross. From now on the deep network is the smaller one.",
            Create(ring),
        )
        gains = lines.neurons[index:, 0] / lines.neurons[index:, 1]
        if gains[-1] > gains[0]:
            self.say(
                "And the gap between them widens.",
            )
        return ring


class Layers(Chapter):
    """Every layer works on what the one before it found: features of features."""

    def construct(self) -> None:
        subject, pairs = get_race(self.spec)
        lines = Lines(pairs, width=7.0, height=4.7, center=(-2.1, 0.15, 0.0))
        steps = VGroup(*(lines.step(index) for index in range(len(pairs))))
        deep = get_shown(pairs).deep
        self.add(lines.graph, steps)
        self.say(
            "Why is that? Let's look into the deep network, layer by layer.",
            about=lines.graph,
        )
        shown = self._panels(deep, subject)
        self.say(
            "Each curve is the output of a neuron. Those of the first layer bend once.",
            FadeOut(lines.graph),
            FadeOut(steps),
            FadeIn(shown[0]),
            run_time=1.0,
        )
        self.say(
            "The next layer doesn't see x. It sees what the first layer found. So it bends "
            "what's bent already.",
        )
        for panel in shown[1:-1]:
            self.play(FadeIn(panel), run_time=1.0)
            self.wait(0.4)
        neurons = deep.neurons
        pieces = shown[-1].pieces
        self.say(
            f"So {neurons} neurons make {pieces} straight pieces.",
            FadeIn(shown[-1]),
            run_time=1.0,
        )
        self.say(
            f"Side by side, in one layer, they'd make {neurons + 1} at most.",
        )
        self.hush(FadeOut(shown))

    @staticmethod
    def _panels(deep: Network, subject: Subject) -> VGroup:
        """Draw one picture for each hidden layer, and the output."""
        total = deep.hidden_layers + 1
        step = min(13.2 / total, 3.4)
        size = (0.82 * step, 3.1)
        places = step * (np.arange(total) - (total - 1) / 2)
        shown = VGroup()
        for layer in range(deep.hidden_layers):
            center = (places[layer], 0.0, 0.0)
            shown.add(LayerView(deep, layer, subject.x_range, center, size))
        shown.add(Output(deep, subject, (places[-1], 0.0, 0.0), size))
        return shown


class Rough(Chapter):
    """A rough function does not repeat itself: there is nothing to fold."""

    def construct(self) -> None:
        target, size = get_walk()
        values = target(np.arange(STEPS + 1.0))
        graph = Graph(
            target.box[0], padded(float(values.min()), float(values.max())), width=5.4, height=4.2,
            center=(-3.5, 0.2, 0.0),
        )  # fmt: skip
        curve = FunctionCurve(graph, target, width=3.0)
        self.say(
            "Does depth always pay? Here's a rough function. "
            f"It takes {STEPS} steps, up or down, at random.",
            FadeIn(graph),
            Create(curve),
            run_time=2.4,
        )
        pairs = race(target, size, ROUGH)
        lines = Lines(pairs, width=4.0, height=4.2, center=(3.5, 0.2, 0.0))
        network = NetworkPolyline(graph, pairs[0].deep, width=3.0)
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
        self.say(
            "Folding repeats itself, and random turns don't. Each turn is a bit of information. "
            "The weights have to hold them all, however many layers there are.",
        )
        self.say(
            "So depth pays where a function is smooth, or repeats itself. Or where it's put "
            "together from parts.",
        )
        self.hush()
