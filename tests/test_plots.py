"""Plots: every curve is the network's own output, and nothing covers anything."""

import base64
import itertools
import re
from functools import cache

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

import uat
from uat.palette import LIGHT
from uat.plots import overview, plot, plot_error, plot_pieces, report_html, save_plot
from uat.plots.curves import COLUMNS
from uat.plots.pieces import piece_network

NIELSEN = "0.2 + 0.4*x^2 + 0.3*x*sin(15*x) + 0.05*cos(50*x)"

CASES = {
    "10 neurons": (NIELSEN, {"neurons": 10}),
    "700 neurons": (NIELSEN, {"neurons": 700}),
    "steps": (NIELSEN, {"construction": "steps", "tol": 0.01}),
    "jump": ("where(x < 0.4, -1, 1)", {"construction": "steps", "tol": 0.01}),
    "huge": ("1e6*sin(6*x)", {"tol": 3e4}),
    "tiny": ("1e-12*sin(6*x)", {"tol": 3e-14}),
    "tiniest": ("1e-300*sin(6*x)", {"tol": 3e-302}),
    "constant": ("3", {"construction": "steps"}),
    "one neuron": ("x", {"construction": "steps", "neurons": 1}),
    "overlap": (NIELSEN, {"neurons": 60, "overlap": 4}),
    "sigmoid output": (NIELSEN, {"neurons": 10, "output": "sigmoid", "steepness": 1000}),
    "soft tanh": (
        "sin(2*pi*x)",
        {"construction": "steps", "tol": 0.2, "activation": "tanh", "steepness": 30},
    ),
    "ideal steps": ("sin(2*pi*x)", {"construction": "steps", "tol": 0.2, "activation": "step"}),
    "pairs": (NIELSEN, {"neurons": 40, "activation": "relu"}),
    "ramps": (NIELSEN, {"construction": "ramps", "tol": 0.01}),
    "many": ("sin(1/(x + 0.05))", {"construction": "steps", "tol": 2e-4}),
    "long": (
        "sin(3*x) + 0.125*cos(20*x + 1) + 0.25*exp(-x)*cos(11*x) + x^2/(1 + x^4)",
        {"construction": "steps", "tol": 0.1},
    ),
}


@cache
def approximation(case: str) -> uat.Approximation:
    formula, options = CASES[case]
    return uat.approximate(formula, (0, 1), **options)


@pytest.fixture
def ax():
    return Figure(layout="constrained").add_subplot()


@pytest.fixture(autouse=True)
def _no_figure_is_left_open():
    yield
    pyplot.close("all")


def forward(net, x):
    """The defining pass, a few points at a time."""
    parts = np.array_split(np.asarray(x, dtype=float), 40)
    return np.concatenate([net.network.forward(part[:, None])[:, 0] for part in parts])


def line(ax, label):
    (found,) = [found for found in ax.lines if found.get_label() == label]
    return found.get_xdata(), found.get_ydata()


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
        (window,) = net.error.excluded
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
    ((left, right),) = net.error.excluded

    assert np.isnan(y[(x >= left) & (x <= right)]).all()
    assert np.nanmax(np.abs(y)) <= net.error.max + 1e-12


@pytest.mark.parametrize("case", ["700 neurons", "many"])
def test_a_dense_error_is_drawn_as_its_outline(ax, case):
    net = approximation(case)
    (area,) = [c for c in plot_error(net, ax).collections if isinstance(c, PolyCollection)]
    heights = np.concatenate([path.vertices[:, 1] for path in area.get_paths()])

    assert np.abs(heights).max() == pytest.approx(net.error.max, rel=1e-6)
    assert heights.size < 2500


# The pieces


@pytest.mark.parametrize(
    "case", ["10 neurons", "steps", "soft tanh", "overlap", "pairs", "ramps", "sigmoid output"]
)
def test_pieces_add_up_to_the_hidden_layers_sum(case):
    net = approximation(case)
    x = np.random.default_rng(3).random(200)
    *hidden, last = net.network.layers
    z = uat.Network((*hidden, uat.Layer(last.weights, last.biases, "linear"))).forward(x[:, None])
    each = [piece_network(net, i).forward(x[:, None]) for i in range(len(net.pieces))]
    rest = z - np.sum(each, axis=0)

    assert np.ptp(rest) <= 1e-12 * np.abs(z).max()


@pytest.mark.parametrize("case", ["10 neurons", "ideal steps", "soft tanh"])
def test_each_row_is_its_own_neurons_output(ax, case):
    net = approximation(case)
    plot_pieces(net, ax)
    unit = net.construction[:-1]
    rows = [found for found in ax.lines if found.get_label().startswith(unit)]

    assert len(rows) == len(net.pieces)
    for index, row in enumerate(rows):
        x, y = row.get_xdata(), row.get_ydata()
        assert row.get_label().startswith(f"{unit} {index + 1}:")
        assert np.abs(y - piece_network(net, index).forward(x[:, None])[:, 0]).max() < 1e-12


def test_rows_share_one_scale_and_keep_their_distance(ax):
    net = approximation("10 neurons")
    plot_pieces(net, ax)
    rows = [found for found in ax.lines if found.get_label().startswith("bump")]
    to_axes = ax.transData.inverted()
    spans = []
    for row in rows:
        drawn = to_axes.transform(row.get_transform().transform(row.get_xydata()))[:, 1]
        spans.append((drawn.min(), drawn.max(), np.ptp(row.get_ydata()) / np.ptp(drawn)))

    assert np.ptp([scale for *_, scale in spans]) < 1e-9
    assert all(upper[0] > lower[1] for upper, lower in itertools.pairwise(spans))


