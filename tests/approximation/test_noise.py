"""Tables whose samples are noisy: as few pieces as trying all finds, outliers, words, pictures."""

import json
from fractions import Fraction
from itertools import combinations, product

import matplotlib.pyplot as plt
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

import uat
from uat.cli import main


def runs(y, noise):
    """The fewest runs of values that one height serves, by growing each as far as it will go."""
    count, low, high = 1, y[0], y[0]
    for value in y:
        low, high = min(low, value), max(high, value)
        if high - low > 2 * noise:
            count, low, high = count + 1, value, value
    return count


def is_served(x, y, noise, ends, signs):
    """Whether links over these samples can be within the noise, and meet between them, by an LP.

    Neighbouring lines meet between two samples if and only if their difference changes sign there.
    """
    starts, links = (0, *ends), len(ends) + 1
    rows, limits = [], []

    def add(terms, limit):
        row = np.zeros(2 * links)
        for link, at, sign in terms:
            row[2 * link] += sign
            row[2 * link + 1] += sign * at
        rows.append(row)
        limits.append(limit)

    for link, (start, end) in enumerate(zip(starts, (*ends, x.size), strict=True)):
        for i in range(start, end):
            add([(link, x[i], 1)], y[i] + noise)
            add([(link, x[i], -1)], noise - y[i])
    for link, (end, sign) in enumerate(zip(ends, signs, strict=True)):
        add([(link, x[end - 1], -sign), (link + 1, x[end - 1], sign)], 0.0)
        add([(link, x[end], sign), (link + 1, x[end], -sign)], 0.0)
    return linprog(np.zeros(2 * links), rows, limits, bounds=(None, None)).success


def links(x, y, noise):
    """The fewest links within the noise, by trying all ways to share the samples among them."""
    for count in range(1, x.size):
        for ends in combinations(range(1, x.size), count - 1):
            if any(is_served(x, y, noise, ends, s) for s in product((1, -1), repeat=count - 1)):
                return count
    return x.size


def fewest(count, x, y, noise, outliers):
    """The fewest pieces without any so many of the samples."""
    kept = combinations(range(x.size), x.size - outliers)
    return min(count(x[list(rest)], y[list(rest)], noise) for rest in kept)


TABLES = st.lists(st.integers(-6, 6), min_size=5, max_size=8)


@given(TABLES, st.integers(0, 3), st.sampled_from([0.6, 1.1, 2.3]))
def test_no_fewer_steps_hold_all_samples_but_the_outliers(values, outliers, noise):
    x, y = np.arange(len(values)) ** 1.5, np.array(values, dtype=float)
    net = uat.approximate((x, y), construction="steps", noise=noise, outliers=outliers)

    least = fewest(lambda x, y, noise: runs(y, noise), x, y, noise, outliers)
    assert net.partition.pieces == net.partition.least == least and net.is_fewest
    assert net.error.met
    away = np.abs(net(x) - y)
    assert np.count_nonzero(away > noise * (1 + 1e-9)) <= outliers
    assert set(net.error.outliers) == set(x[away > noise * (1 + 1e-9)])


@pytest.mark.parametrize("seed", range(12))
def test_no_fewer_links_hold_all_samples_but_the_outliers(seed):
    random = np.random.default_rng(seed)
    x, y = np.sort(random.random(7)), random.normal(size=7).round(3)
    noise, outliers = float(random.choice([0.25, 0.6])), int(random.integers(0, 3))
    net = uat.approximate((x, y), construction="ramps", noise=noise, outliers=outliers)

    assert net.partition.pieces == net.partition.least == fewest(links, x, y, noise, outliers)
    assert net.error.met
    assert np.count_nonzero(np.abs(net(x) - y) > noise * (1 + 1e-9)) <= outliers


def noisy(count=60):
    random = np.random.default_rng(1)
    x = np.linspace(0, 10, count)
    y = np.where(x < 4, x, 8 - x) + random.uniform(-0.1, 0.1, count)
    y[[10, 33, 50]] += 5
    return x, y


def test_a_tent_with_three_outliers_is_two_links():
    x, y = noisy()
    net = uat.approximate((x, y), construction="ramps", noise=0.1, outliers=3)

    assert net.network.neurons <= 2 and net.is_fewest
    assert net.error.outliers == tuple(x[[10, 33, 50]])
    assert net.error.max <= 0.1 * (1 + 1e-12)
    every = uat.approximate((x, y), construction="ramps", noise=0.1)
    everywhere = uat.approximate((x, y), construction="ramps", tol=0.1)
    assert 2 < every.partition.pieces <= everywhere.partition.pieces


