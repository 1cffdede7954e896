"""What fails is drawn as large as it is; dashes show what it should be."""

import numpy as np
import pytest
from filming import to_data

from uat.films.stage.graph import Graph
from uat.films.stage.windows import (
    DifferenceCurve,
    FailureArea,
    IdealSteps,
    difference,
    idealised,
    largest_difference,
    places,
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


def test_the_area_is_as_large_as_what_fails() -> None:
    area = FailureArea(graph(), staircase())
    x, y = to_data(area.graph, area.points[::4])
    shoelace = 0.5 * np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))
    # each half of a window is ln 2 / w times the step's height; both halves are run around in
    # opposite senses, so that the signed area is what is left over: nothing
    assert shoelace == pytest.approx(0.0, abs=1e-3)
    left = (x <= SWITCHES[0]) & (x > 0.1)
    assert np.ptp(y[left]) == pytest.approx(0.3, abs=1e-3)
    area.set_network(staircase(400.0))
    assert to_data(area.graph, area.points)[1].max() == pytest.approx(0.7, abs=1e-3)


def test_dashes_lie_on_the_ideal_steps() -> None:
    dashed = IdealSteps(graph(), staircase())
    x, y = to_data(dashed.graph, dashed.points[::4])
    ideal = idealised(staircase()).forward(x[:, None])[:, 0]
    near = np.abs(x[:, None] - SWITCHES).min(axis=1) < 1e-4
    np.testing.assert_allclose(y[~near], ideal[~near], atol=1e-9)


def test_the_curve_on_screen_is_the_difference_with_its_peaks() -> None:
    curve = DifferenceCurve(graph(), staircase())
    x, y = to_data(curve.graph, curve.points[::4])
    np.testing.assert_allclose(y, difference(staircase(), x), atol=1e-9)
    assert y.max() == pytest.approx(0.7, abs=1e-4)
    curve.set_network(staircase(400.0))
    assert to_data(curve.graph, curve.points)[1].max() == pytest.approx(0.7, abs=1e-4)