def test_of_many_pieces_some_are_shown_and_the_rest_is_counted(ax):
    net = approximation("steps")
    plot_pieces(net, ax)
    shown = [found for found in ax.lines if found.get_label().startswith("step")]
    words = " ".join(text.get_text() for text in ax.texts)

    assert 3 <= len(shown) <= 8
    assert f"{len(shown)} shown, {94 - len(shown)} left out" in words


def test_the_sum_is_the_network_and_a_sigmoid_output_has_both(ax):
    net = approximation("sigmoid output")
    plot_pieces(net, ax)
    x, y = line(ax, "$\\sigma\\,(z)$ = network")
    assert np.abs(y - forward(net, x)).max() < 1e-12
    x, z = line(ax, "$z$ = all bumps")
    assert np.abs(1 / (1 + np.exp(-z)) - forward(net, x)).max() < 1e-12


# The whole page


def visible_texts(figure):
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    shown = [text for text in texts if not _is_outside(text)]
    return [(text, text.get_window_extent()) for text in shown]


def _is_outside(text) -> bool:
    """Tick labels that matplotlib keeps but does not draw, beyond the axes' limits."""
    for axes in text.figure.axes:
        if not axes.axison and text in axes.get_xticklabels() + axes.get_yticklabels():
            return True
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if text in (tick.label1, tick.label2):
                    return not (low <= tick.get_loc() <= high and text.get_visible())
    return False


@pytest.mark.parametrize(
    "case",
    ["10 neurons", "steps", "jump", "tiniest", "constant", "sigmoid output", "many"],
)
def test_no_text_covers_another_and_none_is_small(case):
    figure = overview(approximation(case))
    figure.draw_without_rendering()
    texts = visible_texts(figure)

    assert len(texts) > 20
    width, height = figure.bbox.size
    for text, box in texts:
        assert text.get_fontsize() >= 9
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height
        assert inside, f"{text.get_text()!r} leaves the page"
    for i, (one, box) in enumerate(texts):
        for other, its in texts[i + 1 :]:
            across = min(box.x1, its.x1) - max(box.x0, its.x0)
            along = min(box.y1, its.y1) - max(box.y0, its.y0)
            touching = across > 1 and along > 1
            assert not touching, f"{one.get_text()!r} covers {other.get_text()!r}"


def test_all_colours_are_the_palettes(ax):
    palette = set(vars(LIGHT).values())
    figure = overview(approximation("jump"))
    used = {to_hex(found.get_color()) for axes in figure.axes for found in axes.lines}
    used |= {to_hex(text.get_color()) for text, _ in visible_texts(figure)}

    assert used <= palette


def test_an_overview_leaves_pyplot_alone():
    overview(approximation("one neuron"))

    assert pyplot.get_fignums() == []


@pytest.mark.parametrize("suffix", [".PNG", ".svg", ".pdf"])
def test_a_picture_is_written(tmp_path, suffix):
    path = tmp_path / f"net{suffix}"
    save_plot(approximation("one neuron"), path)

    start = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}[suffix.lower()]
    assert path.read_bytes().startswith(start)
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_a_picture_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "net.png"
    path.write_bytes(b"older")

    def breaks(self, file, **options):
        file.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Figure, "savefig", breaks)
    with pytest.raises(uat.FileError, match="no space left"):
        save_plot(approximation("one neuron"), path)
    assert path.read_bytes() == b"older" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", ["net.jpg", "net", "png"])
def test_other_suffixes_are_refused(tmp_path, name):
    with pytest.raises(uat.InputError, match=r"\.png or \.svg or \.pdf"):
        save_plot(approximation("one neuron"), tmp_path / name)
    assert not list(tmp_path.iterdir())


# Where it is drawn


def test_given_axes_are_used_and_returned(ax):
    assert plot(approximation("one neuron"), ax) is ax
    assert pyplot.get_fignums() == []


def test_without_axes_empty_ones_are_used_else_a_new_figure_is_made():
    figure, (left, right) = pyplot.subplots(1, 2)
    net = approximation("one neuron")

    assert net.plot() is right
    assert net.plot().figure is not figure
    assert len(pyplot.get_fignums()) == 2
    assert not left.lines


def test_a_new_figure_is_light_whatever_the_style():
    with matplotlib.style.context("dark_background"):
        ax = approximation("one neuron").plot()

    assert to_hex(ax.figure.get_facecolor()) == to_hex(ax.get_facecolor()) == LIGHT.background


# The notebook


def test_a_report_is_escaped_and_holds_its_picture():
    target = uat.make_target("x < 0.5")
    net = uat.approximate(target, tol=0.1, construction="steps")
    html = report_html(net)

    assert "x &lt; 0.5" in html and "x < 0.5" not in html
    assert net._repr_html_() == html
    (data,) = re.findall(r'src="data:image/png;base64,([^"]+)"', html)
    assert base64.b64decode(data).startswith(b"\x89PNG")
    assert "Network(1→1→1, sigmoid, 4 parameters)" in html


def test_a_name_cannot_leave_its_attribute():
    def f(x):
        return x

    f.__name__ = '"><script>alert(1)</script>$x$'
    html = report_html(uat.approximate(f, construction="steps", tol=0.1))

    assert "<script" not in html and '""' not in html
    assert html.count("<img") == 1
