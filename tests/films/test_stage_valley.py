"""A ball lies on the graph of a loss; numbers and dots go along the edges of a network."""

import numpy as np
import pytest
from filming import to_data

pytest.importorskip("manim")

from uat.films.stage import Graph, NetworkDiagram
from uat.films.stage.edges import EdgeNumbers, Pulse
from uat.films.stage.valley import Valley
from uat.networks.network import Layer, Network


def bowl(weight):
    return (weight - 1.0) ** 2


@pytest.fixture
def valley():
    return Valley(Graph((-1.0, 3.0), (0.0, 4.0), width=4.0, height=4.0), bowl, 0.0)


def test_the_ball_lies_on_the_curve_and_the_tangent_has_its_slope(valley):
    valley.set_value(2.0)
    np.testing.assert_allclose(valley.ball.get_center(), valley.graph.point(2.0, 1.0))
    assert valley.tangent.get_slope() == pytest.approx(2.0, rel=1e-6)


def test_the_curve_is_drawn_where_the_ball_has_been(valley):
    valley.reveal(0.0, 0.0)
    valley.trace(2.5).trace(0.5)
    ends = to_data(valley.graph, valley.curve.points)[0]
    assert (ends.min(), ends.max()) == pytest.approx((0.0, 2.5))


def test_a_hop_shows_each_weight_once_when_the_ball_is_there(valley):
    seen = []
    hops = valley.hops([0.0, 1.5, 0.75], seen.append)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        hops.interpolate(share)
    assert seen == [0.0, 1.5, 0.75]
    np.testing.assert_allclose(valley.ball.get_center(), valley.graph.point(0.75, bowl(0.75)))


def test_numbers_stand_on_the_edges_they_belong_to():
    hidden = Layer([[1.0], [2.0]], [0.0, 0.0], "relu")
    diagram = NetworkDiagram(Network((hidden, Layer([[3.0, -4.5]], [0.0], "linear"))))
    numbers = EdgeNumbers(
        diagram, [np.array([[1.0], [2.0]]), np.array([[3.0, -4.5]])], share=(0.5, 0.5)
    )
    assert numbers.at[1, 0, 1].text == "−4.5"
    np.testing.assert_allclose(
        numbers.at[1, 0, 1].get_center(), diagram.point(1, 0, 1, 0.5), atol=1e-9
    )
    numbers.set_values([np.array([[0.25], [2.0]]), np.array([[3.0, 4.5]])])
    assert [text.text for text in numbers] == ["0.25", "2", "3", "4.5"]


def test_a_pulse_runs_from_start_to_end_or_back():
    hidden = Layer([[1.0], [2.0]], [0.0, 0.0], "relu")
    diagram = NetworkDiagram(Network((hidden, Layer([[3.0, -4.5]], [0.0], "linear"))))
    for backward in (False, True):
        signal = Pulse(diagram.inward, backward=backward, rate_func=lambda t: t)
        signal.interpolate_mobject(0.25)
        expected = diagram.point(0, 0, 0, 0.75 if backward else 0.25)
        np.testing.assert_allclose(signal.mobject[0].get_center(), expected, atol=1e-9)
