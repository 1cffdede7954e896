"""A signal's dots lie on the lines of a diagram; neurons are as bright as what they hand on."""

import numpy as np
import pytest

pytest.importorskip("manim")

from uat.base.palette import rgb
from uat.films.stage import NetworkDiagram
from uat.films.stage.signal import BRIGHT, Signal
from uat.networks.network import Layer, Network

HIDDEN = Layer([[4.0], [-8.0], [0.0]], [-2.0, 1.0, 0.0], "sigmoid")
NETWORK = Network((HIDDEN, Layer([[1.0, -2.0, 0.5]], [0.0], "linear")))


def brightness(circle):
    """How far the fill is from the background to the circle's own colour, from 0 to 1."""
    fill, edge = (
        np.array(color.to_rgb()) for color in (circle.get_fill_color(), circle.get_stroke_color())
    )
    background = np.array(rgb("#10131a"))
    return np.linalg.norm(fill - background) / np.linalg.norm(edge - background)


def test_neurons_light_up_by_what_they_hand_on():
    diagram = NetworkDiagram(NETWORK)
    Signal(diagram, 0.0).light(0.3)
    expected = 1 / (1 + np.exp(-(np.array([4.0, -8.0, 0.0]) * 0.3 + [-2.0, 1.0, 0.0])))
    seen = [brightness(circle) for circle in diagram.columns[1]]
    np.testing.assert_allclose(seen, BRIGHT * expected, atol=0.01)


def test_dots_run_along_the_lines_and_light_what_they_reach():
    diagram = NetworkDiagram(NETWORK)
    signal = Signal(diagram, 0.3).set_progress(0.25)
    for dot, line in zip(signal, diagram.lines[0].values(), strict=True):
        np.testing.assert_allclose(dot.get_center(), line.point_from_proportion(0.25), atol=1e-6)
    assert [brightness(circle) for circle in diagram.columns[1]] == pytest.approx([0.0] * 3)
    signal.set_progress(1.5)
    assert brightness(diagram.columns[1][2]) == pytest.approx(BRIGHT / 2, abs=0.01)
    assert brightness(diagram.columns[2][0]) == pytest.approx(0.0)
    signal.set_progress(2.0)
    assert all(dot.get_fill_opacity() == 0.0 for dot in signal)