def test_more_noise_and_more_outliers_take_no_more_pieces():
    for construction in ("steps", "ramps"):
        counts = [
            [
                uat.approximate(
                    noisy(), construction=construction, noise=noise, outliers=outliers
                ).partition.pieces
                for outliers in (0, 1, 3)
            ]
            for noise in (0.05, 0.1, 0.4)
        ]
        assert counts == np.minimum.accumulate(np.minimum.accumulate(counts, 0), 1).tolist()


def test_a_search_that_takes_too_long_claims_nothing(monkeypatch):
    from uat.constructions.line.partition import at_samples

    monkeypatch.setattr(at_samples, "MOST_SWEPT", 0)
    net = uat.approximate(noisy(), construction="ramps", noise=0.1, outliers=3)

    assert net.error.met and not net.is_fewest and net.partition.least is None
    assert "as few links as were found" in net.summary()


def test_a_narrower_domain_counts_its_own_samples():
    x, y = noisy()
    for construction in ("steps", "ramps"):
        net = uat.approximate((x, y), (0.33, 5.1), construction=construction, noise=0.1, outliers=1)
        inside = (x >= 0.33) & (x <= 5.1)

        assert net.error.samples == np.count_nonzero(inside) and net.error.met
        assert net.partition.edges[[0, -1]].tolist() == [0.33, 5.1]


def relu_exactly(net, x):
    """The network's output in fractions, from its weights."""
    hidden, output = net.network.layers
    total = Fraction(float(output.biases[0]))
    for weight, bias, out in zip(
        np.asarray(hidden.weights)[:, 0], hidden.biases, np.asarray(output.weights)[0], strict=True
    ):
        z = Fraction(float(weight)) * Fraction(float(x)) + Fraction(float(bias))
        total += Fraction(float(out)) * max(z, Fraction(0))
    return total


@pytest.mark.parametrize("outliers", [0, 3])
def test_the_bound_holds_in_fractions_and_in_floats(outliers):
    x, y = noisy()
    net = uat.approximate((x, y), construction="ramps", noise=0.1, outliers=outliers, prove=True)
    counted = ~np.isin(x, net.error.outliers)
    exact = max(
        abs(relu_exactly(net, at) - Fraction(float(value)))
        for at, value in zip(x[counted], y[counted], strict=True)
    )

    assert exact <= Fraction(net.error.proven) <= exact * (1 + Fraction(1, 10**9))
    assert np.abs(net(x) - y)[counted].max() <= net.error.proven


@pytest.mark.parametrize("construction", ["steps", "ramps"])
def test_proven_words(construction):
    said = uat.approximate(noisy(), construction=construction, noise=0.1, prove=True).summary()

    assert "the network is not further than 0.1 from any of the 60 samples" in said
    assert "at all 60 samples" in said and "minimum    no " in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"f": "sin(x)", "noise": 0.1}, "samples of a table"),
        ({"f": "x*y", "noise": 0.1, "construction": "ridges"}, "one input, not 2"),
        ({"outliers": 2}, "add the noise"),
        ({"noise": 0.1, "outliers": 60}, "only 60 samples"),
        ({"noise": 0.1, "outliers": -1}, "whole number"),
        ({"noise": 0.1, "outliers": 1.5}, "whole number"),
        ({"noise": -0.1}, "positive"),
        ({"noise": "a"}, "must be a number"),
        ({"noise": 0.1, "tol": 0.2}, "leave out tol"),
        ({"noise": 0.1, "neurons": 5}, "leave out neurons"),
        ({"noise": 0.1, "rel": 0.1}, "leave out rel"),
        ({"noise": 0.1, "above": True}, "leave out above"),
        ({"noise": 0.1, "construction": "bumps"}, "use construction steps or ramps"),
        ({"noise": 0.1, "partition": "uniform"}, "leave out uniform pieces"),
        ({"noise": 0.1, "activation": "linear"}, "leave out noise"),
        ({"noise": 0.1, "box": (0.01, 0.02)}, "fewer than two samples"),
    ],
)
def test_requests_without_meaning(options, words):
    options = {"f": noisy(), **options}
    with pytest.raises(uat.UatError, match=words):
        uat.approximate(options.pop("f"), **options)


