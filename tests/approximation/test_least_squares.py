"""Least squares: sums as small as trying all finds, laws for simple functions, words, refusals."""

import json
import math
from fractions import Fraction
from itertools import combinations

import matplotlib.pyplot as plt
import mpmath
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import uat
from uat.cli import main
from uat.constructions.line.partition.parts import Parts, parts_of
from uat.constructions.line.partition.runs import best_knots
from uat.functions.sampling import Samples


def steps_left(y, pieces):
    """The least sum of squares that so many heights leave, by trying all cuts."""
    return min(
        sum(float(np.sum((part - part.mean()) ** 2)) for part in np.split(y, cuts))
        for cuts in combinations(range(1, y.size), pieces - 1)
    )


def path_left(x, y, links, places=None):
    """The least sum that a path leaves with its knots at places, or at samples, by trying all."""
    places = x if places is None else places
    sums = []
    for inner in combinations(range(1, places.size - 1), links - 1):
        knots = places[[0, *inner, places.size - 1]]
        hats = np.array([np.interp(x, knots, row) for row in np.eye(knots.size)]).T
        rest = y - hats @ np.linalg.lstsq(hats, y, rcond=None)[0]
        sums.append(float(rest @ rest))
    return min(sums)


def lines_left(x, y, pieces):
    """The least sum that so many lines leave which need not meet."""

    def left(rows):
        line = np.stack([x[rows], np.ones(rows.size)], axis=1)
        rest = y[rows] - line @ np.linalg.lstsq(line, y[rows], rcond=None)[0]
        return float(rest @ rest)

    return min(
        sum(left(part) for part in np.split(np.arange(x.size), cuts))
        for cuts in combinations(range(1, x.size), pieces - 1)
    )


def sum_of(net, x, y):
    return float(np.sum((net(x) - y) ** 2))


@given(st.lists(st.integers(-9, 9), min_size=4, max_size=9), st.integers(1, 4))
def test_no_staircase_leaves_less_of_a_table(values, pieces):
    x, y = np.arange(len(values)) ** 1.3, np.array(values, dtype=float)
    net = uat.approximate((x, y), construction="steps", norm="l2", neurons=pieces - 1)

    least = steps_left(y, pieces)
    assert net.partition.pieces <= pieces
    assert net.partition.rms**2 * y.size == pytest.approx(least, rel=1e-9, abs=1e-18)
    # Between samples the neurons are still on their way: their tails change a little.
    assert sum_of(net, x, y) == pytest.approx(least, rel=1e-2, abs=1e-6)


@given(st.lists(st.integers(-9, 9), min_size=5, max_size=9), st.floats(0.2, 4))
def test_the_fewest_steps_for_a_root_mean_square(values, tol):
    x, y = np.arange(len(values)) ** 1.3, np.array(values, dtype=float)
    net = uat.approximate((x, y), construction="steps", norm="l2", tol=tol)

    enough = tol * tol * y.size * (1 + 1e-9)
    least = next(k for k in range(1, y.size + 1) if steps_left(y, k) <= enough)
    assert net.partition.pieces == net.partition.least == least and net.is_fewest
    assert net.error.met and sum_of(net, x, y) <= enough


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("links", [2, 3, 4])
def test_the_best_knots_among_samples_and_no_worse_between_them(seed, links):
    random = np.random.default_rng(seed)
    x, y = np.sort(random.random(9)), random.normal(size=9)
    moments = parts_of(Samples(x, y, np.zeros(8, dtype=bool), 0.0)).joined(
        np.array([0, *range(2, 9)])
    )
    knots, found = np.zeros(links + 1, dtype=np.int32), path_left(x, y, links)
    quads, rows = np.empty((100_000, 3)), np.empty((100_000, 2), dtype=np.int32)
    left = best_knots(moments.moments, x, np.zeros((links + 1, 9)), 1e9, knots, quads, rows)

    assert left == pytest.approx(found, rel=1e-9)
    assert path_left(x[knots], y[knots], links) == pytest.approx(0.0, abs=1e-20)
    net = uat.approximate((x, y), construction="ramps", norm="l2", neurons=links)
    halfway = np.sort(np.concatenate([x, 0.5 * x[:-1] + 0.5 * x[1:]]))
    least = path_left(x, y, links, halfway)
    assert least <= found * (1 + 1e-9)
    assert lines_left(x, y, links) - 1e-9 <= sum_of(net, x, y) <= least + 1e-9


