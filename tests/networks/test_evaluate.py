"""The fast pass gives the numbers of `Network.forward`, which is the oracle throughout."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.base.errors import InputError
from uat.networks.evaluate import evaluate
from uat.networks.network import Layer, Network

EPS = np.finfo(float).eps


def random_network(
    seed: int, neurons: int, steepness: float, activation: str, outputs: int = 1
) -> Network:
    """Steps at random places, some on top of each other, with both signs and some zero weights."""
    rng = np.random.default_rng(seed)
    places = rng.choice(rng.uniform(-1, 2, max(1, neurons // 2)), neurons)
    weights = steepness * rng.uniform(0.5, 2, neurons) * rng.choice([-1, 1], neurons)
    weights[rng.random(neurons) < 0.1] = 0.0
    hidden = Layer(weights[:, None], -weights * places, activation)
    return Network(
        (hidden, Layer(rng.normal(size=(outputs, neurons)), rng.normal(size=outputs), "linear"))
    )


def random_points(seed: int, count: int, network: Network) -> np.ndarray:
    """Unsorted, with repetitions, and many inside windows of transition."""
    rng = np.random.default_rng(seed)
    weights, biases = network.layers[0].weights[:, 0], network.layers[0].biases
    moving = weights != 0
    steps = -biases[moving] / weights[moving]
    near = np.concatenate(
        [steps + k / np.abs(weights[moving]) for k in (0.0, 1.0, -3.0, 36.9, -37.1)]
    )
    x = np.concatenate([rng.uniform(-2, 3, count), near, near[:5]])
    return rng.permutation(x)[: max(count, 1)] if count else np.empty(0)


def bound(network: Network, x: np.ndarray) -> float:
    """The promised distance: 1e-15 times the sum of |a|, for relu of |a|(|w x| + |b|)."""
    first, second = network.layers[:2]
    size = np.abs(second.weights)
    if first.activation.name in ("relu", "linear"):
        reach = np.max(np.abs(x), initial=0.0)
        size = size * (np.abs(first.weights[:, 0]) * reach + np.abs(first.biases))
    else:
        size = size * max(abs(first.activation.low), abs(first.activation.high))
    return 1e-15 * float(size.sum() + np.abs(second.biases).sum()) + 1e-300


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    neurons=st.integers(0, 60),
    log_steepness=st.floats(0, 9),
    activation=st.sampled_from(["sigmoid", "tanh", "step", "relu", "arctan", "linear"]),
    points=st.integers(0, 200),
    outputs=st.integers(1, 3),
)
def test_agrees_with_the_dense_pass(seed, neurons, log_steepness, activation, points, outputs):
    network = random_network(seed, neurons, 10**log_steepness, activation, outputs)
    x = random_points(seed + 1, points, network)
    dense = network.forward(x[:, None])
    fast = evaluate(network, x)
    assert fast.shape == (x.shape if outputs == 1 else (*x.shape, outputs))
    np.testing.assert_allclose(fast.reshape(dense.shape), dense, rtol=0, atol=bound(network, x))


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_agrees_on_a_wide_network(activation):
    """More pairs inside windows than fit one batch, and more points than neurons."""
    network = random_network(3, 2000, 5.0, activation)
    x = random_points(4, 3000, network)
    np.testing.assert_allclose(
        evaluate(network, x), network.forward(x[:, None])[:, 0], rtol=0, atol=bound(network, x)
    )


def test_the_sum_does_not_lose_digits_to_many_neurons():
    """10^5 steps of 0.1: the exact staircase at the far right is 10^4, to the last bits."""
    places = np.linspace(0, 1, 100_000)
    network = Network(
        (
            Layer(np.full((places.size, 1), 1e9), -1e9 * places, "sigmoid"),
            Layer(np.full((1, places.size), 0.1), [0.0], "linear"),
        )
    )
    assert abs(evaluate(network, 2.0) - 10_000.0) <= 4 * EPS * 10_000


def exact_sums(network: Network, x: np.ndarray) -> tuple[list[Fraction], list[Fraction]]:
    """The sum of relu neurons in fractions, and what a neuron whose sign is rounded may add."""
    hidden, out = network.layers
    parts = [
        [Fraction(v) for v in row] for row in (*hidden.weights.T, hidden.biases, out.weights[0])
    ]
    neurons = list(zip(*parts, strict=True))
    sums, kinks = [], []
    for at in map(Fraction, x):
        inputs = [
            (w * at + b, row, 2 * Fraction(EPS) * (abs(w * at) + abs(b))) for w, b, row in neurons
        ]
        bias = Fraction(out.biases[0])
        sums.append(bias + sum((row * max(z, Fraction()) for z, row, _ in inputs), Fraction()))
        kinks.append(
            sum((abs(row) * near for z, row, near in inputs if abs(z) <= near), Fraction())
        )
    return sums, kinks


@pytest.mark.parametrize("seed", range(20))
def test_links_that_cancel_lose_no_digits(seed):
    """Two steep neurons make a link of height 1: their lines cancel in all but the last digits."""
    rng = np.random.default_rng(seed)
    places = np.sort(rng.uniform(0, 1, 12))
    steep = 10.0 ** rng.uniform(3, 9)
    kinks = np.ravel([places, places + 1 / steep], order="F")
    rows = np.tile([1.0, -1.0], 12) * np.repeat(rng.normal(size=12), 2)
    weights = steep * rng.choice([1.0, -1.0], 24)
    hidden = Layer(weights[:, None], -weights * kinks, "relu")
    network = Network((hidden, Layer(rows[None], np.zeros(1), "linear")))
    x = np.concatenate([rng.uniform(-0.5, 1.5, 40), kinks])
    largest = np.sum(np.abs(rows) * (np.abs(weights) * np.abs(x).max() + np.abs(hidden.biases)))
    for exact, kink, found in zip(*exact_sums(network, x), evaluate(network, x), strict=True):
        rounding = EPS * (abs(exact) + abs(Fraction(found))) + kink
        assert abs(Fraction(found) - exact) <= rounding + Fraction(20 * 24 * EPS**2 * largest)


def test_later_layers_and_output_activations_are_applied():
    network = random_network(5, 20, 30.0, "sigmoid", outputs=2)
    deep = Network((*network.layers, Layer([[1.0, -2.0]], [0.1], "sigmoid")))
    x = np.linspace(-1, 2, 77)
    # The last weights 1 and -2 add up both outputs, and a sigmoid is at most 1/4 as steep.
    room = 0.25 * 3 * bound(network, x) + 8 * EPS
    np.testing.assert_allclose(evaluate(deep, x), deep.forward(x[:, None])[:, 0], rtol=0, atol=room)


def test_any_shape_goes_in_and_comes_out():
    network = random_network(6, 10, 30.0, "sigmoid")
    x = np.linspace(0, 1, 12)
    flat = evaluate(network, x)
    assert np.array_equal(evaluate(network, x.reshape(3, 4)), flat.reshape(3, 4))
    assert evaluate(network, x[5]).shape == ()
    assert float(evaluate(network, x[5])) == flat[5]


def test_points_that_are_not_finite_are_passed_on():
    network = random_network(7, 10, 30.0, "sigmoid")
    x = np.array([0.5, np.nan, np.inf, -np.inf])
    result = evaluate(network, x)
    assert np.isnan(result[1])
    assert np.isfinite(result[0])


def test_two_inputs_broadcast():
    network = Network(
        (Layer([[1.0, 2.0], [3.0, -1.0]], [0.0, 0.5], "tanh"), Layer([[1.0, 1.0]], [0.0], "linear"))
    )
    x, y = np.linspace(0, 1, 3)[:, None], np.linspace(0, 1, 4)
    points = np.stack(np.broadcast_arrays(x, y), axis=-1).reshape(-1, 2)
    expected = network.forward(points).reshape(3, 4)
    np.testing.assert_array_equal(evaluate(network, x, y), expected)


def test_a_wrong_number_of_inputs_is_refused():
    with pytest.raises(InputError, match="takes 1 inputs, not 2"):
        evaluate(random_network(1, 3, 10.0, "sigmoid"), 0.0, 1.0)
