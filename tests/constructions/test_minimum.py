"""The lower side: never above what is built, equal to it where theory says so, and forced."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import uat
from uat.accuracy.proof import prove
from uat.base.errors import InputError, TargetError
from uat.constructions.line.minimum import minimum
from uat.constructions.line.partition import fewest_links
from uat.functions.sampling import Samples
from uat.functions.target import make_target
from uat.networks.network import Layer, Network

# theory.md: neurons of steps, links of ramps, for 0.1, 0.03, 0.01, 0.003, 0.001.
TOLERANCES = (0.1, 0.03, 0.01, 0.003, 0.001)
STEPS = {
    "nielsen": (6, 28, 94, 326, 993),
    "sine": (17, 65, 197, 665, 1997),
    "runge": (8, 32, 96, 320, 960),
    "abs": (8, 32, 98, 332, 998),
    "sqrt": (4, 16, 49, 166, 499),
    "sign": (1, 1, 1, 1, 1),
}
LINKS = {
    "nielsen": (5, 13, 21, 38, 64),
    "sine": (5, 7, 13, 23, 39),
    "runge": (4, 7, 10, 18, 32),
    "abs": (2, 2, 2, 2, 2),
    "sqrt": (2, 3, 5, 9, 16),
    "chirp": (13, 20, 38, 69, 118),
}


@pytest.mark.parametrize("name", sorted(STEPS))
def test_no_smaller_staircase_exists(name):
    target = make_target(name)
    for tol, neurons in zip(TOLERANCES, STEPS[name], strict=True):
        low = minimum(target, "steps", tol)
        assert (low.neurons, low.pieces, low.certain) == (neurons, neurons + 1, True)


@pytest.mark.parametrize("name", sorted(LINKS))
def test_no_smaller_polyline_exists(name):
    """abs and sqrt bend one way only and are steep at their ends: a neuron gives the slope."""
    target = make_target(name)
    for tol, links in zip(TOLERANCES, LINKS[name], strict=True):
        low = minimum(target, "ramps", tol)
        more = name == "abs" or (name == "sqrt" and tol < 0.1)
        assert (low.pieces, low.neurons) == (links, links - 1 + more)


@pytest.mark.parametrize("name", sorted(LINKS))
def test_what_is_built_is_the_smallest(name):
    """Two cells of the table stay open by one neuron: sine at 0.03 and sqrt at 0.1."""
    for tol in TOLERANCES:
        net = uat.approximate(name, construction="ramps", tol=tol)
        more = int((name, tol) in (("sine", 0.03), ("sqrt", 0.1)))
        assert net.network.neurons == minimum(net.target, "ramps", tol).neurons + more


@pytest.mark.parametrize(
    ("f", "neurons"), [("x", 1), ("-x", 1), ("0.2", 0), ("abs(x - 0.5)", 2), ("max(x - 0.5, 0)", 1)]
)
def test_a_neuron_for_the_slope_is_demanded_only_where_none_else_gives_it(f, neurons):
    assert minimum(make_target(f), "ramps", 0.01).neurons == neurons


@pytest.mark.parametrize("construction", ["steps", "bumps", "ramps"])
@pytest.mark.parametrize("f", ["exp(x)*sin(9*x)", "cbrt(x - 0.4)", "abs(sin(12*x))", "x", "1"])
def test_never_above_what_is_built(construction, f):
    for tol in (0.2, 0.013):
        net = uat.approximate(f, construction=construction, tol=tol)
        low = minimum(net.target, construction, tol, net.samples)
        assert low.neurons <= net.network.neurons
        assert low.pieces <= net.partition.pieces


def test_a_single_relu_beats_the_count_of_links():
    """One neuron makes two links if the first is flat, so links - 1 is the neurons' bound."""
    low = minimum(make_target("max(x - 0.5, 0)"), "ramps", 0.01)

    assert (low.pieces, low.neurons) == (2, 1)


def test_three_relus_make_a_path_of_four_links():
    """Flat, up, down, flat: fewer neurons than links, and as few as the witnesses allow."""
    w, b, a = [1.0, 1.0, 1.0], [0.42, 0.0, -0.42], [2.05, -4.1, 2.05]
    network = Network((Layer([[v] for v in w], b, "relu"), Layer([a], [0.112], "linear")))
    target = make_target("runge")
    low = minimum(target, "ramps", 0.1)

    assert prove(network, target).bound <= 0.1
    assert (low.pieces, low.neurons) == (4, 3)


def test_witness_pairs_are_disjoint_and_too_far_apart():
    low = minimum(make_target("nielsen"), "steps", 0.01)
    x = low.witnesses.ravel()
    f = [0.2 + 0.4 * t**2 + 0.3 * t * math.sin(15 * t) + 0.05 * math.cos(50 * t) for t in x]

    assert np.all(np.diff(x) > 0)
    assert np.all(np.abs(np.diff(np.reshape(f, (-1, 2)), axis=1)) > 0.02)
    np.testing.assert_allclose(low.values, np.reshape(f, (-1, 2)), atol=1e-14)


def test_witness_triples_pass_no_line_and_stay_apart_within_a_kind():
    tol, low = 0.003, minimum(make_target("nielsen"), "ramps", 0.003)
    with mpmath.workprec(200):
        for (a, b, c), rising in zip(low.witnesses.tolist(), low.rising, strict=True):
            f = [
                mpmath.mpf(0.2)
                + mpmath.mpf(0.4) * mpmath.mpf(t) ** 2
                + mpmath.mpf(0.3) * t * mpmath.sin(15 * mpmath.mpf(t))
                + mpmath.mpf(0.05) * mpmath.cos(50 * mpmath.mpf(t))
                for t in (a, b, c)
            ]
            sign = 1 if rising else -1
            share = (mpmath.mpf(b) - a) / (mpmath.mpf(c) - a)
            chord = sign * (f[0] + (f[2] - f[0]) * share) - tol
            assert chord > sign * f[1] + tol
    for kind in (True, False):
        rows = low.witnesses[low.rising == kind]
        assert np.all(rows[1:, 0] >= rows[:-1, 2])


@settings(max_examples=60)
@given(st.lists(st.integers(-5, 5), min_size=2, max_size=40), st.integers(1, 4))
def test_samples_of_any_shape_force_no_more_links_than_the_path_has(y, half_tols):
    y = np.array(y, dtype=float)
    x = np.arange(y.size, dtype=float)
    samples = Samples(x, y, np.zeros(y.size - 1, bool), 1.0)
    target = make_target(lambda t: np.interp(t, x, y), (0.0, float(x[-1])))
    low = minimum(target, "ramps", half_tols / 2, samples)

    assert low.pieces <= fewest_links(samples, half_tols / 2 * (1 + 1e-9)).pieces
    assert not low.certain


def test_a_constant_needs_nothing():
    for construction in ("steps", "ramps"):
        low = minimum(make_target("3"), construction, 0.1)
        assert (low.pieces, low.neurons, low.witnesses.size) == (1, 0, 0)


def test_what_has_no_minimum_is_refused():
    with pytest.raises(TargetError, match="jumps"):
        minimum(make_target("sign"), "ramps", 0.1)
    with pytest.raises(InputError, match="steps, bumps or ramps"):
        minimum(make_target("x"), "towers", 0.1)
    with pytest.raises(InputError, match="positive"):
        minimum(make_target("x"), "steps", 0.0)
