"""The law of every piece: outside windows the net is the piece, inside between its neighbours."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import uat
from uat.base.errors import InputError, TargetError
from uat.constructions.line.partition import Partition, Polyline
from uat.constructions.line.ramps import as_ramps, ramp_network, ramp_pieces
from uat.constructions.line.staircase import (
    as_bumps,
    as_steps,
    auto_steepness,
    bump_network,
    bump_pieces,
    edge_margin,
    step_network,
    step_pieces,
)
from uat.networks.activations import ACTIVATIONS, get_activation, reach

STEP_LIKE = [name for name, s in ACTIVATIONS.items() if s.is_step_like]
EPS = np.finfo(float).eps

heights = st.lists(st.floats(-10, 10), min_size=1, max_size=8)


def partition_of(values, seed):
    """A staircase with the given heights and random cuts, none closer than a tenth of the mean."""
    rng = np.random.default_rng(seed)
    edges = np.concatenate([[0.0], np.cumsum(rng.uniform(0.1, 1.0, len(values)))])
    values = np.array(values, dtype=float)
    return Partition(edges, values, values.copy(), values.copy())


def build(construction, partition, activation, steepness):
    make = step_network if construction == "steps" else bump_network
    return make([partition], get_activation(activation), steepness, "linear")


def tail(activation, z):
    """How far s(-z) and s(z) can be from the limits, as a share of the rise."""
    s = get_activation(activation)
    values = s(np.array([-z, z]))
    return max(values[0] - s.low, s.high - values[1]) / (s.high - s.low)


@pytest.mark.parametrize("construction", ["steps", "bumps"])
@pytest.mark.parametrize("activation", STEP_LIKE)
@settings(deadline=None, max_examples=40)
@given(values=heights, seed=st.integers(0, 10**6))
def test_law(construction, activation, values, seed):
    """Outside windows the net is the staircase; inside, between the two heights that meet there.

    Bound: each step misses its limit by at most `tail` of its height, and float64 adds rounding of
    a sum of heights (twice as many terms for bumps), with s itself good to an ulp; below the
    smallest normal number it keeps no digits.
    """
    partition = partition_of(values, seed)
    steepness = auto_steepness([partition], get_activation(activation))
    network = build(construction, partition, activation, steepness)
    half = reach(get_activation(activation)) / steepness
    sizes = (
        np.abs(network.layers[1].weights).sum()
        * (get_activation(activation).high - get_activation(activation).low)
        + np.abs(values).sum()
    )
    slack = sizes * (tail(activation, steepness * half * 0.999) + 8 * EPS) + np.finfo(float).tiny
    x = np.random.default_rng(seed).uniform(partition.edges[0], partition.edges[-1], 400)
    near = partition.cuts[:, None] + np.linspace(-1.5, 1.5, 31) * half
    x = np.clip(np.concatenate([x, near.ravel(), partition.edges]), 0.0, partition.edges[-1])
    y = network.forward(x[:, None])[:, 0]
    inside = np.zeros(x.size, dtype=bool)
    for k, cut in enumerate(partition.cuts):
        window = np.abs(x - cut) <= half
        inside |= window
        low, high = sorted(partition.heights[k : k + 2])
        assert np.all((y[window] >= low - slack) & (y[window] <= high + slack))
    np.testing.assert_allclose(y[~inside], partition(x[~inside]), rtol=0, atol=slack)


@pytest.mark.parametrize("activation", STEP_LIKE)
def test_halfway_up_a_step_the_net_is_the_mean(activation):
    partition = partition_of([1.0, 4.0], 3)
    steepness = auto_steepness([partition], get_activation(activation))
    network = build("steps", partition, activation, steepness)
    # The step stands at -b/w, which is the cut to one rounding.
    place = -network.layers[0].biases[0] / network.layers[0].weights[0, 0]
    assert place == pytest.approx(partition.cuts[0], rel=2 * EPS)
    z = steepness * EPS * place
    value = network.forward([[place]])[0, 0]
    assert value == pytest.approx(2.5, abs=3.0 * min(1.0, z) + 1e-12)


def test_neuron_counts():
    partition = partition_of([1.0, 2.0, 0.5, 3.0], 1)
    assert build("steps", partition, "sigmoid", 1e4).neurons == 3
    assert build("bumps", partition, "sigmoid", 1e4).neurons == 8


def test_nielsen_edges_are_halved_and_whole_edges_are_not():
    partition = partition_of([1.0, 2.0], 1)
    ends = partition.edges[[0, -1], None]
    sigmoid = get_activation("sigmoid")
    halved = bump_network([partition], sigmoid, 1000.0, "linear", "nielsen").forward(ends)
    whole = bump_network([partition], sigmoid, 1000.0, "linear", "whole").forward(ends)
    np.testing.assert_allclose(halved[:, 0], [0.5, 1.0], atol=1e-9)
    np.testing.assert_allclose(whole[:, 0], [1.0, 2.0], atol=1e-14)


@pytest.mark.parametrize("construction", ["steps", "bumps"])
def test_a_sigmoid_output_gives_the_heights(construction):
    partition = partition_of([0.2, 0.9, 0.4], 2)
    make = step_network if construction == "steps" else bump_network
    network = make([partition], get_activation("sigmoid"), 1e4, "sigmoid")
    middles = 0.5 * (partition.edges[:-1] + partition.edges[1:])
    np.testing.assert_allclose(
        network.forward(middles[:, None])[:, 0], partition.heights, rtol=1e-12
    )
    assert network.layers[-1].activation.name == "sigmoid"


def test_copies_are_averaged():
    first, second = partition_of([1.0, 3.0], 1), partition_of([5.0, 5.0], 2)
    network = step_network([first, second], get_activation("sigmoid"), 1e5, "linear")
    assert network.forward([[first.edges[0]]])[0, 0] == pytest.approx(3.0)


@settings(deadline=None, max_examples=60)
@given(values=heights, seed=st.integers(0, 10**6))
def test_the_pieces_add_up_to_the_network(values, seed):
    """Ideal steps and bumps, summed in plain Python, against the network away from windows."""
    partition = partition_of(values, seed)
    sigmoid = get_activation("sigmoid")
    steepness = auto_steepness([partition], sigmoid)
    middles = 0.5 * (partition.edges[:-1] + partition.edges[1:])
    margin = edge_margin(sigmoid, steepness, "whole")
    bumps = as_bumps(bump_pieces([partition], "linear", margin))
    steps = as_steps(step_pieces([partition], "linear"))
    for x in middles:
        from_bumps = math.fsum(b.height for b in bumps if b.left < x < b.right)
        from_steps = values[0] + math.fsum(s.height for s in steps if s.position < x)
        assert from_bumps == pytest.approx(from_steps, abs=1e-12)
        for construction in ("steps", "bumps"):
            net = build(construction, partition, "sigmoid", steepness)
            assert net.forward([[x]])[0, 0] == pytest.approx(from_bumps, abs=1e-7)


@given(seed=st.integers(0, 1000), scale=st.floats(1e-6, 1e6))
def test_no_window_reaches_the_next_cut(seed, scale):
    partition = partition_of([1.0] * 6, seed)
    edges = partition.edges * scale
    partition = Partition(edges, partition.heights, partition.lows, partition.highs)
    sigmoid = get_activation("sigmoid")
    steepness = auto_steepness([partition], sigmoid)
    assert 2 * reach(sigmoid) / steepness <= np.diff(edges).min() * (1 + 1e-12)


def test_activations_without_two_limits_are_refused():
    with pytest.raises(InputError, match="linear cannot make a step"):
        build("steps", partition_of([1.0, 2.0], 1), "linear", 100.0)


@settings(deadline=None, max_examples=80)
@given(values=st.lists(st.floats(-10, 10), min_size=2, max_size=9), seed=st.integers(0, 10**6))
def test_ramps_are_the_polyline(values, seed):
    """A sum of n ramps, each rounded: within 4 n eps of the sizes that it adds up."""
    rng = np.random.default_rng(seed)
    edges = np.concatenate([[-1.0], -1 + np.cumsum(rng.uniform(0.1, 1.0, len(values) - 1))])
    polyline = Polyline(edges, np.array(values), 0.0)
    network = ramp_network(polyline)
    x = np.concatenate([edges, rng.uniform(edges[0], edges[-1], 200)])
    sizes = np.abs(network.layers[1].weights).sum() * 2 * np.abs(edges).max() + abs(values[0])
    np.testing.assert_allclose(
        network.forward(x[:, None])[:, 0], polyline(x), rtol=0, atol=4 * len(values) * EPS * sizes
    )
    assert network.neurons == polyline.pieces
    ramps = as_ramps(*ramp_pieces(polyline))
    for at in x:
        rises = [r.slope * max(r.position - at if r.left else at - r.position, 0.0) for r in ramps]
        total = math.fsum([float(network.layers[1].biases[0]), *rises])
        assert total == pytest.approx(float(polyline(at)), abs=1e-9)


def test_a_link_whose_slope_is_no_float_is_told():
    """As of (1 - cos(x))/x^2 near 0, where rounding makes f jump between neighbouring floats."""
    polyline = Polyline(
        np.array([-1.0, 0.25, np.nextafter(0.25, 1.0), 1.0]), np.array([0, 0, 1e300, 1e300]), 0.0
    )
    with pytest.raises(TargetError, match=r"f is too steep near x = 0\.25, or rounding hides"):
        ramp_network(polyline)


@pytest.mark.parametrize("first", [1.0, 2.0, 4.0])
def test_steps_that_are_not_steep_enough_get_four_times_the_weight(monkeypatch, first):
    """Again and again, from any first weight, until the tolerance is met."""
    monkeypatch.setattr("uat.constructions.line.staircase.auto_steepness", lambda *_: first)
    net = uat.approximate("sin(x)", box=(0.0, 6.0), tol=0.1, construction="steps")
    times = math.log(net.steepness / first, 4)

    assert net.error.met
    assert times == round(times) >= 1
