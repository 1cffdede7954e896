"""Folding: sawtooths and squares, against closed forms."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.base.errors import InputError
from uat.constructions.folds.cascade import sawtooth, square, sum_of_squares
from uat.constructions.folds.surface import surface
from uat.constructions.folds.wiring import Wiring, fewest_folds
from uat.functions.target import make_target


def tent(x: Fraction, k: int) -> Fraction:
    for _ in range(k):
        x = 2 * x if 2 * x <= 1 else 2 - 2 * x
    return x


@pytest.mark.parametrize("k", [1, 2, 7, 20])
def test_a_sawtooth_is_exact_at_all_breakpoints_and_midpoints(k):
    x = np.arange(2 ** (k + 1) + 1) / 2.0 ** (k + 1)
    phase = np.arange(x.size) % 4  # two halves up, two down
    wanted = np.choose(phase, [0.0, 0.5, 1.0, 0.5])

    fold = sawtooth(k)
    values = [fold.network(part) for part in np.array_split(x, max(1, x.size // 2**18))]
    np.testing.assert_array_equal(np.concatenate(values), wanted)


@given(st.integers(0, 2**52), st.integers(1, 52))
@settings(max_examples=30, deadline=None)
def test_a_sawtooth_is_exact_at_dyadic_points(numerator, k):
    x = numerator / 2**52

    assert sawtooth(k).network(np.array([x]))[0] == float(tent(Fraction(numerator, 2**52), k))


def test_a_sawtooth_has_two_neurons_a_layer_and_an_end():
    assert sawtooth(30).network.widths == (1, *[2] * 30, 1)
    for k in (0, 53, 2.5):
        with pytest.raises(InputError, match="52"):
            sawtooth(k)


@pytest.mark.parametrize("m", range(1, 26))
def test_the_error_of_a_square_is_a_power_of_four(m):
    # the middle of the first of 2^m links; there 4^-(m+1) has its full precision
    x = np.array([2.0 ** -(m + 1)])

    assert (square(m).network(x) - x**2)[0] * 4.0 ** (m + 1) == pytest.approx(1.0, abs=1e-3)
    fold = square(m)
    assert fold.error <= fold.bound


def test_what_float64_cannot_do_is_refused():
    for m in (0, 26, 2.5):
        with pytest.raises(InputError, match="1 to 25"):
            square(m)


@pytest.mark.parametrize("box", [((0, 1), (0, 1)), ((-3, 2), (1, 7)), ((-1, 1), (-0.1, 0))])
@pytest.mark.parametrize("tol", [1e-2, 1e-5])
def test_a_product_is_within_its_tolerance(box, tol):
    network = surface(make_target("x*y", box), tol).network
    (a, b), (c, d) = box
    x, y = np.random.default_rng(0).uniform(size=(2, 4000))
    x, y = a + (b - a) * x, c + (d - c) * y

    assert np.max(np.abs(network(x, y) - x * y)) <= tol


@pytest.mark.parametrize("pieces", [(2, 2), (3,), (5, 4), (3, 2, 7)])
def test_a_folded_square_is_the_polyline_through_x_squared(pieces):
    wiring = Wiring([(0.0, 1.0)])
    out, _ = sum_of_squares(wiring, [(1.0, wiring.inputs[0])], None, [], pieces, centred=False)
    x = np.linspace(0, 1, 5001)
    knots = np.linspace(0, 1, int(np.prod(pieces)) + 1)

    got = wiring.network([out]).forward(x[:, None])[:, 0]
    np.testing.assert_allclose(got, np.interp(x, knots, knots**2), atol=1e-14)


def test_fewest_folds_is_no_worse_than_any_short_list():
    for reduction, terms, kept in ((1e3, 1, 0), (1e5, 1, 2), (1e4, 2, 3)):
        pieces = fewest_folds(reduction, terms, kept, True)
        cost = terms * sum(pieces) + len(pieces) * (1 + kept)
        for p in range(2, 12):
            depth = int(np.ceil(np.log(reduction) / 2 / np.log(p) - 1e-12))
            assert cost <= depth * (terms * p + 1 + kept)
        assert np.prod(pieces, dtype=float) ** 2 >= reduction
