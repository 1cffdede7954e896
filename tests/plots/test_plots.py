"""f, the network and the error: every curve is the network's own output."""

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from picturing import CASES, approximation, forward, line

from uat.plots import plot, plot_error
from uat.plots.curves import COLUMNS


@pytest.fixture
def ax():
    return Figure(layout="constrained").add_subplot()


# f, the network and the band


@pytest.mark.parametrize("case", [case for case in CASES if case != "many"])
def test_every_vertex_is_the_networks_output(ax, case):
    net = approximation(case)
    x, y = line(plot(net, ax), "network")

    scale = np.abs(net.network.layers[-1].weights).sum() + np.abs(y).max()
    assert (x[0], x[-1]) == (0, 1)
    assert np.abs(y - forward(net, x)).max() <= 1e-13 * scale


@pytest.mark.parametrize("case", ["10 neurons", "700 neurons", "steps", "ideal steps", "ramps"])
def test_between_vertices_the_curve_is_the_network_too(ax, case):
    net = approximation(case)
    x, y = line(plot(net, ax), "network")
    probes = np.random.default_rng(1).random(5000)
    off = np.abs(np.interp(probes, x, y) - net(probes))

    assert off.max() <= 0.02 * np.ptp(y)


def test_f_is_drawn_as_it_is_and_not_across_a_jump(ax):
    net = approximation("jump")
    x, y = line(plot(net, ax), "$f$")
    there = np.isfinite(y)

    assert (y[there] == net.target(x[there])).all()
    assert there.sum() == y.size - 1
    joined = there[:-1] & there[1:]
    assert not (joined & (x[:-1] < 0.4) & (x[1:] >= 0.4)).any()


@pytest.mark.parametrize(("case", "half"), [("steps", 0.01), ("700 neurons", None)])
def test_the_band_is_f_plus_and_minus_the_tolerance_or_the_error(ax, case, half):
    net = approximation(case)
    (band,) = [
        found for found in plot(net, ax).collections if found.get_label().startswith("$f$ ±")
    ]
    (path,) = band.get_paths()
    off = np.abs(path.vertices[:, 1] - net.target(path.vertices[:, 0]))

    half = half or net.error.max
    assert np.allclose(off, half, rtol=1e-9, atol=0)
    assert f"{half:.3g}" in band.get_label()


def test_thousands_of_steps_stay_few_points_that_lose_no_peak(ax):
    net = approximation("many")
    assert net.network.neurons > 5000
    x, y = line(plot(net, ax), "network")
    column = 1 / COLUMNS

    assert x.size <= 4 * (COLUMNS + 1) <= 20_000
    for left in np.arange(0, 1, 20 * column):
        right = left + 20 * column
        drawn = y[(x >= left - 1e-9) & (x <= right + 1e-9)]
        real = net(np.linspace(left, right, 2001))
        assert drawn.min() <= real.min() + 1e-6 and drawn.max() >= real.max() - 1e-6


def test_windows_around_jumps_are_shaded_in_both_views():
    net = approximation("jump")
    for view in (plot, plot_error):
        ax = view(net, Figure().add_subplot())
        (bars,) = [c for c in ax.collections if c.get_label().startswith("left out")]
        (path,) = bars.get_paths()
        (window,) = net.error.left_out.intervals
        assert (path.vertices[:, 0].min(), path.vertices[:, 0].max()) == pytest.approx(window)


def test_titles_tell_counts_and_error(ax):
    texts = " ".join(text.get_text() for text in plot(approximation("steps"), ax).texts)

    assert "94 neurons" in texts and "max error 0.01" in texts
    assert r"\sin" in ax.get_title(loc="left")


def test_a_long_formula_is_shortened():
    ax = plot(approximation("long"), Figure(figsize=(9, 4)).add_subplot())
    title = ax.get_title(loc="left")

    assert title.startswith("sin(3*x) + 0.125") and title.endswith("…") and len(title) <= 60


def test_limits_hold_everything_even_when_tiny(ax):
    net = approximation("tiniest")
    low, high = plot(net, ax).get_ylim()

    assert -2e-300 < low < -1e-300 and 1e-300 < high < 2e-300


# The error


@pytest.mark.parametrize("case", ["10 neurons", "steps", "jump", "tiniest", "ramps", "many"])
def test_the_marked_place_is_the_largest_error(ax, case):
    net = approximation(case)
    plot_error(net, ax)
    (label,) = [found.get_label() for found in ax.lines if found.get_label().startswith("max")]
    x, y = line(ax, label)

    assert x[0] == net.error.at[0]
    assert abs(y[0]) == pytest.approx(net.error.max, rel=1e-6)
    assert y[0] == pytest.approx(net(x)[0] - net.target(x)[0], rel=1e-6)


def test_the_error_curve_is_network_minus_f_and_shows_its_largest_value(ax):
    net = approximation("steps")
    x, y = line(plot_error(net, ax), "network − $f$")

    assert np.abs(y - (forward(net, x) - net.target(x))).max() < 1e-12
    assert np.abs(y).max() == pytest.approx(net.error.max, rel=1e-9)
    levels = sorted({found.get_ydata()[0] for found in ax.lines if len(found.get_ydata()) == 2})
    assert levels == [-0.01, 0, 0.01]


def test_the_error_leaves_out_the_windows_around_jumps(ax):
    net = approximation("jump")
    x, y = line(plot_error(net, ax), "network − $f$")
    ((left, right),) = net.error.left_out.intervals

    assert np.isnan(y[(x >= left) & (x <= right)]).all()
    assert np.nanmax(np.abs(y)) <= net.error.max + 1e-12


@pytest.mark.parametrize("case", ["700 neurons", "many"])
def test_a_dense_error_is_drawn_as_its_outline(ax, case):
    net = approximation(case)
    (area,) = [c for c in plot_error(net, ax).collections if isinstance(c, PolyCollection)]
    heights = np.concatenate([path.vertices[:, 1] for path in area.get_paths()])

    assert np.abs(heights).max() == pytest.approx(net.error.max, rel=1e-6)
    assert heights.size < 2500
