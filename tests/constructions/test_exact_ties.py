"""Tolerances that so many pieces meet exactly, and no fewer: closed forms, in exact fractions."""

from fractions import Fraction

import numpy as np
import pytest

import uat
from uat.accuracy.proof import prove
from uat.constructions.line.minimum import minimum
from uat.constructions.line.partition import fewest_everywhere, fewest_steps, smallest_path
from uat.functions.sampling import sample
from uat.functions.target import make_target

EPS = float(np.finfo(float).eps)


class Parabola:
    """a*(x - c)^2 + d on an interval, and what n equal links make of it.

    A chord of length h is a*h^2/4 above or below the parabola in its middle, so that shifted by
    half of that it is a*h^2/8 away there and at both ends. Links of any other lengths have one that
    is longer than L/n, so n links within a*L^2/(8*n^2) are equal ones, and fewer cannot be.
    """

    def __init__(self, a, c, d, low, high, n):
        self.a, self.c, self.d, self.n = a, c, d, n
        self.box = (low, high)
        self.length = Fraction(high) - Fraction(low)
        self.tolerance = abs(Fraction(a)) * self.length**2 / (8 * n * n)
        ends = [abs(Fraction(a)) * (Fraction(x) - Fraction(c)) ** 2 for x in self.box]
        # Of every number that occurs when f is computed.
        self.size = float(max(*ends, abs(Fraction(d)), *(abs(Fraction(x)) for x in (low, high, c))))

    def __call__(self, x):
        return self.a * (x - self.c) ** 2 + self.d

    def exact(self, x):
        return Fraction(self.a) * (x - Fraction(self.c)) ** 2 + Fraction(self.d)

    @property
    def neurons(self):
        """n, or n - 1 if slopes of kinks, all 2*a*h, add up to minus the first slope."""
        h = self.length / self.n
        turns = -(2 * (Fraction(self.box[0]) - Fraction(self.c)) + h) / (2 * h)
        balanced = turns.denominator == 1 and 0 <= turns <= self.n - 1
        return self.n - 1 if balanced else self.n

    def error_of(self, edges, values):
        """The sup norm of polyline - f, exactly: at knots, and where f has the slope of a link."""
        x = [Fraction(float(edge)) for edge in edges]
        y = [Fraction(float(value)) for value in values]
        worst = max(abs(v - self.exact(u)) for u, v in zip(x, y, strict=True))
        for left, right, first, last in zip(x[:-1], x[1:], y[:-1], y[1:], strict=True):
            slope = (last - first) / (right - left)
            at = slope / (2 * Fraction(self.a)) + Fraction(self.c)
            if left < at < right:
                worst = max(worst, abs(first + slope * (at - left) - self.exact(at)))
        return worst


def parabolas(count, seed=113):
    lot = np.random.default_rng(seed)
    for number in range(count):
        a = float(lot.uniform(0.1, 10) * lot.choice([-1, 1]))
        length = float(lot.uniform(0.5, 20))
        middle, n = float(lot.uniform(-5, 5)), int(lot.integers(1, 13))
        if number % 2:  # the vertex in the middle: the ends are rounded so that it is there exactly
            c = float(np.round(middle))
            half = float(np.round(0.5 * length * 1024) / 1024) or 0.5
            low, high = c - half, c + half
        else:
            c, low, high = float(lot.uniform(-5, 5)), middle, middle + length
        yield Parabola(a, c, float(lot.uniform(-3, 3)), low, high, n)


CASES = list(parabolas(200))


@pytest.mark.parametrize("part", range(10))
def test_two_hundred_parabolas_take_the_links_that_meet_the_tolerance_exactly(part):
    """f is computed with at most 4 roundings of numbers up to its size, on both sides; a path may
    be 8 EPS*|f| outside the tube (`partition.contacts`); its values are rounded, too."""
    for f in CASES[part::10]:
        tol = float(f.tolerance)
        samples = sample(f, *f.box, resolution=1e-3 * tol)
        path, better = fewest_everywhere(f, samples, tol)

        assert path.pieces == f.n
        assert f.error_of(path.edges, path.values) <= tol + 16 * EPS * f.size
        assert set(samples.x) <= set(better.x)


@pytest.mark.parametrize("part", range(4))
def test_parabolas_take_the_fewest_neurons(part):
    for f in CASES[part:48:4]:
        tol = float(f.tolerance)
        path, _ = smallest_path(f, sample(f, *f.box, resolution=1e-3 * tol), tol)

        assert (path.pieces, path.neurons) == (f.n, f.neurons)
        assert f.error_of(path.edges, path.values) <= tol + 16 * EPS * f.size


@pytest.mark.parametrize("n", [2, 3, 5])
@pytest.mark.parametrize(
    ("off", "more"), [(-1e-15, 0), (1e-15, 0), (-1e-12, 1), (1e-12, 0), (-1e-9, 1), (1e-9, 0)]
)
def test_just_beside_the_tie(n, off, more):
    """Rounding is worth 1e-13 of these tolerances: by less they are the same, by more they are not.

    No path, even of one link fewer than is built, is what the lower bound says as well.
    """
    f = Parabola(1.0, 0.0, 0.0, -10.0, 10.0, n)
    target, tol = make_target("x^2", f.box), float(f.tolerance) * (1 + off)
    path, samples = fewest_everywhere(target, target.sample(1e-3 * tol), tol)

    assert path.pieces == n + more
    assert minimum(target, "ramps", tol, samples).pieces == n + more


