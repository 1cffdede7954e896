"""Put a ball on the graph of a loss: where it lies is a weight, and down is better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import Dot, Line, VGroup, VMobject

from uat.base.arrays import Array
from uat.base.palette import DARK
from uat.films.stage.animations import Drive
from uat.films.stage.clipped import clipped
from uat.films.stage.curves import as_path
from uat.films.stage.graph import Graph

SAMPLES = 241
RADIUS = 0.15
TANGENT = 1.1  # scene units to each side of the ball


class Valley(VGroup):
    """The loss against one weight as a curve, with a ball that lies on it.

    loss: of one weight. `set_value` moves the ball and its tangent, `reveal` draws the curve only
    where the weight has been, `hops` shows a walk from weight to weight.
    """

    def __init__(self, graph: Graph, loss: Callable[[float], float], value: float) -> None:
        super().__init__()
        self.graph, self.loss = graph, loss
        self.curve = VMobject(color=DARK.error, stroke_width=4.0)
        self.ball = Dot(radius=RADIUS, color=DARK.text)
        self.tangent = Line(color=DARK.step, stroke_width=4.0)
        self.trail = VGroup()
        self.value = self.low = self.high = value
        self.reveal(*graph.x_range)
        self.set_value(value)
        self.add(self.curve, self.trail, self.ball)

    def reveal(self, low: float, high: float) -> Valley:
        """Draw the curve between two weights only."""
        self.low, self.high = low, high
        weights = np.linspace(low, high, SAMPLES)
        x, y = clipped(
            weights, np.array([self.loss(float(w)) for w in weights]), *self.graph.y_range
        )
        seen = ~np.isnan(y)
        self.curve.points = as_path(self.graph.to_screen(x[seen], y[seen]))
        return self

    def trace(self, value: float) -> Valley:
        """Move the ball, and draw the curve as far as it has come."""
        self.reveal(min(self.low, value), max(self.high, value))
        return self.set_value(value)

    def set_value(self, value: float) -> Valley:
        """Lay the ball at a weight, and the tangent below it."""
        self.value = value
        foot, along = self._foot(value)
        self.ball.move_to(foot)
        self.tangent.put_start_and_end_on(foot - TANGENT * along, foot + TANGENT * along)
        return self

    def hops(
        self, weights: Sequence[float], then: Callable[[float], object], also: Sequence[Any] = ()
    ) -> Drive:
        """Move the ball from each of these weights to the next; then(weight) at every arrival.

        Between two of them it flies straight, and nothing else changes. A dot stays at each.
        also: what `then` alters.
        """
        places = [self._foot(weight)[0] for weight in weights]
        self.trail.become(VGroup(*(Dot(place, 0.06, color=DARK.step) for place in places)))
        self.trail.set_opacity(0.0)
        arrived: list[int] = []

        def change(t: float) -> None:
            step = min(int(t), len(weights) - 1)
            after = min(step + 1, len(weights) - 1)
            self.ball.move_to(places[step] + (t - step) * (places[after] - places[step]))
            if step not in arrived:
                arrived.append(step)
                self.value = weights[step]
                self.trail[: step + 1].set_opacity(1.0)
                then(weights[step])

        options: Any = {"rate_func": lambda t: t}
        return Drive([*also, self.trail, self.ball], change, 0.0, len(weights) - 1.0, **options)

    def _foot(self, value: float) -> tuple[Array, Any]:
        """Return the place of a weight on the curve, and the curve's direction there."""
        low, high = self.graph.x_range
        h = 1e-4 * (high - low)
        before, at, after = (
            self.graph.point(w, self.loss(w)) for w in (value - h, value, value + h)
        )
        along = after - before
        return at, along / float(np.linalg.norm(along))