def test_what_is_known_for_the_largest_distance_only_is_refused():
    net = uat.approximate(noisy(), noise=0.1)

    assert net.construction == "steps" and net.others == {}
    with pytest.raises(uat.InputError, match="absolute"):
        net.minimum()
    with pytest.raises(uat.InputError, match="prove=True"):
        net.prove()


def test_the_command_its_data_and_its_pictures(tmp_path):
    file = tmp_path / "noisy.csv"
    np.savetxt(file, np.transpose(noisy()), delimiter=",", header="x,y", comments="")
    asked = ["approximate", str(file), "--with", "ramps", "--noise", "0.1", "--outliers", "3"]
    ran = CliRunner().invoke(main, [*asked, "--plot", str(tmp_path / "net.png")])
    error = json.loads(CliRunner().invoke(main, [*asked, "--json"]).stdout)["error"]

    assert ran.exit_code == 0
    assert "outliers   x = 1.69492, 5.59322, 8.47458: at least" in ran.stdout
    assert "not found further than 0.1 from 57 of the 60 samples" in ran.stdout
    assert error["counted"] == {"squares": False, "at_samples": True, "outliers": 3}
    assert len(error["outliers"]) == 3 and error["samples"] == 60 and error["met"]


def test_samples_are_drawn_as_points_with_what_is_allowed_at_each():
    net = uat.approximate(noisy(), construction="ramps", noise=0.1, outliers=3)
    for view in ("overview", "error", "tube", "pieces", "network"):
        net.plot(view=view)
    axes = net.plot(ax=plt.figure().gca())
    (bars,) = axes.collections
    ends = np.array([path.vertices[:, 1] for path in bars.get_paths()])

    assert len(ends) == 57 and np.ptp(ends, axis=1) == pytest.approx(np.full(57, 0.2))
    crosses = next(line for line in axes.lines if line.get_label() == "3 outliers")
    assert tuple(crosses.get_xdata()) == net.error.outliers
    plt.close("all")


def test_steeper_steps_are_tried_before_more_of_them():
    """With one outlier 6, 5 | 1, 3, 1 fit exactly; the first steps tried are not steep enough."""
    y = np.array([6.0, 5, 1, 3, 5, 1])
    net = uat.approximate((np.arange(6.0), y), construction="steps", noise=1, outliers=1)
    assert net.partition.pieces == net.partition.least == 2 and net.error.met


@pytest.mark.parametrize("activation", ["sigmoid", "atan", "gelu", "relu", "z/(1+abs(z))"])
@pytest.mark.parametrize("seed", range(3))
def test_no_activation_claims_more_pieces_than_are_needed(activation, seed):
    random = np.random.default_rng(seed)
    x, y = np.cumsum(random.choice([0.01, 1.0], 8)), random.integers(0, 6, 8).astype(float)
    net = uat.approximate((x, y), construction="steps", noise=1, outliers=1, activation=activation)
    least = fewest(lambda x, y, noise: runs(y, noise), x, y, 1.0, 1)
    assert net.error.met and net.partition.least == least
    assert net.is_fewest == (net.partition.pieces == least)


def test_what_is_proven_is_said_of_samples_also_where_the_tolerance_is_missed():
    x, y = np.arange(6.0), np.array([1, 2, 1.5, 9, 2, 2.5])
    net = uat.approximate((x, y), construction="steps", noise=0.5, steepness=1, prove=True)
    assert net.error.met is False and net.error.proven >= np.max(np.abs(net(x) - y))
    assert "|f - network| <= 5.38 at all 6 samples" in net.summary()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"construction": "bumps"}, "not for bumps"),
        ({"output": "sigmoid"}, "leave out a sigmoid output"),
        ({"partition": "uniform"}, "leave out uniform pieces"),
    ],
)
def test_what_does_not_go_with_noise_is_named(options, words):
    with pytest.raises(uat.InputError, match=words):
        uat.approximate(noisy(), noise=0.1, **{"construction": "steps", **options})


@pytest.mark.parametrize("y", [[5, 6, 1, 3], [6, 5, 1, 6, 4, 0]])
def test_noise_that_is_reached_exactly_is_met_by_the_proof(y):
    x, y = np.arange(len(y)), np.array(y, dtype=float)
    outliers = 0 if len(y) == 4 else 1
    net = uat.approximate((x, y), construction="steps", noise=0.5, outliers=outliers, prove=True)
    assert net.error.met and net.error.proven <= 0.5 + net.error.rounding <= 0.5 + 1e-12
