"""Neurons grouped by direction give the numbers of the defining forward pass."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.networks.evaluate.directions import along_directions, groups_of, reads_directions
from uat.networks.network import Layer, Network

EPS = np.finfo(float).eps


def ridge_like(seed: int, inputs: int, directions: int, each: int, name: str, outputs: int = 1):
    """A network whose rows are few directions times signed factors, shuffled."""
    rng = np.random.default_rng(seed)
    units = rng.standard_normal((directions, inputs))
    factors = rng.choice([1.0, -1.0, 2.0, -0.3, 500.0], directions * each)
    rows = np.repeat(units, each, axis=0) * factors[:, None]
    biases = factors * rng.uniform(-2, 2, factors.size)
    order = rng.permutation(factors.size)
    read = rng.standard_normal((outputs, factors.size))
    hidden = Layer(rows[order], biases[order], name)
    return Network((hidden, Layer(read, rng.standard_normal(outputs), "linear")))


def bound(network: Network, x: np.ndarray) -> float:
    """Of rounding: each weighted input by its size, each value and sum by theirs."""
    first, last = network.layers
    size = np.abs(x) @ np.abs(first.weights).T + np.abs(first.biases)
    return float(64 * EPS * ((size + 1) @ np.abs(last.weights).T + 1).max())


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(2, 4),
    st.integers(1, 5),
    st.sampled_from(["sigmoid", "relu", "tanh", "step", "leaky relu"]),
    st.integers(1, 3),
)
def test_same_numbers_as_forward(seed, inputs, directions, name_outputs, outputs):
    network = ridge_like(seed, inputs, directions, 9, name_outputs, outputs)
    x = np.random.default_rng(seed).uniform(-2, 2, (200, inputs))

    assert along_directions(network, x) == pytest.approx(
        network.forward(x), rel=0, abs=bound(network, x)
    )


def test_groups_are_the_directions():
    network = ridge_like(3, 3, 4, 30, "sigmoid")
    groups = groups_of(network.layers[0])

    assert len(groups) == 4
    assert sorted(np.concatenate([g.neurons for g in groups]).tolist()) == list(range(120))
    for group in groups:
        rebuilt = group.factors[:, None] * group.row
        rows = np.asarray(network.layers[0].weights)[group.neurons]
        assert rebuilt == pytest.approx(rows, rel=1e-13)


def test_only_few_directions_pay():
    assert reads_directions(ridge_like(1, 2, 3, 50, "relu"))
    assert not reads_directions(ridge_like(1, 2, 50, 3, "relu"))
    one_input = Network((Layer(np.ones((99, 1)), np.zeros(99), "relu"),))
    assert not reads_directions(one_input)


def test_neurons_without_weights_and_points_that_are_not_finite():
    weights = np.concatenate([np.tile([[1.0, 2.0]], (80, 1)), np.zeros((3, 2))])
    hidden = Layer(weights, np.linspace(-1, 1, 83), "sigmoid")
    network = Network((hidden, Layer(np.ones((1, 83)), [0.5], "linear")))
    x = np.array([[0.1, 0.2], [np.nan, 0.0], [-0.7, 1.0], [np.inf, 0.0]])

    assert reads_directions(network)
    with np.errstate(invalid="ignore"):
        expected = network.forward(x)
    assert np.array_equal(np.isnan(along_directions(network, x)), np.isnan(expected))
    assert along_directions(network, x)[[0, 2]] == pytest.approx(
        expected[[0, 2]], rel=0, abs=bound(network, x[[0, 2]])
    )
    assert along_directions(network, x[:0]).shape == (0, 1)
