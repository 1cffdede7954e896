"""Equal boxes end where f jumps, and are thin across a spike."""

import math

import numpy as np
import pytest

import uat


def at_jump(x, y, z):
    """floor(x)+y+z, as a function of arrays of which nobody knows where it jumps."""
    return np.floor(x) + y + z


@pytest.mark.parametrize("construction", ["quadrants", "towers"])
@pytest.mark.parametrize("f", ["floor(x)+y+z", at_jump])
def test_a_jump_costs_no_more_boxes_than_there_are_steps(f, construction):
    """Between jumps f is y + z: boxes b × c of it vary by b + c <= 2 tol."""
    a = uat.approximate(f, [(0, 3)] * 3, tol=0.6, construction=construction)
    fewest = min(
        ny * nz for ny in range(1, 40) for nz in range(1, 40) if 3 / ny + 3 / nz <= 1.2 + 1e-9
    )

    np.testing.assert_allclose(a.partition.edges[0], [0, 1, 2, 3], atol=1e-12)
    assert a.partition.pieces == 3 * fewest
    assert construction == "towers" or a.error.met
    assert "of equal width" in a.kind.words(a)


def test_boxes_between_jumps_are_proven():
    a = uat.approximate("floor(x)+y+z", [(0, 3)] * 3, tol=0.6, prove=True)

    assert a.error.max <= a.error.proven <= 0.6
    assert a.partition.pieces <= 3 * 30  # 25 at least, see above; what a proof needs beside it


@pytest.mark.parametrize("place", [1 / 3, 0.3, 0.7071, 0.5, 0.015625])
def test_a_jump_anywhere_is_an_edge(place):
    a = uat.approximate(f"3*sign(x-{place!r})+y", [(0, 1)] * 2, tol=0.1, construction="towers")

    np.testing.assert_allclose(a.partition.edges[0], [0, place, 1], atol=1e-12)
    assert a.partition.edges[1].size == 6
    said = a.kind.words(a)
    assert ("between places where f jumps" in said) == (place != 0.5)


def test_a_plane_spike_of_three_inputs_is_followed_along_one_of_them():
    a = uat.approximate("x+z+exp(-((y-0.3001)/1e-5)^2)", [(0, 1)] * 3, tol=0.2)
    across = [edges.size - 1 for edges in a.partition.edges]
    peak = 1.3 + math.exp(0)

    assert a.error.met
    assert a(0.9, 0.3001, 0.4) == pytest.approx(peak, abs=0.2)
    assert a(0.9, 0.3003, 0.4) == pytest.approx(1.3, abs=0.2)
    assert np.prod(across) < 2000
    assert across[1] > max(across[0], across[2])


def test_neurons_are_spent_between_jumps():
    a = uat.approximate("floor(3*x)+y", [(0, 1)] * 2, neurons=60, construction="towers")

    # 3 × n towers and their 4 + (n + 1) sides are at most 60 neurons: n = 13.
    np.testing.assert_allclose(a.partition.edges[0], [0, 1 / 3, 2 / 3, 1], atol=1e-12)
    assert a.error.max == pytest.approx(1 / 26, rel=1e-6)


@pytest.mark.parametrize("formula", ["floor(x)+y", "y-ceil(-x)"])
def test_a_jump_at_the_end_of_the_domain_is_left_out(formula):
    """floor(x) is 0 on 0:1 but for its end: as few boxes as y alone takes."""
    a = uat.approximate(formula, [(0, 1)] * 2, tol=0.1)

    assert a.error.met
    assert len(a.pieces) == len(uat.approximate("y+0*x", [(0, 1)] * 2, tol=0.1).pieces)
    assert a.error.left_out
