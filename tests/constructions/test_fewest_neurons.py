"""Links less one: paths whose kinks give the slope, and never a neuron too few."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.constructions.line.minimum import minimum
from uat.constructions.line.partition import (
    Polyline,
    best_links,
    best_neurons,
    fewest_links,
    fewest_neurons,
)
from uat.constructions.line.partition.balance import tilt
from uat.constructions.line.partition.flat import flat_path
from uat.constructions.line.ramps import ramp_network
from uat.functions.sampling import Samples, sample
from uat.functions.target import make_target

values = st.lists(st.integers(-4, 4), min_size=2, max_size=6)


def samples_of(y):
    y = np.asarray(y, dtype=float)
    return Samples(np.arange(y.size, dtype=float), y, np.zeros(y.size - 1, bool), 1.0)


def network_error(polyline, samples):
    """Of the network itself, at the samples and at the path's knots."""
    x = np.union1d(samples.x, polyline.edges)
    outputs = ramp_network(polyline).forward(x[:, None])[:, 0]
    return np.abs(outputs - np.interp(x, samples.x, samples.y)).max()


def neurons_of(values):
    """Relu neurons of a polyline with knots at equal distances: kinks, and one if none balance."""
    slopes = np.diff(values)
    kinks = np.diff(slopes)
    kinks = kinks[kinks != 0]
    subsets = itertools.chain.from_iterable(
        itertools.combinations(kinks, size) for size in range(kinks.size + 1)
    )
    return kinks.size + (not any(slopes[0] + sum(subset) == 0 for subset in subsets))


def subset_sums(slopes):
    """Sizes of the first slope and any changes of slope, added up."""
    kinks = np.diff(slopes)
    chosen = np.arange(2**kinks.size)[:, None] >> np.arange(kinks.size) & 1
    return np.abs(slopes[0] + chosen @ kinks)


def fewest_on_a_lattice(samples, tol):
    """Over all polylines in the tube whose knots lie on a lattice of halves, at the samples' x."""
    choices = [np.arange(np.ceil(2 * (y - tol)), 2 * (y + tol) + 1e-9) / 2 for y in samples.y]
    return min(neurons_of(path) for path in itertools.product(*choices))


@settings(deadline=None, max_examples=60)
@given(values, st.sampled_from([0.5, 1.0]))
def test_no_network_on_a_lattice_has_fewer_neurons_than_the_minimum(y, tol):
    samples = samples_of(y)
    target = make_target(lambda t: np.interp(t, samples.x, samples.y), (0.0, float(len(y) - 1)))
    low = minimum(target, "ramps", tol, samples)
    built = fewest_neurons(samples, tol * (1 + 1e-9))

    assert low.neurons <= fewest_on_a_lattice(samples, tol)
    assert low.neurons <= built.neurons <= low.pieces


@settings(deadline=None, max_examples=60)
@given(values, st.sampled_from([0.55, 1.1]))
def test_no_network_on_a_lattice_is_smaller_than_what_is_built(y, tol):
    """The lattice's own networks touch no side of the tube: a tenth of a lattice step is left."""
    samples = samples_of(y)
    assert fewest_neurons(samples, tol).neurons <= fewest_on_a_lattice(samples, tol)


@pytest.mark.parametrize(
    ("f", "box", "tol", "neurons"),
    [
        (np.exp, (0.0, 1.0), 0.1, 1),  # a flat first link: 1.08 + 1.84*relu(x - 0.15)
        (np.square, (0.0, 1.0), 0.003, 6),  # sqrt(2 tol) flat, then links sqrt(8 tol) wide
        (lambda x: np.sin(2 * np.pi * x), (0.0, 1.0), 0.04, 6),  # no flat link: others lean
    ],
)
def test_links_less_one(f, box, tol, neurons):
    samples = sample(f, *box, resolution=1e-3 * tol)
    polyline = fewest_neurons(samples, tol)

    assert polyline.neurons == neurons == polyline.pieces - 1
    assert network_error(polyline, samples) <= tol * (1 + 1e-6)


def test_one_neuron_for_a_parabola_is_the_best_one():
    """Flat, then one link below f at its ends and above it between: sqrt(2 t) + sqrt(8 t) = 1."""
    samples = sample(np.square, 0.0, 1.0, resolution=1e-6)
    best = (3 * np.sqrt(2)) ** -2
    assert best_neurons(samples, 1).error == pytest.approx(best, rel=1e-2)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.floats(-5, 5), min_size=2, max_size=30), st.floats(0.05, 3))
