"""Backpropagation and many small steps learn what was built by hand, by trying."""

from typing import Any

import numpy as np
from manim import LEFT, Create, FadeIn, FadeOut, Line, Rectangle, VGroup

from uat.base.palette import DARK
from uat.films.stage import Chapter, Drive, Graph, LogGraph, NetworkDiagram
from uat.films.stage.clipped import ClippedCurve
from uat.films.stage.diagram import paint
from uat.films.stage.gauge import Gauge
from uat.films.stage.readout import Digits
from uat.films.stage.text import BODY, LABEL, number, words
from uat.films.stage.writing import whole
from uat.networks.evaluate import evaluate

from ._training import (
    COLUMN,
    EPOCHS,
    GAPS,
    NEURONS,
    RATES,
    SIZES,
    Lesson,
    LossCurve,
    Neurons,
    Panels,
    Picture,
    Rival,
    fastest,
    first_diagram,
    get_rates,
    get_rivals,
    get_sizes,
    gradients,
    loss_gauge,
    loss_range,
    of_all,
    percent,
    places,
    tenth_of,
)


class Guess(Chapter):
    """Random weights, how wrong they are, and which way is down."""

    def construct(self) -> None:
        picture = Picture(self.spec)
        lesson, curve = picture.lesson, picture.curve
        diagram = first_diagram(lesson)
        self.show_title("Learning instead of building")

        # A guess
        self.say(
            f"Here's a function, and a network of {NEURONS} neurons. "
            "This time nobody works out the weights. They're random.",
            *(FadeIn(part) for part in (*picture.parts, diagram)),
            run_time=1.0,
        )
        self.play(Create(curve), run_time=1.4)

        # How wrong it is
        gaps = self._gaps(picture)
        loss = loss_gauge(lesson, curve.network)
        self.add(gaps)
        self.bring_to_front(curve)
        self.say(
            "How wrong is it? Take the distances at many points. Square them, and average. That "
            "number is the loss.",
            FadeIn(gaps),
            FadeIn(loss),
        )

        # Backpropagation
        self.say(
            "How would the loss change if one weight changed a little? The chain rule tells us.",
        )
        outward, inward = gradients(lesson)
        self._show(diagram.outward, diagram.shown[1], outward)
        self.say(
            "It goes from the output back to the input, layer by layer. It gives a derivative "
            "for every weight. That's backpropagation.",
        )
        self._show(diagram.inward, diagram.shown[1], inward)
        self.hush(FadeOut(gaps))

    def _gaps(self, picture: Picture) -> VGroup:
        """Draw distances between the network and the function, at some of the points."""
        graph, lesson = picture.graph, picture.lesson
        x, y = lesson.x[::GAPS], lesson.y[::GAPS]
        low, high = graph.y_range
        out = np.clip(evaluate(picture.curve.network, x), low, high)
        starts, stops = graph.to_screen(x, y), graph.to_screen(x, out)
        style: Any = {"color": DARK.error, "stroke_width": 3.0}
        return VGroup(*(Line(a, b, **style) for a, b in zip(starts, stops, strict=True)))

    def _show(self, lines: VGroup, shown: list[int], gradient: Any) -> None:
        """Draw lines by the derivatives of the loss: the ones that matter become thick."""
        shares = gradient / (np.abs(gradient).max() or 1.0)
        fresh = lines.copy()
        for line, neuron in zip(fresh, shown, strict=True):
            paint(line, float(shares[neuron]))
            line.set_stroke(DARK.error)
        self.play(*(old.animate.become(new) for old, new in zip(lines, fresh, strict=True)),
                  run_time=1.2)  # fmt: skip


