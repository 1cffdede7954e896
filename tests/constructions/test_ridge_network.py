"""The network of a sum of ridges is that sum, beside its steps and everywhere on its ramps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import uat
from uat.constructions.line.partition import Partition, Polyline
from uat.constructions.ridges.network import ridge_network, ridge_pieces, ridge_steepness
from uat.constructions.ridges.ridges import Ridges
from uat.networks.activations import get_activation, reach

BOX = ((-1.0, 2.0), (0.0, 3.0))
EPS = np.finfo(float).eps


def random_ridges(seed: int, kind: str, count: int) -> Ridges:
    """`count` random directions with random profiles on what the box shows of them."""
    rng = np.random.default_rng(seed)
    angles = rng.uniform(0, np.pi, count)
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    corners = np.array([(x, y) for x in BOX[0] for y in BOX[1]])
    profiles = []
    for direction in directions:
        along = corners @ direction
        pieces = int(rng.integers(1, 6))
        # Places at least a twentieth of a piece apart, so that windows stay narrow.
        inner = (np.arange(1, pieces) + rng.uniform(-0.4, 0.4, pieces - 1)) / pieces
        edges = along.min() + np.ptp(along) * np.concatenate([[0], inner, [1]])
        values = rng.uniform(-2, 2, pieces + 1)
        if kind == "ramps":
            profiles.append(Polyline(edges, values, 0.0))
        else:
            profiles.append(Partition(edges, values[1:], values[1:].copy(), values[1:].copy()))
    return Ridges(directions, tuple(profiles), BOX, 0.0)


def points(seed: int, count: int = 300) -> np.ndarray:
    low, high = np.array(BOX).T
    return np.random.default_rng(seed).uniform(low, high, (count, 2))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 5))
def test_ramps_are_the_sum_everywhere(seed, count):
    ridges = random_ridges(seed, "ramps", count)
    network, x = ridge_network(ridges), points(seed)

    # Every neuron rounds its slope times a distance of at most 6; 64 such terms in each sum.
    slopes = sum(float(np.abs(p.slopes).sum()) for p in ridges.profiles)
    tolerance = 64 * EPS * (6 * 2 * slopes + 10)
    expected = sum(
        np.interp(x @ u, p.edges, p.values)
        for u, p in zip(ridges.directions, ridges.profiles, strict=True)
    )
    assert np.abs(network.forward(x)[:, 0] - expected).max() <= tolerance
    assert network.neurons == max(ridges.neurons, 1)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**6), st.integers(1, 5), st.sampled_from(["sigmoid", "tanh", "step", "relu"])
)
def test_steps_are_the_sum_outside_their_windows(seed, count, name):
    ridges = random_ridges(seed, "steps", count)
    s = get_activation(name)
    steepness = 20 * ridge_steepness(ridges, s)
    network, x = ridge_network(ridges, s, steepness), points(seed)

    outside = np.ones(len(x), dtype=bool)
    expected = np.zeros(len(x))
    for u, profile in zip(ridges.directions, ridges.profiles, strict=True):
        along = x @ u
        distance = np.abs(along[:, None] - profile.cuts).min(axis=1, initial=np.inf)
        outside &= distance > 1.2 * reach(s) / steepness
        expected += profile.heights[np.searchsorted(profile.cuts, along, side="right")]
    # A pair of relu is a difference of numbers as large as the steepness times the box.
    large = steepness * 6 if name == "relu" else 1.0
    assert outside.any()
    difference = np.abs(network.forward(x)[:, 0] - expected)[outside]
    assert difference.max() <= 200 * EPS * large


def test_parallel_slopes_cancel_into_no_neuron():
    # |x| along both axes: slopes -1 before, +1 after; a plane of slope (-1, -1) is left.
    line = Polyline(np.array([-1.0, 0.0, 1.0]), np.array([1.0, 0.0, 1.0]), 0.0)
    tent = Polyline(np.array([-1.0, 0.0, 1.0]), np.array([0.0, 0.0, 1.0]), 0.0)
    box = ((-1.0, 1.0), (-1.0, 1.0))

    assert ridge_network(Ridges(np.eye(2), (line, line), box, 0.0)).neurons == 3
    assert ridge_network(Ridges(np.eye(2), (tent, tent), box, 0.0)).neurons == 2


def test_pieces_are_what_the_neurons_add():
    ridges = random_ridges(5, "ramps", 3)
    x = points(5)
    low = ridges(*x[:1].T) - sum(
        piece.gain * max(0.0, float(x[0] @ piece.direction) - piece.position)
        for piece in ridge_pieces(ridges)
    )
    total = low + sum(
        piece.gain * np.maximum(0.0, x @ piece.direction - piece.position)
        for piece in ridge_pieces(ridges)
    )

    assert total == pytest.approx(ridges(*x.T), abs=1e-11)


@pytest.mark.parametrize("kind", ["ramps", "steps"])
def test_a_constant(kind):
    edges, level = np.array([0.0, 1.0]), np.array([2.5])
    flat = Polyline(edges, np.repeat(level, 2), 0.0) if kind == "ramps" else None
    profile = flat or Partition(edges, level, level.copy(), level.copy())
    network = ridge_network(Ridges(np.eye(2)[:1], (profile,), ((0, 1), (0, 1)), 0.0))

    assert network.forward(points(1))[:, 0] == pytest.approx(2.5)


def test_ramps_are_relu():
    with pytest.raises(uat.InputError, match="relu"):
        ridge_network(random_ridges(1, "ramps", 2), get_activation("sigmoid"))
