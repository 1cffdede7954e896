"""The same films as Manim's users write them: always_redraw, axes.plot, prisms, ThreeDScene."""

import math

import numpy as np
from curves import HOLD, MOVE, get_network, target
from manim import (
    DEGREES,
    LEFT,
    RIGHT,
    UP,
    Axes,
    Circle,
    Line,
    MathTypst,
    ParametricFunction,
    Prism,
    Scene,
    Text,
    ThreeDScene,
    ValueTracker,
    VGroup,
    always_redraw,
)
from towers import COUNT, TURN, get_heights, get_seconds


class Curves(Scene):
    """Five neurons, their diagram, their curve and a number that moves."""

    sign = 1.0

    def construct(self) -> None:
        shift = ValueTracker(0.0)
        axes = Axes(
            x_range=(0, 1, 0.25), y_range=(-1, 1, 0.5), x_length=6.8, y_length=4.6,
            axis_config={"include_numbers": True, "label_constructor": MathTypst},
        ).shift(RIGHT * 2.85)  # fmt: skip
        function = axes.plot(lambda x: float(target(np.array(x))))

        def output(x: float) -> float:
            return float(get_network(shift.get_value()).forward([[x]])[0, 0])

        curve = always_redraw(
            lambda: ParametricFunction(
                lambda x: axes.c2p(x, output(x)), t_range=(0, 1, 0.005), use_smoothing=False
            )
        )
        number = always_redraw(
            lambda: Text(f"s = {shift.get_value():.2f}", font_size=32).shift(UP * 3.2 + RIGHT * 3)
        )
        self.add(axes, function, self._nodes(), curve, number)
        self.add(always_redraw(lambda: self._edges(shift.get_value())))
        self.play(shift.animate.set_value(self.sign * 0.1), run_time=MOVE)
        self.wait(HOLD)

    def _places(self) -> list[np.ndarray]:
        return [LEFT * 4.25 + UP * (0.3 + height) for height in np.linspace(2.0, -2.0, 5)]

    def _nodes(self) -> VGroup:
        ends = [LEFT * 6.25 + UP * 0.3, LEFT * 2.25 + UP * 0.3]
        return VGroup(*(Circle(0.25).move_to(place) for place in [*self._places(), *ends]))

    def _edges(self, shift: float) -> VGroup:
        edges = VGroup()
        weights = get_network(shift).layers[1].weights[0]
        for place, weight in zip(self._places(), weights, strict=True):
            edges.add(Line(LEFT * 6.0 + UP * 0.3, place + LEFT * 0.25, stroke_width=2))
            width = 1 + 4 * abs(float(weight))
            edges.add(Line(place + RIGHT * 0.25, LEFT * 2.5 + UP * 0.3, stroke_width=width))
        return edges


class BackwardCurves(Curves):
    """The other way."""

    sign = -1.0


class Towers(ThreeDScene):
    """A prism a tower; the camera turns."""

    start = 35.0

    def construct(self) -> None:
        side = 6.4 / COUNT
        heights = 3.0 * get_heights()
        towers = VGroup()
        for i, row in enumerate(heights):
            for j, height in enumerate(row):
                prism = Prism(dimensions=(side, side, float(height)))
                place = ((i - COUNT / 2) * side, (j - COUNT / 2) * side, height / 2 - 1.5)
                towers.add(prism.move_to(place))
        self.set_camera_orientation(phi=60 * DEGREES, theta=self.start * DEGREES)
        self.add(towers)
        rate = math.radians(TURN) * self.camera.frame_rate
        self.begin_ambient_camera_rotation(rate=rate)
        self.wait(get_seconds(self))