class Downhill(Chapter):
    """Epoch by epoch the loss goes down, and the network comes to the function."""

    def construct(self) -> None:
        picture = Picture(self.spec)
        lesson, curve = picture.lesson, picture.curve
        diagram, loss = first_diagram(lesson), loss_gauge(lesson, curve.network)
        self._paint(diagram, lesson)
        self.add(*picture.parts, curve, diagram, loss)
        graph = LogGraph(
            (1.0, float(EPOCHS)), loss_range(lesson), width=3.3, height=2.3,
            center=(4.95, 1.55, 0.0), x_label="", y_label="loss, epoch by epoch",
        )  # fmt: skip
        line = LossCurve(graph, lesson)
        epoch = Gauge("epoch", 0, (COLUMN + 2.9, -1.3, 0.0), write=whole)

        # The first epochs
        self.say(
            "Now change every weight a little, against its derivative. The loss gets smaller. "
            "And again. And again.",
            FadeOut(diagram),
            FadeIn(graph),
            FadeIn(epoch),
        )
        tenth = tenth_of(lesson)
        self.add(line)
        split = int(np.searchsorted([s.epoch for s in lesson.snapshots], tenth or EPOCHS // 10))
        self._run(picture, line, epoch, loss, 0, split, 6.0)
        self.say(
            f"After {tenth} of {EPOCHS} epochs, a tenth of the loss is left."
            if tenth
            else "It gets harder. More than a tenth of the loss is left.",
        )

        # The others
        last = len(lesson.snapshots) - 1
        self.say(
            "The rest goes more slowly. Both axes of the small graph are logarithmic.",
        )
        self._run(picture, line, epoch, loss, split, last, 7.0)
        self.hush(FadeOut(VGroup(graph, line, epoch, loss)))

    def _paint(self, diagram: NetworkDiagram, lesson: Lesson) -> None:
        """Draw the picture as the former shot left it."""
        for lines, gradient in zip(
            (diagram.outward, diagram.inward), gradients(lesson), strict=True
        ):
            shares = gradient / (np.abs(gradient).max() or 1.0)
            for line, neuron in zip(lines, diagram.shown[1], strict=True):
                paint(line, float(shares[neuron]))
                line.set_stroke(DARK.error)

    def _run(
        self, picture: Picture, line: LossCurve, epoch: Gauge, loss: Gauge, start: int, stop: int,
        seconds: float,
    ) -> None:  # fmt: skip
        """Animate from one snapshot to another."""
        lesson = picture.lesson

        def change(value: float) -> None:
            shot = lesson.snapshots[round(value)]
            picture.curve.set_network(shot.network)
            line.set_epoch(shot.epoch)
            epoch.set_value(shot.epoch)
            loss.set_value(lesson.loss(shot.network))

        moving = [picture.curve, line, epoch.digits, loss.digits]
        drive = Drive(moving, change, start, stop, rate_func=lambda t: t)
        self.play(drive, run_time=seconds)


class Inside(Chapter):
    """What the neurons became: soft switches, where the function needs them."""

    def construct(self) -> None:
        before = Picture(self.spec)
        lesson = before.lesson
        before.curve.set_network(lesson.network)
        self.add(*before.parts, before.curve)
        low = {"height": 2.1, "center": (-2.5, 1.3, 0.0)}
        picture = Picture(self.spec, x_marks=False, most_y=4, **low)
        picture.curve.set_network(lesson.network)
        below = Graph(
            lesson.subject.x_range, (-1.15, 1.15), width=6.9, height=1.7,
            center=(-2.5, -1.2, 0.0), most_y=3, x_label=f"${lesson.subject.x}$",
        )  # fmt: skip
        waves = Neurons(below, lesson.network)
        self.say(
            "What have the neurons become? Below are the outputs of all sixteen. Above is their "
            "weighted sum.",
            FadeOut(VGroup(before.graph, before.function, before.curve)),
            FadeIn(VGroup(picture.graph, picture.function, picture.curve)),
            FadeIn(below),
        )
        self.play(Create(waves), run_time=1.6)
        self.wait(0.8)

        # Back to the start, and again
        start = Gauge("epoch", EPOCHS, (COLUMN, 2.4, 0.0), write=whole)
        inside = Gauge("switch in here", 0, (COLUMN, 1.1, 0.0), write=of_all, color=DARK.step)
        width = Gauge("fastest switch, of the width", 0, (COLUMN, -0.2, 0.0), write=percent,
                      color=DARK.step)  # fmt: skip
        gauges = (start, inside, width)
        self._set(lesson, len(lesson.snapshots) - 1, picture, waves, gauges)
        self.say(
            "Each neuron switches at its place, s equals minus b over w. That's a dot. The "
            "places were random, and training has moved them.",
            *(FadeIn(gauge) for gauge in gauges),
        )
        self.wait(0.6)
        moving = [picture.curve, waves, *(gauge.digits for gauge in gauges)]
        last = len(lesson.snapshots) - 1

        def change(value: float) -> None:
            self._set(lesson, round(value), picture, waves, gauges)

        self.play(Drive(moving, change, last, 0), run_time=1.6)
        self.play(Drive(moving, change, 0, last, rate_func=lambda t: t), run_time=6.0)
        fast = percent(fastest(lesson.network, lesson.subject)).replace(" %", "")
        self.say(
            "They're soft switches, not steps. "
            f"Even the fastest takes {fast} percent of the interval to switch.",
        )
        self.hush(FadeOut(VGroup(below, waves, *gauges)),
                  FadeOut(VGroup(picture.graph, picture.function, picture.curve)))  # fmt: skip

    def _set(self, lesson: Lesson, index: int, picture: Any, waves: Any, gauges: Any) -> None:
        shot = lesson.snapshots[index]
        picture.curve.set_network(shot.network)
        waves.set_network(shot.network)
        low, high = lesson.subject.x_range
        at = places(shot.network)
        values = shot.epoch, ((at > low) & (at < high)).sum(), fastest(shot.network, lesson.subject)
        for gauge, value in zip(gauges, values, strict=True):
            gauge.set_value(float(value))


class SameSize(Chapter):
    """As many neurons, trained and built."""

    def construct(self) -> None:
        picture, rivals = Picture(self.spec), get_rivals(self.spec)
        self.add(picture.title)
        self.say(
            "Compare the trained network with what we can build from as many neurons.",
            FadeIn(picture.graph),
            FadeIn(picture.function),
        )
        curve = ClippedCurve(picture.graph, rivals[0].network)
        self.play(Create(curve), run_time=1.2)
        rows = VGroup(*(self._row(n, rival, rivals) for n, rival in enumerate(rivals)))
        self.play(FadeIn(rows[0]), run_time=0.6)
        self.wait(0.4)
        for row, rival in zip(rows[1:], rivals[1:], strict=True):
            other = ClippedCurve(picture.graph, rival.network)
            self.play(FadeOut(curve), run_time=0.3)
            self.play(Create(other), FadeIn(row), run_time=1.4)
            self.wait(0.4)
            curve = other
        best = min(rivals, key=lambda rival: rival.largest)
        self.say(
            f"For this function, the network that was {best.name} has the smallest largest error.",
            rows[rivals.index(best)][1].animate.set_fill(DARK.step),
        )
        self.say(
            "Training only makes the mean square small. How small, we see afterwards. A "
            "construction comes with its error.",
        )
        everything = VGroup(picture.graph, picture.function, picture.title, curve, rows)
        self.hush(FadeOut(everything))

    def _row(self, n: int, rival: Rival, rivals: list[Rival]) -> VGroup:
        """Draw a name, both errors, and the larger as a bar."""
        corner = np.array([COLUMN, 2.55 - 1.75 * n, 0.0])
        name = words(rival.name, LABEL, DARK.text).move_to(corner, aligned_edge=LEFT)
        errors = Digits(number(rival.largest, 2), BODY, DARK.network)
        errors.shift(corner + np.array([0.0, -0.6, 0.0]))
        means = Digits(number(rival.rms, 2), BODY, DARK.muted)
        means.shift(corner + np.array([2.1, -0.6, 0.0]))
        share = rival.largest / (max(r.largest for r in rivals) or 1.0)
        bar = Rectangle(width=max(0.03, 3.6 * share), height=0.12, stroke_width=0,
                        fill_color=DARK.error, fill_opacity=1)  # fmt: skip
        bar.move_to(corner + np.array([0.0, -0.86, 0.0]), aligned_edge=LEFT)
        heads = VGroup()
        if n == 0:
            for label, x in (("largest error", 0.0), ("root mean square", 2.1)):
                head = words(label, 24, DARK.muted)
                heads.add(head.move_to(corner + np.array([x, 0.55, 0.0]), aligned_edge=LEFT))
        return VGroup(name, errors, means, bar, heads)


class Settings(Chapter):
    """Hyperparameters: what training does not learn, but has to be told."""

    def construct(self) -> None:
        lessons = get_rates(self.spec)
        panels = Panels(lessons, [f"learning rate {number(rate)}" for rate in RATES])
        self._show(
            panels,
            "How far should one step go? Training doesn't learn that. We have to choose it. "
            "It's called the learning rate, a hyperparameter.",
        )
        final = [float(np.median(lesson.trained.history.loss[-100:])) for lesson in lessons]
        self.say(
            "Too small, and it crawls. Too large, and it jumps from side to side."
            if final[1] == min(final)
            else "What's too small, and what's too large, depends on the function.",
        )
        self.hush()
        self.play(FadeOut(panels.everything), run_time=0.5)

        # Sizes
        panels = Panels(get_sizes(self.spec), [f"{neurons} neurons" for neurons in SIZES])
        self._show(
            panels,
            "How many neurons should we take? That's a hyperparameter too. Too few can't follow, "
            "however long they learn.",
        )
        self.hush(FadeOut(panels.everything))

    def _show(self, panels: Panels, narration: str) -> None:
        self.say(
            narration,
            FadeIn(panels.parts),
            FadeIn(panels.curves),
        )
        self.add(panels.lines)
        self.play(panels.drive(), run_time=6.0)
        self.wait(0.8)
