"""Sampling finds what is there: extrema, jumps, poles and holes, each at its place."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from uat.base.errors import TargetError
from uat.functions.sampling import sample, shortest_between


def quietly(f):
    def g(x):
        with np.errstate(all="ignore"):
            return np.asarray(f(x), dtype=float) + 0.0 * x

    return g


def wave(x):
    return np.sin(13 * x) + 0.3 * np.cos(41 * x)


def test_straight_lines_between_samples_are_within_the_resolution():
    samples = sample(wave, -1.0, 2.0, resolution=1e-4)
    x = np.random.default_rng(0).uniform(-1, 2, 100_000)
    # One probe an interval finds a bend of 1e-4 at 0.4 … 0.6 of it; the largest bend of a parabola
    # is at most 1/(4*0.4*0.6) of the one found.
    assert np.abs(np.interp(x, samples.x, samples.y) - wave(x)).max() <= 1e-4 / (4 * 0.24)


def test_f_is_monotone_between_samples():
    samples = sample(wave, -1.0, 2.0, resolution=1e-3)
    shares = np.linspace(0, 1, 12)
    x = samples.x[:-1, None] + shares * np.diff(samples.x)[:, None]
    rises = np.diff(wave(x), axis=1)
    noise = 1e-15
    monotone = (rises >= -noise).all(axis=1) | (rises <= noise).all(axis=1)
    assert monotone.all()


def test_extrema_are_exact():
    samples = sample(wave, -1.0, 2.0, resolution=1e-2)
    inside = (samples.y[1:-1] > samples.y[:-2]) & (samples.y[1:-1] > samples.y[2:])
    for i in np.flatnonzero(inside) + 1:
        bounds = (samples.x[i] - 0.01, samples.x[i] + 0.01)
        oracle = minimize_scalar(lambda t: -wave(t), bounds=bounds, options={"xatol": 1e-12})
        # The place is known to about sqrt(eps), so the height to |f''|/2 * eps.
        curvature = 13**2 + 0.3 * 41**2
        assert samples.y[i] >= -oracle.fun - 2 * curvature * np.finfo(float).eps


@given(
    places=st.lists(st.floats(0.01, 0.99), min_size=1, max_size=5, unique=True),
    sizes=st.lists(st.floats(0.05, 3.0), min_size=5, max_size=5),
)
@settings(deadline=None, max_examples=50)
def test_jumps_are_found_to_the_last_float(places, sizes):
    def f(x):
        steps = [size * (x >= place) for place, size in zip(places, sizes, strict=False)]
        return np.sin(3 * x) + sum(steps)

    samples = sample(f, 0.0, 1.0, resolution=1e-3)
    assert len(samples.jumps) == len(places)
    np.testing.assert_allclose(samples.jumps, sorted(places), rtol=0, atol=1e-15)


def test_lone_values_are_taken_out_and_named():
    """sign(0) = 0 and the last value of a floor are points, not pieces."""
    samples = sample(np.sign, -1.0, 2.0, resolution=1e-3)
    assert (samples.jumps, samples.lone) == ((0.0,), (0.0,))
    assert set(samples.y) == {-1.0, 1.0}
    samples = sample(lambda x: np.floor(5 * x), 0.0, 1.0, resolution=1e-3)
    assert samples.lone == (1.0,)
    np.testing.assert_allclose(samples.jumps, [0.2, 0.4, 0.6, 0.8, 1.0])
    assert samples.y.max() == 4.0


def test_a_lone_value_in_a_flat_function_is_no_jump():
    samples = sample(lambda x: np.where(x == 0, 5.0, 1.0), -1.0, 1.0, resolution=1e-3)
    assert not samples.is_jump.any()
    assert samples.jumps == (0.0,)


@pytest.mark.parametrize("f", [np.cbrt, lambda x: np.sqrt(np.abs(x)), lambda x: np.tanh(1e6 * x)])
def test_steep_places_are_no_jumps(f):
    assert sample(f, -1.0, 1.0, resolution=1e-4).jumps == ()


@pytest.mark.parametrize(
    ("f", "box", "message"),
    [
        (lambda x: 1 / x, (-1, 1), "infinite at x = 0"),
        (lambda x: 1 / (x - 0.3), (-1, 1), "pole or never settles near x = 0.3"),
        (lambda x: 1 / (x - 1 / 3) ** 2, (-1, 1), "pole or never settles near x = 0.333333"),
        (np.tan, (0, 3), "pole or never settles near x = 1.5708"),
        (lambda x: np.log(np.abs(x - 1 / 3)), (0, 1), "near x = 0.333333"),
        (np.log, (0, 1), "infinite at x = 0"),
        (np.sqrt, (-1, 1), "not a number between x = -1 and"),
        (lambda x: np.sin(x) / x, (-1, 2), r"not a number at x = 0: .*sinc"),
        (lambda x: x * np.nan, (0, 1), "not a number everywhere"),
        (lambda x: np.sin(1 / x), (1e-9, 1), "too fast"),
        (lambda x: np.random.default_rng(0).normal(size=x.size), (0, 1), "too fast"),
    ],
)
def test_what_cannot_be_sampled_is_refused_with_its_place(f, box, message):
    with pytest.raises(TargetError, match=message):
        sample(quietly(f), *box, resolution=1e-4)


def test_a_wave_that_fits_the_even_grid_is_not_missed():
    samples = sample(lambda x: np.sin(2 * 1024 * np.pi * x), 0.0, 1.0, resolution=1e-2)
    assert samples.y.max() == pytest.approx(1.0, abs=1e-12)
    assert samples.y.min() == pytest.approx(-1.0, abs=1e-12)


def test_knots_are_samples():
    knots = np.array([0.123456789, 0.77])
    samples = sample(np.sin, 0.0, 1.0, resolution=0.1, knots=knots)
    assert np.isin(knots, samples.x).all()


@given(st.floats(-1e6, 1e6), st.floats(0, 1))
def test_the_shortest_number_lies_between(low, width):
    assert low <= shortest_between(low, low + width) <= low + width


@given(st.integers(-(10**6), 10**6))
def test_a_short_decimal_is_recovered_from_its_neighbours(thousandths):
    place = thousandths / 1000
    below, above = np.nextafter(place, -np.inf), np.nextafter(place, np.inf)
    assert shortest_between(below, place) == shortest_between(place, above) == place
