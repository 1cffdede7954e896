"""Curves that end where they leave their graph, at the network's own heights until there."""

import numpy as np
import pytest
from filming import to_data

pytest.importorskip("manim")

from uat.films.stage import Graph
from uat.films.stage.clipped import ClippedCurve, clipped
from uat.networks.network import Layer, Network


def line(slope: float, offset: float = 0.0) -> Network:
    return Network((Layer([[slope]], [offset], "linear"), Layer([[1.0]], [0.0], "linear")))


def data(curve: ClippedCurve) -> tuple[np.ndarray, np.ndarray]:
    return to_data(curve.graph, curve.points)


def test_a_line_ends_where_it_leaves_the_graph():
    curve = ClippedCurve(Graph((0.0, 1.0), (-1.0, 1.0)), line(4.0, -2.0))
    x, y = data(curve)
    np.testing.assert_allclose([x.min(), x.max()], [0.25, 0.75], atol=1e-12)
    np.testing.assert_allclose(y, 4 * x - 2, atol=1e-12)


def test_what_stays_inside_is_the_networks_output():
    """Many parts: a wave of tanh neurons that leaves the graph above and below."""
    places = np.linspace(0.05, 0.95, 7)
    hidden = Layer(np.full((7, 1), 60.0), -60.0 * places, "tanh")
    network = Network((hidden, Layer([[2.0, -2.0] * 3 + [2.0]], [0.3], "linear")))
    curve = ClippedCurve(Graph((0.0, 1.0), (-1.0, 1.5)), network)
    x, y = data(curve)
    ends = np.concatenate([x[::4], x[3::4]])
    heights = np.concatenate([y[::4], y[3::4]])
    away = (heights > -0.999) & (heights < 1.499)

    assert y.min() >= -1 - 1e-12 and y.max() <= 1.5 + 1e-12
    assert away.sum() > 50
    np.testing.assert_allclose(heights[away], network.forward(ends[away][:, None])[:, 0], atol=1e-9)
    jumps = np.abs(x[4::4] - x[3:-1:4]) > 1e-12
    assert jumps.sum() == 6  # seven parts, one for each step that passes through the graph


def test_nothing_is_drawn_of_a_curve_that_lies_outside():
    curve = ClippedCurve(Graph((0.0, 1.0), (-1.0, 1.0)), line(0.0, 3.0))
    assert curve.points.shape == (0, 3)
    assert curve.set_network(line(0.0, 0.5)).points.size


def test_a_curve_can_stop_early():
    curve = ClippedCurve(Graph((-2.0, 2.0), (-5.0, 5.0)), line(1.0))
    x, y = data(curve.set_stop(0.5))
    np.testing.assert_allclose([x.min(), x.max()], [-2.0, 0.5], atol=1e-12)
    np.testing.assert_allclose(y, x, atol=1e-12)


def test_cuts_of_a_broken_line():
    x, y = clipped(np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 4.0, 0.0, -4.0]), -1.0, 2.0)
    np.testing.assert_allclose(x, [0.0, 0.5, 1.0, 1.5, 2.0, 2.25, 3.0])
    np.testing.assert_array_equal(y, [0.0, 2.0, np.nan, 2.0, 0.0, -1.0, np.nan])
