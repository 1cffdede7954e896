"""Folding: sawtooths, squares, products and networks as parts, against closed forms."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.base.errors import InputError
from uat.constructions.folds import affine, compose, parallel, product, sawtooth, square
from uat.constructions.folds.cascade import sum_of_squares
from uat.constructions.folds.wiring import Wiring, fewest_folds
from uat.networks.network import Layer, Network


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
    values = [fold(part) for part in np.array_split(x, max(1, x.size // 2**18))]
    np.testing.assert_array_equal(np.concatenate(values), wanted)


@given(st.integers(0, 2**52), st.integers(1, 52))
@settings(max_examples=30, deadline=None)
def test_a_sawtooth_is_exact_at_dyadic_points(numerator, k):
    x = numerator / 2**52

    assert sawtooth(k)(np.array([x]))[0] == float(tent(Fraction(numerator, 2**52), k))


def test_a_sawtooth_has_two_neurons_a_layer_and_an_end():
    assert sawtooth(30).network.widths == (1, *[2] * 30, 1)
    for k in (0, 53, 2.5):
        with pytest.raises(InputError, match="52"):
            sawtooth(k)


@pytest.mark.parametrize("m", range(1, 26))
def test_the_error_of_a_square_is_a_power_of_four(m):
    # the middle of the first of 2^m links; there 4^-(m+1) has its full precision
    x = np.array([2.0 ** -(m + 1)])

    assert (square(m)(x) - x**2)[0] * 4.0 ** (m + 1) == pytest.approx(1.0, abs=1e-3)
    fold = square(m)
    assert fold.error <= fold.bound


def test_a_centred_square_has_half_the_error_on_any_interval():
    x = np.linspace(-3, 2, 4097)
    plain, centred = (square(6, (-3, 2), centred=c)(x) - x**2 for c in (False, True))

    assert plain.min() >= -1e-13 and plain.max() == pytest.approx(25 * 4.0**-7, rel=1e-3)
    assert centred.max() == pytest.approx(25 * 4.0**-7 / 2, rel=1e-3)
    assert -centred.min() == pytest.approx(25 * 4.0**-7 / 2, rel=1e-3)


@given(
    st.floats(-10, 10),
    st.floats(0.1, 10),
    st.floats(-10, 10),
    st.floats(0.1, 10),
    st.sampled_from([1e-2, 1e-5, 1e-8]),
)
@settings(max_examples=20, deadline=None)
def test_a_product_is_within_its_bound(a, width, c, height, tol):
    fold = product((a, a + width), (c, c + height), tol)
    x, y = np.random.default_rng(0).uniform(size=(2, 4000))
    x, y = a + width * x, c + height * y

    assert np.max(np.abs(fold(x, y) - x * y)) <= fold.bound <= tol


def test_what_float64_cannot_do_is_refused():
    for build in (
        lambda: square(26),
        lambda: square(tol=1e-18),
        lambda: product((0, 1), (0, 1), 0),
    ):
        with pytest.raises(InputError):
            build()
    with pytest.raises(InputError, match="one of them"):
        square()
    with pytest.raises(InputError, match="a < b"):
        square(3, (1, 1))


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


def random_network(seed, widths):
    rng = np.random.default_rng(seed)
    kinds = ["relu"] * (len(widths) - 2) + ["linear"]
    return Network(
        tuple(
            Layer(rng.normal(size=(n, m)), rng.normal(size=n), kind)
            for m, n, kind in zip(widths, widths[1:], kinds, strict=False)
        )
    )


def test_compose_affine_and_parallel_are_what_they_say():
    first, second = random_network(0, (2, 5, 3)), random_network(1, (3, 4, 4, 2))
    x = np.random.default_rng(2).normal(size=(50, 2))

    both = compose(second, first)
    np.testing.assert_allclose(both.forward(x), second.forward(first.forward(x)), atol=1e-12)
    assert both.widths == (2, 5, 4, 4, 2)
    moved = compose(first, affine([[2.0, 0.0], [0.0, -1.0]], [1.0, 0.0]))
    np.testing.assert_allclose(moved.forward(x), first.forward(x * [2, -1] + [1, 0]), atol=1e-12)
    third = random_network(3, (2, 4, 1))
    wanted = np.hstack([first.forward(x), third.forward(x)])
    np.testing.assert_allclose(parallel([first, third]).forward(x), wanted, atol=1e-12)
    apart = parallel([first, third], shared=False)
    np.testing.assert_allclose(apart.forward(np.hstack([x, x])), wanted, atol=1e-12)
    for wrong in (lambda: compose(second, third), lambda: parallel([first, second])):
        with pytest.raises(InputError):
            wrong()
