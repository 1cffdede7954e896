"""Bands lie where a sigmoid is between 1 % and 99 %; the difference is half a step beside it."""

import numpy as np
import pytest

from uat.films.stage.graph import Graph
from uat.films.stage.windows import (
    DifferenceCurve,
    WindowBands,
    difference,
    idealised,
    largest_difference,
    places,
    window_ends,
)
from uat.networks.network import Layer, Network

STEEP = 80.0
SWITCHES = np.array([0.25, 0.5, 0.8])
HEIGHTS = np.array([0.6, -1.4, 0.2])


def staircase(steepness: float = STEEP) -> Network:
    w = np.full((3, 1), steepness)
    return Network((Layer(w, -steepness * SWITCHES, "sigmoid"), Layer([HEIGHTS], [0.1], "linear")))


def graph() -> Graph:
    return Graph((0.0, 1.0), (-1.5, 1.0))


def test_neurons_switch_where_their_sum_is_zero() -> None:
    np.testing.assert_allclose(places(staircase()), SWITCHES, rtol=1e-15)


def test_a_neuron_without_a_weight_has_no_window() -> None:
    hidden = Layer([[0.0], [-3.0]], [1.0, 1.5], "sigmoid")
    network = Network((hidden, Layer([[1.0, 1.0]], [0.0], "linear")))
    np.testing.assert_array_equal(places(network), [0.5])
    left, right = window_ends(network)
    assert left[0] < 0.5 < right[0], "a falling step has its window the same way round"


def test_at_the_ends_of_its_window_a_sigmoid_is_one_percent_off_or_on() -> None:
    for ends, value in zip(window_ends(staircase()), (0.01, 0.99), strict=True):
        z = STEEP * (ends - SWITCHES)
        np.testing.assert_allclose(1 / (1 + np.exp(-z)), value, rtol=1e-12)


def test_ideal_steps_are_sums_of_heights() -> None:
    x = np.array([0.1, 0.3, 0.6, 0.9])
    want = 0.1 + np.array([0.0, 0.6, -0.8, -0.6])
    room = 2 * (3 + 2) * 2.0**-53 * (0.1 + np.abs(HEIGHTS).sum())  # both sums, in any order
    np.testing.assert_allclose(
        idealised(staircase()).forward(x[:, None])[:, 0], want, rtol=0, atol=room
    )


def test_the_difference_is_the_sum_of_each_steps_own() -> None:
    x = np.array([0.2, 0.49, 0.51, 0.7])
    z = STEEP * (x[:, None] - SWITCHES)
    soft = 1 / (1 + np.exp(-z)) - (x[:, None] > SWITCHES)
    np.testing.assert_allclose(difference(staircase(), x), np.abs(soft @ HEIGHTS), atol=1e-13)


@pytest.mark.parametrize("steepness", [200.0, 2e4])
def test_beside_the_largest_step_it_is_half_of_it_however_steep(steepness: float) -> None:
    # read at z = 1e-4 off the step: off by a quarter of that, and neighbours by exp(-200 * 0.25)
    half = largest_difference(staircase(steepness), 0.0, 1.0)
    assert half == pytest.approx(0.7, abs=1.4 * 0.25 * 1e-4 * 1.01)
    assert largest_difference(staircase(steepness), 0.6, 1.0) == pytest.approx(0.1, abs=1e-5)


def test_copies_each_shifted_divide_it_by_their_number() -> None:
    gaps = {}
    for copies in (1, 2, 5):
        switches = (SWITCHES[:, None] + 0.2 * np.arange(copies) / copies).reshape(-1)
        heights = np.repeat(HEIGHTS, copies) / copies
        hidden = Layer(np.full((switches.size, 1), 5e3), -5e3 * switches, "sigmoid")
        network = Network((hidden, Layer([heights], [0.0], "linear")))
        gaps[copies] = largest_difference(network, 0.0, 1.0)
    assert gaps[2] == pytest.approx(gaps[1] / 2, rel=1e-9)
    assert gaps[5] == pytest.approx(gaps[1] / 5, rel=1e-9)


def test_bands_follow_the_network_and_keep_to_the_graph() -> None:
    bands = WindowBands(graph(), staircase(10.0))
    assert bands.bands.min() == 0.0
    assert bands.bands.max() == 1.0
    bands.set_network(staircase())
    x, y = bands.graph.to_data(bands.points[::4])
    np.testing.assert_allclose(x.reshape(3, 4)[:, 0], window_ends(staircase())[0], atol=1e-12)
    np.testing.assert_allclose(x.reshape(3, 4)[:, 2], window_ends(staircase())[1], atol=1e-12)
    assert y.min() == pytest.approx(-1.5)
    assert y.max() == pytest.approx(1.0)


def test_the_curve_on_screen_is_the_difference_with_its_peaks() -> None:
    curve = DifferenceCurve(graph(), staircase())
    x, y = curve.graph.to_data(curve.points[::4])
    np.testing.assert_allclose(y, difference(staircase(), x), atol=1e-9)
    assert y.max() == pytest.approx(0.7, abs=1e-4)
    curve.set_network(staircase(400.0))
    assert curve.graph.to_data(curve.points)[1].max() == pytest.approx(0.7, abs=1e-4)