def test_parts_add_up_as_sums_over_all_points_do():
    random = np.random.default_rng(5)
    weight, x, y = random.random(40), np.sort(random.random(40)) + 1e6, random.normal(size=40)
    moments = np.zeros((40, 6))
    moments[:, :3] = np.stack([weight, x, y], axis=1)
    whole = Parts(moments, np.linspace(0, 1, 41), at_samples=True).joined(np.array([0])).moments[0]
    mx, my = np.average(x, weights=weight), np.average(y, weights=weight)
    wanted = [weight.sum(), mx, my]
    wanted += [
        np.sum(weight * a * b) for a, b in ((x - mx, x - mx), (x - mx, y - my), (y - my, y - my))
    ]

    assert whole == pytest.approx(wanted, rel=1e-9)


# n steps of x leave 1/(n sqrt 12); n links of x², h = 1/n long, leave h²/(6 sqrt 5), and meet.
@pytest.mark.parametrize("pieces", [1, 2, 5, 16])
def test_laws_of_steps_and_links(pieces):
    steps = uat.approximate("x", construction="steps", norm="l2", neurons=pieces - 1)
    links = uat.approximate("x^2", construction="ramps", norm="l2", neurons=pieces)

    assert steps.partition.rms == pytest.approx(1 / (pieces * math.sqrt(12)), rel=1e-3)
    assert links.partition.rms == pytest.approx(1 / (6 * math.sqrt(5) * pieces**2), rel=1e-3)
    assert np.diff(steps.partition.edges) == pytest.approx(np.full(pieces, 1 / pieces), rel=2e-2)
    assert links.error.rms == pytest.approx(links.partition.rms, rel=1e-6)


@pytest.mark.parametrize("pieces", [3, 10])
def test_as_few_as_the_law_says(pieces):
    steps = uat.approximate(
        "x", construction="steps", norm="l2", tol=1.001 / (pieces * math.sqrt(12))
    )
    links = uat.approximate(
        "x^2", construction="ramps", norm="l2", tol=1.001 / (6 * math.sqrt(5) * pieces**2)
    )

    assert steps.partition.pieces == pieces and steps.is_fewest and steps.error.met
    assert links.partition.pieces == pieces and links.is_fewest and links.error.met


def rms_of(net, count=200_003):
    """On a grid that is not the program's own."""
    (a, b) = net.target.box[0]
    x = a + (b - a) * (np.arange(count) + 0.37) / count
    return float(np.sqrt(np.mean((net(x) - net.target(x)) ** 2)))


@pytest.mark.parametrize("construction", ["steps", "ramps"])
@pytest.mark.parametrize("f", ["nielsen", "sqrt", "runge"])
def test_the_network_meets_it_and_beats_the_one_for_the_largest_error(f, construction):
    net = uat.approximate(f, construction=construction, norm="l2", tol=0.02)
    other = uat.approximate(f, construction=construction, neurons=net.network.neurons)

    assert net.error.met and rms_of(net) <= 0.02 * (1 + 1e-4)
    assert net.error.rms == pytest.approx(rms_of(net), rel=1e-3)
    assert net.error.rms <= other.error.rms * (1 + 1e-6)
    assert net.partition.least <= net.partition.pieces


def test_a_jump_is_followed_in_the_mean():
    net = uat.approximate("where(x < 0.3, 0, 1) + 0*x", construction="steps", norm="l2", neurons=9)
    ramps = uat.approximate("where(x < 0.3, 0, 1)", construction="ramps", norm="l2", tol=0.05)

    assert net.partition.pieces == 2 and net.partition.cuts == pytest.approx([0.3])
    assert ramps.error.met and rms_of(ramps) <= 0.05 * (1 + 1e-3)


def test_more_neurons_leave_no_more():
    random = np.random.default_rng(3)
    x = np.linspace(0, 1, 80)
    y = np.sin(9 * x) + random.normal(0, 0.1, 80)
    for construction in ("steps", "ramps"):
        nets = [
            uat.approximate((x, y), construction=construction, norm="l2", neurons=n)
            for n in (1, 2, 4, 7, 12)
        ]
        sums = [net.partition.rms for net in nets]
        assert sums == sorted(sums, reverse=True)


def test_the_bound_over_samples_holds_in_fractions():
    random = np.random.default_rng(4)
    x, y = np.linspace(0, 1, 40), random.normal(size=40)
    net = uat.approximate((x, y), construction="ramps", norm="l2", tol=0.7, prove=True)
    hidden, output = net.network.layers
    exact = Fraction(0)
    for at, value in zip(x.tolist(), y.tolist(), strict=True):
        total = Fraction(float(output.biases[0])) - Fraction(value)
        for w, b, c in zip(np.asarray(hidden.weights)[:, 0], hidden.biases,
                           np.asarray(output.weights)[0], strict=True):  # fmt: skip
            z = Fraction(float(w)) * Fraction(at) + Fraction(float(b))
            total += Fraction(float(c)) * max(z, Fraction(0))
        exact += total * total
    exact /= len(x)

    assert exact <= Fraction(net.error.proven) ** 2 <= exact * (1 + Fraction(1, 10**9))
    assert "root mean square over the 40 samples is at most 0.7" in net.summary()


