"""Towers and quadrants by cells give the numbers of the defining forward pass."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.constructions.boxes.indicators import indicator_network, step_weights
from uat.constructions.boxes.partition.boxes import Grid
from uat.constructions.boxes.quadrants import quadrants
from uat.constructions.boxes.towers import towers
from uat.networks.activations import get_activation
from uat.networks.evaluate.fast import evaluate
from uat.networks.evaluate.gates import take_apart
from uat.networks.matrices import dense
from uat.networks.network import Layer, Network

U = 2.0**-53  # half a unit in the last place
LIBRARY = 4  # units in the last place by which exp, tanh and erf may be off, and are not alike
STEEPEST = {  # the largest slope of each activation; a step is read where it does not jump
    "sigmoid": 0.25,
    "tanh": 1.0,
    "step": 0.0,
    "erf": 2 / math.sqrt(math.pi),
    "hard_sigmoid": 1 / 6,
}
SATURATING = ["sigmoid", "tanh", "step", "erf", "hard_sigmoid"]


def random_grid(seed, inputs, outputs):
    lot = np.random.default_rng(seed)
    edges = tuple(_line(lot) for _ in range(inputs))
    shape = tuple(edge.size - 1 for edge in edges)
    return Grid(edges, lot.uniform(-1, 1, (*shape, outputs)), 0.0)


def _line(lot):
    inner = lot.choice(np.arange(1, 32), lot.integers(0, 6), replace=False) / 32
    return np.sort(np.concatenate([[0.0, 1.0], inner]))


def built(seed, name, inputs, outputs, kind):
    grid = random_grid(seed, inputs, outputs)
    activation = get_activation(name)
    indicators = quadrants(grid) if kind == "quadrants" else towers([grid.boxes], (0.1,) * inputs)
    weights = step_weights(indicators.cuts, ((0.0, 1.0),) * inputs, activation, jumps=False)
    return indicator_network(indicators, activation, weights), indicators, weights


def apart(network, points):
    """(n, outputs), how far two orders of the same sums may be apart, for |s| <= 1.

    A product and two sums round each step's input; a gate adds k of them and its bias; an output
    adds N gates. Slopes carry what a layer is off by to the next. Both ways are off by that much.
    """
    first, second, last = network.layers
    w1, w2, a = (np.abs(np.asarray(dense(layer.weights))) for layer in network.layers)
    l1, l2 = (STEEPEST[layer.activation.name] for layer in (first, second))
    steps = l1 * 3 * U * (np.abs(points) @ w1.T + np.abs(first.biases)) + 2 * LIBRARY * U
    adding = (np.count_nonzero(w2, axis=1) + 2) * U * (w2.sum(axis=1) + np.abs(second.biases))
    gates = l2 * (adding + steps @ w2.T) + 2 * LIBRARY * U
    outputs = gates @ a.T + (a.shape[1] + 2) * U * (a.sum(axis=1) + np.abs(last.biases))
    slope = STEEPEST.get(last.activation.name, 1.0)
    return 2 * (slope * outputs + 2 * LIBRARY * U * (slope < 1))


def points_in_windows(indicators, weights, seed, size=600):
    """Half of the coordinates anywhere, half within the windows of steps."""
    lot = np.random.default_rng(seed)
    points = lot.uniform(-0.2, 1.2, (size, len(weights)))
    for axis, (cuts, w) in enumerate(zip(indicators.cuts, weights, strict=True)):
        if cuts.size:
            near = lot.random(size) < 0.5
            chosen = lot.choice(cuts, near.sum())
            points[near, axis] = chosen + lot.normal(0, 3, near.sum()) / w
    return points


@pytest.mark.parametrize("name", SATURATING)
@given(
    seed=st.integers(0, 10_000),
    inputs=st.integers(2, 3),
    outputs=st.integers(1, 2),
    kind=st.sampled_from(["quadrants", "towers"]),
)
@settings(max_examples=25, deadline=None)
def test_the_same_numbers_as_the_forward_pass(name, seed, inputs, outputs, kind):
    network, indicators, weights = built(seed, name, inputs, outputs, kind)
    gates = take_apart(network)
    points = points_in_windows(indicators, weights, seed)

    assert gates is not None
    assert (np.abs(gates(points) - network.forward(points)) <= apart(network, points)).all()


def test_neurons_may_stand_anywhere_and_be_there_twice():
    """Layers that no construction of ours made: shuffled, negative weights, dense."""
    rng = np.random.default_rng(5)
    places = np.array([0.1, 0.3, 0.6, 0.8])
    w1 = np.zeros((8, 2))
    w1[:4, 0], w1[4:, 1] = [900, -900, 900, -900], [900, 900, -900, -900]
    b1 = -w1.sum(axis=1) * np.tile(places, 2)
    order = rng.permutation(8)
    w2 = rng.choice([-256.0, 0.0, 256.0], (40, 8))
    b2 = 128.0 * rng.integers(-3, 4, 40)
    w3 = rng.normal(size=(3, 40))
    layers = (
        Layer(w1[order], b1[order], "sigmoid"),
        Layer(w2[:, order], b2, "sigmoid"),
        Layer(w3, rng.normal(size=3), "sigmoid"),
    )
    network = Network(layers)
    gates = take_apart(network)
    points = rng.uniform(0, 1, (3000, 2))
    near = points[:1500]
    near[:, 0] = rng.choice(places, 1500) + rng.normal(0, 2, 1500) / 900
    near[:, 1] = rng.choice(places, 1500) + rng.normal(0, 2, 1500) / 900

    assert gates is not None
    assert (np.abs(gates(points) - network.forward(points)) <= apart(network, points)).all()


def test_another_structure_is_left_to_the_plain_pass():
    network, _, _ = built(1, "sigmoid", 2, 1, "towers")
    mixed = Layer(np.ones((2, 2)), [0.0, 1.0], "sigmoid")
    last = Layer(np.ones((1, 2)), [0.0], "linear")
    second = Layer(np.ones((2, 2)), [0.0, 1.0], "sigmoid")
    overlapping = Layer(np.eye(2)[[0, 0]], [0.0, 0.1], "sigmoid")

    assert take_apart(Network((mixed, second, last))) is None
    assert take_apart(Network((overlapping, second, last))) is None
    assert take_apart(Network((mixed, last))) is None
    pair, _, _ = built(1, "relu", 2, 1, "towers")
    assert take_apart(pair) is None
    assert take_apart(network) is not None


def test_evaluate_keeps_shapes_and_passes_on_what_is_not_a_number():
    network, _, _ = built(2, "sigmoid", 2, 2, "quadrants")
    x = np.linspace(0, 1, 40_000)[:, None]
    y = np.array([0.1, 0.5, np.nan])

    values = evaluate(network, x, y)
    assert values.shape == (40_000, 3, 2)
    assert np.isnan(values[:, 2]).all()
    few = np.stack([x[::500, 0], np.full(80, 0.5)], axis=1)
    assert (np.abs(values[::500, 1] - network.forward(few)) <= apart(network, few)).all()