def test_the_network_is_within_the_tube_and_has_the_fewest_links(y, tol):
    samples = samples_of(y)
    polyline = fewest_neurons(samples, tol)

    assert polyline.pieces == fewest_links(samples, tol).pieces
    assert ramp_network(polyline).neurons == polyline.neurons
    assert network_error(polyline, samples) <= tol * (1 + 1e-6) + 1e-9


knots = st.lists(st.floats(-5, 5), min_size=2, max_size=12)


def way(path):
    """How far the ends of a flat link at some height between them, or of a first slope that any
    changes of slope add up to nothing with, have to move: tilting may know a shorter way."""
    flat = 0.5 * np.abs(np.diff(path.values)[np.argmin(np.abs(path.slopes))])
    return min(flat, 0.5 * (path.edges[-1] - path.edges[0]) * min(subset_sums(path.slopes)))


def require_tilted(path, tilted, room):
    """Within the room, and with one neuron less than links."""
    slopes, (left, right) = tilted.slopes, (path.edges[0], path.edges[-1])

    assert np.abs(tilted.values - path.values).max() <= room * (1 + 1e-9)
    assert slopes[0] + np.diff(slopes)[tilted.left].sum() == pytest.approx(0.0, abs=1e-9)
    x = np.linspace(left, right, 101)
    network = ramp_network(tilted)
    np.testing.assert_allclose(network.forward(x[:, None])[:, 0], tilted(x), atol=1e-8)
    assert network.neurons == path.pieces - 1


@settings(deadline=None, max_examples=100)
@given(knots, st.floats(1.001, 3))
def test_tilting_saves_the_neuron_where_there_is_room(y, times):
    path = Polyline(np.arange(len(y), dtype=float), np.array(y), 0.0)
    room = times * way(path) + 1e-9
    require_tilted(path, tilt(path, room), room)


@settings(deadline=None, max_examples=100)
@given(knots, st.floats(0.01, 3))
def test_tilting_changes_no_more_than_the_room(y, room):
    path = Polyline(np.arange(len(y), dtype=float), np.array(y), 0.0)
    tilted = tilt(path, room)
    if tilted is None:
        assert way(path) > room * (1 - 1e-6)
    else:
        require_tilted(path, tilted, room)


def test_many_kinks_balance_almost_exactly():
    samples = sample(lambda x: np.sin(20 * x), 0.0, 1.0, resolution=1e-7)
    path = fewest_links(samples, 1e-4)
    assert tilt(path, 1e-9) is not None


@pytest.mark.parametrize(("tol", "links"), [(0.1, 4)])
def test_a_flat_link_is_found_where_tilting_takes_too_much(tol, links):
    """Runge's function: flat, up, down, flat."""
    samples = sample(lambda x: 1 / (1 + 25 * x**2), -1.0, 1.0, resolution=1e-5)
    path = flat_path(samples, tol, links)

    assert path.pieces == links
    assert np.min(np.abs(path.slopes)) <= 1e-12
    assert path.error <= tol * (1 + 1e-9)
    assert fewest_neurons(samples, tol).neurons == links - 1


def budget_samples():
    return sample(lambda x: np.cos(9 * x) + x, 0.0, 1.0, resolution=1e-6)


def test_a_large_budget_is_worth_one_link_more():
    samples = budget_samples()
    more = best_links(samples, 26).error
    assert best_neurons(samples, 25).error == pytest.approx(more, rel=5e-3)


@pytest.mark.parametrize("neurons", [1, 2, 3, 8, 25])
def test_a_budget_of_neurons_is_kept_and_is_worth_no_less_than_links(neurons):
    samples = budget_samples()
    polyline = best_neurons(samples, neurons)

    assert polyline.neurons <= neurons
    assert polyline.error <= best_links(samples, neurons).error
    assert network_error(polyline, samples) <= polyline.error * (1 + 1e-6)


def test_large_slopes_do_not_cancel():
    """sqrt at 1e-6 has slopes of 1e5 at 0; looking away from the flattest link keeps them small."""
    samples = make_target("sqrt").sample(1e-9)
    network = ramp_network(fewest_neurons(samples, 1e-6))
    right = np.array([[1.0]])
    hidden = network.layers[0].forward(right)[0]
    assert np.abs(network.layers[1].weights[0] * hidden).sum() < 2.0
