"""Tolerances that grow with |f|: as few pieces as theory says, refusals with the place, words."""

import json
import math

import matplotlib.pyplot as plt
import numpy as np
import pytest
from click.testing import CliRunner

import uat
from uat.accuracy.proof import Proof, check
from uat.cli import main
from uat.plots.tube import plot_tube


def share(net, absolute, relative, count=20_011):
    """The largest share of what is allowed, on a grid that is not the program's own."""
    (a, b) = net.target.box[0]
    x = a + (b - a) * (np.arange(count) + 0.37) / count
    y = net.target(x)
    return float(np.max(np.abs(net(x) - y) / np.maximum(absolute, relative * np.abs(y))))


# c is within r|y| of all y from m to M if and only if M(1 - r) <= m(1 + r): pieces on which ln f
# rises by 2 artanh r. Of exp it rises by 5 on [0, 5].
@pytest.mark.parametrize("r", [0.3, 0.1, 0.01])
@pytest.mark.parametrize(("f", "box"), [("exp(x)", (0, 5)), ("-exp(-x)", (0, 5))])
def test_as_few_steps_as_the_law_says(f, box, r):
    net = uat.approximate(f, box, construction="steps", rel=r)

    assert net.partition.pieces == math.ceil(5 / (2 * math.atanh(r))) and net.is_fewest
    assert net.error.met
    assert share(net, 0.0, r) <= 1 + 1e-11


def brute_steps(y, absolute, relative):
    """The fewest runs of samples that one height serves, by trying all."""
    low, high = (y + sign * np.maximum(absolute, relative * np.abs(y)) for sign in (-1, 1))
    best = [0] + [10**9] * y.size
    for stop in range(1, y.size + 1):
        for start in range(stop):
            if low[start:stop].max() <= high[start:stop].min():
                best[stop] = min(best[stop], best[start] + 1)
    return best[-1]


def greedy_steps(y, absolute, relative):
    """The pieces of samples when each is grown as far as one height will do."""
    radius = np.maximum(absolute, relative * np.abs(y))
    pieces, top, bottom = 1, -math.inf, math.inf
    for low, high in zip((y - radius).tolist(), (y + radius).tolist(), strict=True):
        top, bottom = max(top, low), min(bottom, high)
        if top > bottom:
            pieces, top, bottom = pieces + 1, low, high
    return pieces


@pytest.mark.parametrize(
    ("f", "tol", "r"), [("nielsen", 0.02, 0.1), ("sine", 0.1, 0.2), ("sine", 0.05, 0.5)]
)
def test_no_fewer_steps_and_links_are_in_a_mixed_tube(f, tol, r):
    steps = uat.approximate(f, construction="steps", tol=tol, rel=r)
    ramps = uat.approximate(f, construction="ramps", tol=tol, rel=r)

    x = np.linspace(0, 1, 400)
    assert steps.partition.pieces >= brute_steps(steps.target(x), tol, r)
    fine = greedy_steps(steps.target(np.linspace(0, 1, 100_001)), tol, r)
    assert fine <= steps.partition.pieces <= fine + 1  # a level may fall between two points
    for net in (steps, ramps):
        assert net.error.met and share(net, tol, r) <= 1 + 1e-9
        # A wider tube on all sides takes no more pieces, a thinner one no fewer.
        largest = tol + r * float(np.abs(net.target(x)).max())
        wide = uat.approximate(f, construction=net.construction, tol=largest)
        thin = uat.approximate(f, construction=net.construction, tol=tol)
        assert wide.partition.pieces <= net.partition.pieces <= thin.partition.pieces


@pytest.mark.parametrize("construction", ["steps", "ramps"])
def test_with_a_small_share_it_is_the_absolute_tolerance(construction):
    one = uat.approximate("nielsen", construction=construction, tol=0.05, rel=1e-6)
    other = uat.approximate("nielsen", construction=construction, tol=0.05)

    assert one.partition.pieces == other.partition.pieces


# Of a line through the origin each link is exact, however many decades it spans.
def test_ramps_are_relative_too():
    net = uat.approximate("1/x", (0.01, 1), construction="ramps", rel=0.05)

    assert net.error.met and net.is_fewest and share(net, 0.0, 0.05) <= 1 + 1e-9
    # Equally wide links in ln x: |f - g| <= r f over a link from a to qa is met by one q for all a.
    links = net.partition.edges[1:-1] / net.partition.edges[:-2]
    assert links[1:-1] == pytest.approx(links[1], rel=0.15)


@pytest.mark.parametrize(
    ("f", "box", "place"),
    [("sin(x)", (-1, 1), "x = 0,"), ("x^2", (0, 1), "x = 0,"), ("(x - 0.5)^2", (0, 1), "x = 0.5,")],
)
@pytest.mark.parametrize("construction", ["steps", "ramps"])
def test_where_f_is_0_is_named(f, box, place, construction):
    with pytest.raises(uat.TargetError, match=f"f is 0 near {place}.*tol"):
        uat.approximate(f, box, construction=construction, rel=0.1)


