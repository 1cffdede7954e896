"""The path with the fewest links: brute force never beats it, and it stays inside its tube."""

import itertools
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uat.base.errors import TargetError
from uat.constructions.line.partition import best_links, fewest_links, interpolated
from uat.constructions.line.partition.balance import turned_around
from uat.functions.sampling import Samples, sample

values = st.lists(st.integers(-4, 4), min_size=2, max_size=8)


def samples_of(y):
    y = np.asarray(y, dtype=float)
    return Samples(np.arange(y.size, dtype=float), y, np.zeros(y.size - 1, bool), 1.0)


def fewest_on_a_lattice(samples, tol):
    """The fewest links of a path in the tube whose knots lie on a lattice of halves.

    A lower bound for nothing, an upper bound for the true minimum: a path that the sweep must not
    lose to. A link is inside the tube if it is so at the tube's corners and at its own ends.
    """
    x, y = samples.x, samples.y
    columns = np.arange(0, x[-1] + 0.25, 0.5)
    middle = np.interp(columns, x, y)
    nodes = [
        [v for v in np.arange(np.ceil(2 * (m - tol)) / 2, m + tol + 1e-9, 0.5)] for m in middle
    ]
    best = [dict.fromkeys(column, 10**9) for column in nodes]
    best[0] = dict.fromkeys(nodes[0], 0)
    for j in range(1, len(columns)):
        for i in range(j):
            inside = (x >= columns[i]) & (x <= columns[j])
            for v, w in itertools.product(nodes[i], nodes[j]):
                line = np.interp(x[inside], [columns[i], columns[j]], [v, w])
                if np.all(np.abs(line - y[inside]) <= tol + 1e-9):
                    best[j][w] = min(best[j][w], best[i][v] + 1)
    return min(best[-1].values(), default=10**9)


def path_in_tube(polyline, samples, tol):
    """Largest distance of the path from the samples' own polyline, over all corners of both."""
    x = np.concatenate([samples.x, polyline.edges])
    f = np.interp(x, samples.x, samples.y)
    return np.abs(polyline(x) - f).max()


@settings(deadline=None, max_examples=150)
@given(values, st.integers(1, 4))
def test_brute_force_never_beats_it(y, half_tols):
    tol = half_tols / 2
    samples = samples_of(y)
    polyline = fewest_links(samples, tol * (1 + 1e-9))
    assert polyline.pieces <= fewest_on_a_lattice(samples, tol)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.floats(-5, 5), min_size=2, max_size=40),
    st.floats(0.05, 3),
    st.integers(0, 10**6),
)
def test_the_path_is_inside_the_tube_everywhere(y, tol, seed):
    steps = np.random.default_rng(seed).uniform(0.05, 2, len(y) - 1)
    x = np.concatenate([[0.0], np.cumsum(steps)])
    samples = Samples(x, np.array(y), np.zeros(len(y) - 1, bool), 1.0)
    polyline = fewest_links(samples, tol)
    assert path_in_tube(polyline, samples, tol) <= tol + 1e-9
    assert np.all(np.diff(polyline.edges) > 0)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(-5, 5), min_size=3, max_size=25), st.integers(1, 6))
def test_the_best_tolerance_for_a_number_of_links(y, links):
    samples = samples_of(y)
    polyline = best_links(samples, links)
    assert polyline.pieces <= links
    smaller = polyline.error * (1 - 1e-6)
    if smaller > 1e-9:
        assert fewest_links(samples, smaller).pieces > links


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(("tol", "links"), [(0.1, 5), (0.01, 21), (1e-3, 64)])
def test_left_to_right_and_right_to_left_need_the_same(reverse, tol, links):
    def f(x):
        x = 1 - x if reverse else x
        return 0.2 + 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.05 * np.cos(50 * x)

    samples = sample(f, 0.0, 1.0, resolution=1e-3 * tol)
    assert fewest_links(samples, tol).pieces == links


def test_a_straight_line_is_one_link():
    polyline = fewest_links(samples_of([1.0, 2.0, 3.0, 4.0]), 1e-6)
    assert polyline.pieces == 1
    assert polyline.slopes[0] == pytest.approx(1.0)


def test_a_jump_is_refused_with_its_place_unless_it_fits_the_tube():
    def jump(x):
        return np.where(x < 0.3, 0.0, 1.0)

    samples = sample(jump, 0.0, 1.0, resolution=1e-3)
    with pytest.raises(TargetError, match=r"jumps by 1 at x = 0\.3.*use steps"):
        fewest_links(samples, 0.49)
    assert fewest_links(samples, 0.51).pieces == 1


def test_no_tube_is_swept_twice_nor_one_that_cannot_need_fewer_links(monkeypatch):
    samples, swept = sample(np.sin, 0, 6, resolution=1e-4), []
    module = sys.modules[fewest_links.__module__]
    real = module._sweep
    monkeypatch.setattr(module, "_sweep", lambda s, tol, *r: swept.append(tol) or real(s, tol, *r))
    path = fewest_links(samples, 0.1)
    assert fewest_links(samples, 0.1) is path and len(swept) == 2
    for tol, others in ((0.099, samples), (0.099, turned_around(samples))):
        assert fewest_links(others, tol).pieces == path.pieces
    assert swept[2:] == [0.099, 0.099]  # and none for what rounding adds
    more = samples.with_points(np.array([0.123]), np.sin([0.123]))  # are other samples
    assert fewest_links(more, 0.1) is not path and len(swept) == 6


def test_interpolation_measures_its_own_error():
    samples = sample(np.sin, 0.0, 3.0, resolution=1e-6)
    edges = np.linspace(0, 3, 11)
    polyline = interpolated(samples, np.sin(edges), edges)
    x = np.linspace(0, 3, 100_001)
    assert polyline.error == pytest.approx(np.abs(polyline(x) - np.sin(x)).max(), abs=2e-6)
