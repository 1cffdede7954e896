"""What is drawn is what the network computes: points on screen, read back as data."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from filming import to_data
from hypothesis import given, settings
from hypothesis import strategies as st

import uat
from uat.films.stage import ErrorBand, FunctionCurve, Graph, NetworkCurve, NetworkDiagram
from uat.films.stage.curves import pieces
from uat.films.stage.diagram import shown_neurons
from uat.films.stage.staircase import blend
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

pytestmark = pytest.mark.usefixtures("manim_folder")
EXTREMES = [(-1.0, 1.0), (-1e6, 2.3e6), (-3e-7, -1e-7), (1e6, 1e6 + 1.0), (-1e-300, 1e300)]


@cache
def get_graph() -> Graph:
    return Graph((0.0, 1.0), (-30.0, 30.0))


def bumps(places: Any, heights: Any, steepness: float) -> Network:
    s = np.asarray(places, dtype=float)
    hidden = Layer(np.full((s.size, 1), steepness), -steepness * s, "sigmoid")
    return Network((hidden, Layer([list(heights)], [0.0], "linear")))


def drawn(curve: Any) -> tuple[Any, Any]:
    """The data under a curve's corners."""
    corners = np.concatenate([curve.points[0::4], curve.points[-1:]])
    return to_data(curve.graph, corners)


@pytest.mark.parametrize("x_range", [(0.0, 1.0), (-3e-5, -1e-5), (1e6, 2e6)])
@pytest.mark.parametrize("y_range", EXTREMES[:4])
def test_data_and_screen_are_inverse(
    x_range: tuple[float, float], y_range: tuple[float, float]
) -> None:
    graph = Graph(x_range, y_range)
    x, y = np.linspace(*x_range, 50), np.linspace(*y_range, 50)
    back_x, back_y = to_data(graph, graph.to_screen(x, y))
    np.testing.assert_allclose(back_x, x, atol=1e-9 * (x_range[1] - x_range[0]))
    np.testing.assert_allclose(back_y, y, atol=1e-9 * (y_range[1] - y_range[0]))


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(-1, 1)), min_size=1, max_size=30),
    st.floats(1, 1e7),
)
def test_every_corner_of_a_curve_is_the_networks_output(
    steps: list[tuple[float, float]], steepness: float
) -> None:
    network = bumps(*zip(*steps, strict=True), steepness)
    x, y = drawn(NetworkCurve(get_graph(), network))
    slope = steepness * sum(abs(height) for _, height in steps) / 4
    rounding = 1e-13 * (1 + slope) * 10
    np.testing.assert_allclose(y, network.forward(x[:, None])[:, 0], atol=1e-9 + rounding)
    assert x[0] == pytest.approx(0, abs=1e-12) and x[-1] == pytest.approx(1, abs=1e-12)


def test_between_its_corners_the_curve_is_the_network_too() -> None:
    network = uat.approximate("sin(2*pi*x)", tol=0.05).network
    graph = Graph((0.0, 1.0), (-1.2, 1.2))
    x, y = drawn(NetworkCurve(graph, network))
    fine = np.linspace(0, 1, 20_001)
    assert np.abs(np.interp(fine, x, y) - evaluate(network, fine)).mean() < 1e-3


def test_a_network_of_very_many_neurons_is_drawn_between_its_extremes() -> None:
    network = uat.approximate("sin(2*pi*x)", neurons=20_000).network
    graph = Graph((0.0, 1.0), (-1.2, 1.2))
    curve = NetworkCurve(graph, network)
    x, y = drawn(curve)
    assert len(curve.points) < 4 * 2000
    np.testing.assert_allclose(y, network.forward(x[:, None])[:, 0], atol=1e-3)


def test_another_network_is_set_in_place() -> None:
    curve = NetworkCurve(get_graph(), bumps([0.5], [1.0], 100.0))
    other = bumps([0.2, 0.6], [3.0, -2.0], 500.0)
    assert curve.set_network(other) is curve
    x, y = drawn(curve)
    np.testing.assert_allclose(y, evaluate(other, x), atol=1e-8)


def test_a_function_is_cut_where_it_jumps_and_only_there() -> None:
    assert len(pieces(lambda x: np.where(x < 0.3, -1.0, 1.0), 0.0, 1.0)) == 2
    assert len(pieces(lambda x: np.tanh(500 * (x - 0.3)), 0.0, 1.0)) == 1
    assert len(pieces(lambda x: np.sqrt(x), 0.0, 1.0)) == 1
    assert len(pieces(lambda x: 0 * x, 0.0, 1.0)) == 1


def test_the_function_curve_follows_the_function() -> None:
    x, y = drawn(FunctionCurve(get_graph(), lambda x: 20 * np.sin(9 * x)))
    np.testing.assert_allclose(y, 20 * np.sin(9 * x), atol=1e-9)


def test_the_band_reaches_as_far_as_it_says() -> None:
    band = ErrorBand(get_graph(), lambda x: 5 * x, 2.0).set_half_width(3.0)
    x, y = drawn(band)
    np.testing.assert_allclose(np.abs(y - 5 * x), 3.0, atol=1e-9)


@pytest.mark.parametrize(("neurons", "shown"), [(1, [0]), (6, [0, 1, 2, 3, 4, 5])])
def test_a_diagram_shows_few_neurons_all(neurons: int, shown: list[int]) -> None:
    assert shown_neurons(neurons, 6) == shown


def test_a_diagram_leaves_out_the_middle_and_paints_by_weight() -> None:
    heights = np.linspace(-1, 1, 101)
    diagram = NetworkDiagram(bumps(np.linspace(0, 1, 101), heights, 50.0), most=6)
    assert diagram.shown[1] == [0, 1, 2, 98, 99, 100] and len(diagram.dots) == 3
    widths = [line.get_stroke_width() for line in diagram.outward]
    assert widths[0] == max(widths) and widths[0] > widths[1] > widths[2]
    colours = [line.get_stroke_color().to_hex().lower() for line in diagram.outward]
    assert colours[0] != colours[-1]


def test_a_blend_is_the_mean_of_two_networks_all_the_way() -> None:
    first, second = (uat.approximate("sin(2*pi*x)", neurons=n) for n in (6, 22))
    way = blend(first.partition, second.partition)
    assert way is not None
    x = np.linspace(0.0, 1.0, 4001)
    cuts = np.union1d(first.partition.edges, second.partition.edges)
    x = x[np.abs(x[:, None] - cuts).min(axis=1) > 0.01]  # away from the windows of all three
    for t in (0.0, 0.3, 1.0):
        mean = (1 - t) * first.partition(x) + t * second.partition(x)
        np.testing.assert_allclose(evaluate(way.network(t), x), mean, atol=1e-9)
