"""The measured error against errors that are known, where careless probing would miss them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.accuracy.measure import Error, excluded_windows, measure
from uat.accuracy.measure.error import noise_of
from uat.functions.target import make_target
from uat.networks.activations import logit
from uat.networks.network import Layer, Network


def net_of(weights, steps, heights, bias=0.0, output="linear", activation="sigmoid"):
    weights, steps = np.array(weights, float), np.array(steps, float)
    return Network(
        (
            Layer(weights[:, None], -weights * steps, activation),
            Layer(np.array(heights, float)[None, :], [bias], output),
        )
    )


def measured(network, f, box=(0.0, 1.0), tolerance=None):
    target = make_target(f, box)
    return measure(network, target, target.sample(1e-4), tolerance)


def test_a_spike_one_millionth_wide_is_found():
    """Two opposite steps a hair apart: a bump of height 1/2 - 1/2 exp… that a grid never meets."""
    w, gap = 1e7, 2e-7
    network = net_of([w, w], [0.123456, 0.123456 + gap], [1.0, -1.0])
    middle = 0.123456 + gap / 2
    top = 2 * (1 / (1 + np.exp(-w * gap / 2))) - 1
    error = measured(network, lambda x: 0.0 * x)
    assert error.max == pytest.approx(top, rel=1e-3)
    assert error.at[0] == pytest.approx(middle, abs=gap)


def test_the_ends_of_the_domain_are_probed():
    network = net_of([1e6], [1.0], [1.0])  # a step on the right end: 1/2 there, 0 before
    error = measured(network, lambda x: 0.0 * x)
    assert error.max == pytest.approx(0.5, abs=1e-12)
    assert error.at == (1.0,)


@settings(deadline=None, max_examples=30)
@given(step=st.floats(0.05, 0.95), height=st.floats(0.1, 5), log_w=st.floats(1, 8))
def test_one_step_against_a_constant(step, height, log_w):
    """|h s(w(x - p))| is largest at the right end."""
    w = 10**log_w
    error = measured(net_of([w], [step], [height]), lambda x: 0.0 * x)
    expected = height / (1 + np.exp(-w * (1 - step)))
    assert error.max == pytest.approx(expected, rel=1e-9)
    assert error.mean <= error.rms * (1 + 1e-12) <= error.max * (1 + 1e-9)


def test_mean_and_rms_are_integrals():
    network = net_of([1.0], [0.0], [0.0], bias=0.0)
    error = measured(network, lambda x: x)
    assert error.mean == pytest.approx(1 / 2, abs=1e-8)
    assert error.rms == pytest.approx(3**-0.5, abs=1e-8)
    assert error.max == 1.0


def test_a_jump_is_left_out_and_listed():
    network = net_of([1e6], [0.3], [2.0], bias=-1.0)
    error = measured(network, lambda x: np.where(x < 0.3, -1.0, 1.0))
    assert error.max < 1e-12
    ((left, right),) = error.left_out.intervals
    assert left < 0.3 < right
    assert right - left == pytest.approx(2 * 37 / 1e6)


def test_a_step_in_the_wrong_place_is_not_hidden_by_the_window():
    network = net_of([1e6], [0.301], [2.0], bias=-1.0)
    error = measured(network, lambda x: np.where(x < 0.3, -1.0, 1.0))
    assert error.max == pytest.approx(2.0, abs=1e-9)


def test_windows_never_hide_more_than_half_a_percent():
    target = make_target(lambda x: np.floor(10 * x), (0.0, 1.0))
    windows = excluded_windows(net_of([3.0], [0.5], [1.0]), target.sample(1e-3)).intervals
    assert len(windows) == 10
    assert sum(right - left for left, right in windows) <= 0.005 * (1 + 1e-9)


@pytest.mark.parametrize(
    ("tolerance", "met"), [(None, None), (0.4, False), (0.5, True), (0.6, True)]
)
def test_met(tolerance, met):
    network = net_of([1e6], [1.0], [1.0])
    assert measured(network, lambda x: 0.0 * x, tolerance=tolerance).met is met


def test_average_deviation_is_nielsens():
    """Five flat pieces against logit(f) at 100 points, by hand; a piece owns its left end."""

    def f(x):
        return 0.3 + 0.4 * x**2

    x = np.arange(100) / 100
    heights = np.array([-0.8, -0.7, -0.5, -0.2, 0.3])
    by_hand = np.mean(np.abs(heights[np.arange(100) // 20] - logit(f(x))))
    steps, jumps = [0.2, 0.4, 0.6, 0.8], np.diff(heights)
    network = net_of([1000.0] * 4, steps, jumps, bias=heights[0], output="sigmoid")
    error = measured(network, f)
    # One point further on, the real sigmoid is still exp(-10) of the step away from its limit.
    assert error.hidden_mean == pytest.approx(by_hand, abs=1e-5)
    halves = heights[np.arange(100) // 20].copy()
    halves[[20, 40, 60, 80]] -= jumps / 2
    assert error.hidden_mean_halfway == pytest.approx(
        np.mean(np.abs(halves - logit(f(x)))), abs=1e-5
    )


def test_no_average_deviation_for_a_linear_output():
    assert measured(net_of([10.0], [0.5], [1.0]), lambda x: 0.5 + 0.0 * x).hidden_mean is None


def test_noise_is_a_few_dozen_roundings_of_the_largest_value():
    eps = np.finfo(float).eps
    assert 12 * eps * 5.0 <= noise_of(np.array([3.0, -5.0])) <= 60 * eps * 5.0
    assert noise_of(np.zeros(3)) == noise_of(np.empty(0)) == 0.0


def test_a_bound_may_exceed_a_tolerance_by_rounding_of_sums_but_not_by_much():
    error = Error(max=1.0, mean=1.0, rms=1.0, at=(0.0,), tolerance=0.5, noise=1e-15)

    assert error.rounding == 1e-15
    assert replace(error, sums=1e-12).rounding == 1e-12
    assert 0.0 < replace(error, sums=1.0).rounding <= 6e-11 * 0.5
    assert replace(error, sums=1.0, tolerance=None).rounding == 1e-15
