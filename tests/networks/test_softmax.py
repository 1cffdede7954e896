"""Softmax: probabilities that neither overflow nor vanish, along any axis, and as a last layer."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.special import softmax as scipy_softmax

from uat.base.errors import InputError
from uat.networks.activations import SOFTMAX, examine, get_activation, rise_of, softmax
from uat.networks.network import Layer, Network

EPS = np.finfo(float).eps


def by_definition(row):
    """Powers of e relative to the largest, summed as fractions, so that only exp itself rounds."""
    top = max(row)
    powers = [Fraction(math.exp(score - top)) for score in row]
    return [float(power / sum(powers)) for power in powers]


ROWS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8)


@given(ROWS)
def test_a_row_is_what_the_definition_says(row):
    # exp and the difference in its argument each round once; so do sum and quotient, per term.
    np.testing.assert_allclose(softmax(row), by_definition(row), rtol=16 * EPS, atol=1e-300)


@given(
    hnp.arrays(
        st.sampled_from([np.float64, np.float32, np.int64, np.uint8, np.bool_]),
        hnp.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=4),
        elements=st.integers(0, 1),
        fill=st.nothing(),
    ),
    st.data(),
)
def test_any_shape_axis_and_type(scores, data):
    axis = data.draw(st.integers(-scores.ndim, scores.ndim - 1))
    shares = softmax(scores, axis)
    rtol = 8 * np.finfo(shares.dtype).eps
    assert shares.shape == scores.shape
    assert shares.dtype == (np.float32 if scores.dtype == np.float32 else np.float64)
    if scores.size:
        np.testing.assert_allclose(shares, scipy_softmax(scores.astype(float), axis), rtol=rtol)
        np.testing.assert_allclose(shares.sum(axis=axis), 1.0, rtol=rtol)


def test_the_last_axis_is_the_usual_one_and_several_may_compete():
    scores = np.arange(24.0).reshape(2, 3, 4)
    np.testing.assert_array_equal(softmax(scores), softmax(scores, axis=2))
    np.testing.assert_allclose(softmax(scores, (0, 2)).sum(axis=(0, 2)), 1.0, rtol=8 * EPS)
    np.testing.assert_allclose(softmax(scores, None).sum(), 1.0, rtol=8 * EPS)


def test_the_scores_stay_as_they_are():
    scores = np.array([1.0, 2.0])
    softmax(scores)
    np.testing.assert_array_equal(scores, [1.0, 2.0])


@pytest.mark.parametrize(
    ("scores", "shares"),
    [
        ([1e308, -1e308], [1, 0]),
        ([1000, 1000], [0.5, 0.5]),
        ([-1000, -1000, -np.inf], [0.5, 0.5, 0]),
        ([-np.inf, -np.inf], [0.5, 0.5]),
        ([np.inf, 5, np.inf, -np.inf], [0.5, 0, 0.5, 0]),
        ([np.nan, 1], [np.nan, np.nan]),
        ([np.nan, np.inf], [np.nan, np.nan]),
        ([7], [1]),
    ],
)
def test_extremes(scores, shares):
    np.testing.assert_array_equal(softmax(scores), shares)


def test_nan_stays_in_its_row():
    np.testing.assert_array_equal(softmax([[np.nan, 0], [0, 0]])[1], [0.5, 0.5])


@pytest.mark.parametrize(
    ("scores", "axis", "message"),
    [
        (3.0, -1, "not one number"),
        ([1j, 2], -1, "real numbers"),
        (["a"], -1, "real numbers"),
        ([[1], [1, 2]], -1, "real numbers"),
        ([1, 2], 1, "no axis 1"),
        ([1, 2], "x", "no axis 'x'"),
    ],
)
def test_what_are_no_scores(scores, axis, message):
    with pytest.raises(InputError, match=message):
        softmax(scores, axis)


def test_a_layer_of_softmax_gives_probabilities_row_by_row():
    weights, biases = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]]), np.array([0.1, 0.2, 0.3])
    x = np.array([[0.0, 1.0], [2.0, -1.0]])
    output = Network((Layer(weights, biases, "softmax"),)).forward(x)
    np.testing.assert_allclose(output, scipy_softmax(x @ weights.T + biases, axis=1), rtol=16 * EPS)


@pytest.mark.parametrize("suffix", [".json", ".npz"])
def test_a_classifier_survives_its_file(tmp_path, suffix):
    hidden = Layer([[1.0], [2.0]], [0.0, 1.0], "sigmoid")
    network = Network((hidden, Layer(np.eye(2), [0.0, 0.0], SOFTMAX)))
    network.save(tmp_path / f"net{suffix}")
    loaded = Network.load(tmp_path / f"net{suffix}")
    assert loaded == network
    assert loaded.layers[-1].activation is SOFTMAX
    assert "softmax output" in repr(loaded)


def test_it_has_a_name_but_makes_no_steps():
    assert get_activation("Softmax") is SOFTMAX
    assert examine("softmax").kind == "refused"
    with pytest.raises(InputError, match="belongs on the last layer"):
        rise_of(SOFTMAX)