@pytest.mark.parametrize(
    ("f", "box", "tol"), [("sin(9*x)", (0, 1), 0.02), ("exp(-x)*x", (0, 4), 0.003)]
)
def test_the_bound_over_the_domain_holds_with_fifty_digits(f, box, tol):
    net = uat.approximate(f, box, construction="ramps", norm="l2", tol=tol, prove=True)
    hidden, output = net.network.layers
    neurons = list(zip(
        np.asarray(hidden.weights)[:, 0].tolist(), hidden.biases.tolist(),
        np.asarray(output.weights)[0].tolist(), strict=True,
    ))  # fmt: skip
    function = {"sin(9*x)": lambda x: mpmath.sin(9 * x), "exp(-x)*x": lambda x: x * mpmath.exp(-x)}

    def squared(x):
        total = mpmath.mpf(float(output.biases[0])) - function[f](x)
        return (total + sum(c * max(w * x + b, mpmath.mpf(0)) for w, b, c in neurons)) ** 2

    with mpmath.workdps(50):
        kinks = sorted({-mpmath.mpf(b) / w for w, b, _ in neurons})
        ends = [mpmath.mpf(box[0]), *(k for k in kinks if box[0] < k < box[1]), mpmath.mpf(box[1])]
        exact = mpmath.sqrt(mpmath.quad(squared, ends) / (box[1] - box[0]))

    assert exact <= net.error.proven <= 1.01 * exact
    assert net.error.met and net.error.proven <= tol
    assert "proven     root mean square of network - f <= 0.0" in net.summary()
    assert f"the root mean square over the domain is at most {tol}" in net.summary()


def test_steps_are_proven_and_jumps_are_not():
    net = uat.approximate("nielsen", construction="steps", norm="l2", tol=0.03, prove=True)
    jump = uat.approximate("where(x<0.3,0,1)", construction="steps", norm="l2", tol=0.1, prove=True)

    assert rms_of(net) <= net.error.proven <= min(0.03, 1.01 * rms_of(net))
    assert jump.error.met is False and "f jumps" in jump.error.unproven
    assert "was found to be at most 0.1; that is NOT proven" in jump.summary()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"norm": "l3"}, "choose one of sup, l2"),
        ({"norm": "l2", "noise": 0.1}, "choose one of both"),
        ({"norm": "l2", "above": True}, "leave out above"),
        ({"norm": "l2", "rel": 0.1}, "leave out rel"),
        ({"norm": "l2", "construction": "bumps"}, "use construction steps or ramps"),
        ({"norm": "l2", "partition": "uniform"}, "leave out uniform pieces"),
        ({"norm": "l2", "f": "x*y", "construction": "ridges"}, "one input, not 2"),
        ({"norm": "l2", "tol": 1e-5}, "more than 500 pieces"),
    ],
)
def test_requests_without_meaning(options, words):
    options = {"f": "sin(9*x)", **options}
    with pytest.raises(uat.UatError, match=words):
        uat.approximate(options.pop("f"), **options)


def test_the_command_its_data_and_a_miss():
    asked = ["approximate", "nielsen", "--with", "steps", "--norm", "l2", "--tol", "0.03"]
    ran = CliRunner().invoke(main, asked)
    data = json.loads(CliRunner().invoke(main, [*asked, "--json"]).stdout)["error"]
    missed = CliRunner().invoke(main, [*asked, "--steepness", "2"])

    assert ran.exit_code == 0
    assert "the root mean square over the domain was found to be at most 0.03" in ran.stdout
    assert "--with steps --tol 0.03 --norm l2 --plot" in ran.stdout
    assert data["counted"] == {"squares": True, "at_samples": False, "outliers": 0}
    assert data["met"] and data["rms"] <= 0.03 < data["max"]
    assert missed.exit_code == 3 and "0.03 of the root mean square is NOT met" in missed.stdout


def test_pictures_say_that_it_is_the_root_mean_square():
    net = uat.approximate("nielsen", construction="ramps", norm="l2", neurons=6)
    for view in ("overview", "error", "tube"):
        net.plot(view=view)
    axes = net.plot(ax=plt.figure().gca())
    labels = axes.get_legend_handles_labels()[1]

    assert any("root mean square" in label for label in labels)
    plt.close("all")


def test_a_proven_root_mean_square_is_never_called_a_largest_distance():
    x, y = np.arange(6.0), np.array([1, 2, 1.5, 9, 2, 2.5])
    net = uat.approximate((x, y), construction="ramps", norm="l2", neurons=1, prove=True)
    assert net.error.proven < net.error.max
    assert "root mean square of network - f <= 2.6232 at all 6 samples" in net.summary()