def test_a_sign_change_by_a_jump_is_no_zero():
    net = uat.approximate("where(x < 0.3, -1, 1)", construction="steps", rel=0.1)
    assert net.network.neurons == 1 and net.error.met

    with pytest.raises(uat.TargetError, match=r"jumps by 2 at x = 0\.3.*steps"):
        uat.approximate("where(x < 0.3, -1, 1)", construction="ramps", rel=0.1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rel": 1.0}, "between 0 and 1"),
        ({"rel": 0.0}, "between 0 and 1"),
        ({"rel": "a"}, "between 0 and 1"),
        ({"rel": 0.1, "neurons": 5}, "number of neurons"),
        ({"rel": 0.1, "above": True}, "leave above out"),
        ({"rel": 0.1, "construction": "bumps"}, "use construction steps or ramps"),
        ({"rel": 0.1, "partition": "uniform"}, "leave out uniform pieces"),
        ({"rel": 0.1, "tol": "1%"}, "in units"),
        ({"f": "x*y", "rel": 0.1, "construction": "ridges"}, "one input, not 2"),
    ],
)
def test_requests_without_meaning(options, words):
    options = {"construction": "steps", "f": "exp(x)", **options}
    with pytest.raises(uat.InputError, match=words):
        uat.approximate(options.pop("f"), **options)


def test_the_report_the_data_and_a_miss():
    asked = ["approximate", "exp(x)", "--with", "steps", "--rel", "0.05"]
    ran = CliRunner().invoke(main, asked)
    data = json.loads(CliRunner().invoke(main, [*asked, "--json"]).stdout)["error"]
    missed = CliRunner().invoke(main, [*asked, "--steepness", "2"])

    assert ran.exit_code == 0
    assert "outside the tolerance 0.05*|f|" in ran.stdout
    assert "--with steps --rel 0.05 --plot" in ran.stdout
    assert data["allowed"] == {"absolute": 0.0, "relative": 0.05}
    assert data["share"] == pytest.approx(1.0) and data["met"]
    assert missed.exit_code == 3 and "0.05*|f| is NOT met" in missed.stdout


def test_the_tube_that_is_drawn_grows_with_f():
    net = uat.approximate("exp(x)", (0, 2), construction="ramps", rel=0.1)
    axes = plot_tube(net)
    band = axes.collections[0].get_paths()[0].vertices

    inside = band[(band[:, 0] > 0) & (band[:, 0] < 2)]
    away = np.abs(inside[:, 1] / np.exp(inside[:, 0]) - 1)
    assert away == pytest.approx(np.full(away.size, 0.1))
    for view in ("overview", "error", "tube"):
        net.plot(view=view)
    plt.close("all")


def test_what_is_known_for_absolute_tolerances_only_is_refused():
    net = uat.approximate("exp(x)", construction="steps", rel=0.1)

    with pytest.raises(uat.InputError, match="absolute"):
        net.minimum()
    with pytest.raises(uat.InputError, match="absolute"):
        net.plot(view="minimum")
    assert net.others == {}


@pytest.mark.parametrize(
    ("options", "claim"),
    [
        ({"f": "exp(x)", "rel": 0.05}, "|f - network| <= 0.05*|f| everywhere on [0, 1]"),
        (
            {"f": "nielsen", "rel": 0.1, "tol": 0.02},
            "|f - network| <= max(0.02, 0.1*|f|) everywhere on [0, 1]",
        ),
    ],
)
@pytest.mark.parametrize("construction", ["steps", "ramps"])
def test_it_is_proven_and_the_checker_agrees(tmp_path, options, claim, construction):
    options = dict(options)
    net = uat.approximate(options.pop("f"), construction=construction, prove=True, **options)
    file = tmp_path / "proof.json"
    net.proof.save(file)
    data = json.loads(file.read_text())
    verdict = check(data)

    assert net.error.met and net.error.shares.proven <= 1
    assert verdict.ok, verdict.reason
    assert verdict.claim == claim
    assert Proof.load(file).to_dict() == net.proof.to_dict()
    assert "the network is nowhere outside the tolerance" in net.summary()


def test_no_forged_share_passes():
    net = uat.approximate("exp(3*x)", construction="ramps", rel=0.05, prove=True)
    data = net.proof.to_dict()
    absolute = {key: value for key, value in data.items() if key != "allowed"}

    assert check(data).ok
    assert not check({**data, "allowed": {"absolute": 0.0, "relative": 0.049}}).ok
    assert not check(
        {
            **data,
            "bound": 0.97,
            "boxes": {**data["boxes"], "bound": [min(b, 0.97) for b in data["boxes"]["bound"]]},
        }
    ).ok
    # Without its unit the same file claims |f - network| <= 1; with bounds of 0.05 it is false.
    rows = {**data["boxes"], "bound": [0.05] * len(data["boxes"]["bound"])}
    assert not check({**absolute, "boxes": rows, "bound": 0.05, "lower": 0.0}).ok
    for wrong in (
        None,
        [],
        {},
        {"absolute": 0.0, "relative": 1.0},
        {"absolute": 0.0, "relative": 0.0},
        {"absolute": -1.0, "relative": 0.5},
    ):
        assert not check({**data, "allowed": wrong}).ok
    assert not check({**data, "offset": 0.01}).ok


def test_with_jumps_nothing_is_proven_and_that_is_said():
    net = uat.approximate("where(x < 0.3, 1, 2)", construction="steps", rel=0.1, prove=True)

    assert net.error.met is False and "nothing is left out" in net.error.unproven


def test_without_a_name_it_is_built_by_what_can_build_it():
    assert uat.approximate("x + 1", rel=0.1).construction == "steps"
    assert uat.approximate("x + 1", tol=0.1).construction == "bumps"


@pytest.mark.parametrize(("text", "r"), [("10%", 0.1), ("2,5%", 0.025), ("1/8", 0.125)])
def test_a_share_may_be_written_in_percent(text, r):
    run = CliRunner().invoke(main, ["approximate", "x + 1", "--rel", text, "--json"])
    given = CliRunner().invoke(main, ["approximate", "x + 1", "--rel", repr(r), "--json"])
    found, wanted = json.loads(run.stdout), json.loads(given.stdout)
    assert found["network"] == wanted["network"]