def test_a_large_offset_leaves_room_for_its_own_rounding_only():
    net = uat.approximate("1e6 + x^2", (-10, 10), construction="ramps", tol=2)

    assert net.network.neurons == 4
    assert net.error.max <= 2 + 16 * EPS * 1e6
    less = uat.approximate("1e6 + x^2", (-10, 10), construction="ramps", tol=2 * (1 - 1e-6))
    assert less.partition.pieces == 6


def test_the_square_on_twenty_within_two_takes_four_neurons_and_the_proof_says_so():
    """2 + 8*(relu(x - 2) + relu(x - 6) + relu(-x - 2) + relu(-x - 6)) is within 2 of x^2."""
    net = uat.approximate("x^2", (-10, 10), construction="ramps", tol=2, prove=True)

    assert net.network.neurons == 4
    assert net.error.met
    assert 2 <= net.error.proven <= 2 + 64 * EPS * 100
    assert net.minimum().neurons == 4
    np.testing.assert_allclose(np.sort(net.partition.cuts), [-6, -2, 2, 6], atol=1e-9)


def test_the_cube_takes_nineteen_links():
    net = uat.approximate("x^3", (-10, 10), construction="ramps", tol=2)
    assert net.partition.pieces == 19 == net.minimum().pieces


@pytest.mark.parametrize("n", [1, 2, 3, 7, 10, 49, 1000])
@pytest.mark.parametrize(("slope", "low", "high"), [(1.0, 0.0, 1.0), (-3.7, -2.0, 5.0)])
def test_steps_of_a_line_are_as_many_as_meet_the_tolerance_exactly(n, slope, low, high):
    def f(x):
        return slope * x

    tol = float(abs(Fraction(slope)) * (Fraction(high) - Fraction(low)) / (2 * n))
    samples = sample(f, low, high, resolution=1e-2 * tol)

    assert fewest_steps(f, samples, tol).pieces == n
    if n <= 49:  # n roundings are less than the difference
        assert fewest_steps(f, samples, tol * (1 - 1e-11)).pieces == n + 1
    partition = fewest_steps(f, samples, tol)
    assert partition.error <= tol + 8 * EPS * np.abs(samples.y).max()


def test_proven_steps_of_a_wave_are_as_many_as_meet_the_tolerance():
    """sin rises and falls by 4 altogether; a piece at each of its two extrema takes 0.2 twice."""
    net = uat.approximate("sin(2*pi*x)", (0, 1), construction="steps", tol=0.1, prove=True)

    assert net.network.neurons == 17 == net.minimum().neurons
    assert net.error.met
    assert 0.1 <= net.error.proven <= 0.1 + 1e-12


@pytest.mark.parametrize(("n", "neurons"), [(10, 9), (20, 19), (64, 63)])
def test_proven_steps_of_a_line(n, neurons):
    net = uat.approximate("x", (0, 1), construction="steps", tol=1 / (2 * n), prove=True)
    assert net.network.neurons == neurons == net.minimum().neurons
    assert net.error.met


@pytest.mark.parametrize(
    ("f", "box", "tol", "neurons", "links"),
    [
        ("x", (0, 1), 0.5, 0, 1),  # half the range
        ("x", (0, 1), 0.49, 1, 1),
        ("x^2", (0, 1), 0.5, 0, 1),
        ("sin(2*pi*x)", (0, 1), 1, 0, 1),
        ("sign(x)", (-1, 1), 1, 0, 1),  # a jump of twice the tolerance
        ("7", (0, 1), 0.1, 0, 1),
        ("3*x - 1", (-2, 9), 1e-6, 1, 1),
        ("abs(x)", (-1, 1), 0.5, 0, 1),
        ("abs(x)", (-1, 1), 0.25, 2, 2),
        ("abs(x - 0.3)", (-1, 1), 1e-9, 2, 2),
        ("max(x - 0.5, 0)", (0, 1), 1e-3, 1, 2),
        # |x| within 1/4 is a flat line and two links; one that is not flat has no room to turn.
        ("abs(x) + abs(x - 1)", (-1, 2), 0.01, 2, 3),
        ("x^2", (0, 10), 2, 3, 3),  # n = 2.5: two links and the half of one, which is flat
        ("1e6*x^2", (-1e-2, 1e-2), 2, 4, 5),  # the same as x^2 on -10:10
        ("x^2", (-1e4, 1e4), 2e6, 4, 5),
    ],
)
def test_small_and_exact_cases(f, box, tol, neurons, links):
    target = make_target(f, box)
    path, samples = smallest_path(target, target.sample(1e-3 * tol), tol)
    low = minimum(target, "ramps", tol, samples)

    assert (path.neurons, path.pieces) == (neurons, links)
    assert low.pieces == links
    assert low.neurons <= neurons


def test_a_spike_that_building_saw_is_seen_by_the_minimum():
    f = "exp(-((x-0.4321)/1e-6)^2)"
    for construction in ("steps", "ramps"):
        net = uat.approximate(f, (0, 1), construction=construction, tol=0.1)
        assert net.minimum().neurons >= net.network.neurons - 1 >= 2


def test_a_proof_without_room_is_as_sharp_as_rounding():
    net = uat.approximate("x", (0, 1), construction="steps", tol=1 / 20)
    proof = prove(net.network, net.target, samples=net.samples, slack=1e-13)
    assert 1 / 20 <= proof.bound <= 1 / 20 + 1e-13
    assert proof.boxes.left.size < 1000
