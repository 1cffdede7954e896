"""Pictures: what is drawn is the network's own output, in the right place, and can be read."""

import itertools
import os

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

import uat
from uat.errors import FileError, InputError
from uat.plots import (
    overview,
    plot,
    plot_error,
    plot_network,
    plot_pieces,
    report_html,
    save_plot,
)
from uat.plots.pieces import piece_network

matplotlib.use("Agg")

CASES = {
    "steps": {"f": "nielsen", "construction": "steps", "tol": 0.03},
    "many bumps": {"f": "nielsen", "tol": 0.01},
    "ramps": {"f": "sine", "construction": "ramps", "tol": 0.01},
    "sigmoid output": {"f": "nielsen", "neurons": 10, "output": "sigmoid"},
    "copies": {"f": "sine", "neurons": 60, "overlap": 3},
    "jump": {"f": "sign", "construction": "steps"},
    "huge": {"f": "1e6*sin(x)", "box": (0, 10), "construction": "steps"},
    "tiny": {"f": "1e-12*x", "construction": "steps"},
    "constant": {"f": "3", "construction": "steps"},
    "tanh": {"f": "sine", "construction": "steps", "tol": 0.2, "activation": "tanh"},
}


@pytest.fixture(scope="module", params=CASES)
def net(request):
    options = dict(CASES[request.param])
    return uat.approximate(options.pop("f"), options.pop("box", None), **options)


def axes():
    return Figure(figsize=(8, 5), layout="constrained").add_subplot()


def line(ax, label):
    (found,) = [line for line in ax.lines if line.get_label() == label]
    return found.get_xdata(), found.get_ydata()


def test_every_point_of_the_curve_is_the_networks_output(net):
    x, y = line(plot(net, axes()), "network")
    assert x.size <= 20_000
    expected = net.network.forward(x[:, None])[:, 0]
    sizes = np.abs(net.network.layers[1].weights).sum() + np.abs(expected).max()
    np.testing.assert_allclose(y, expected, rtol=0, atol=1e-12 * sizes)


def test_no_step_is_missing_from_the_curve(net):
    """Joined by straight lines, the drawn points are within a hundredth of the range of the net."""
    x, y = line(plot(net, axes()), "network")
    (a, b) = net.target.box[0]
    probes = np.linspace(a, b, 3001)
    values = net(probes)
    off = np.abs(np.interp(probes, x, y) - values)
    assert np.quantile(off, 0.97) <= 0.01 * (np.ptp(values) or 1.0)


def test_the_error_curve_and_its_mark(net):
    ax = plot_error(net, axes())
    (mark,) = [found for found in ax.lines if str(found.get_label()).startswith("max")]
    assert abs(mark.get_ydata()[0]) == pytest.approx(net.error.max, rel=1e-9, abs=1e-300)
    assert mark.get_xdata()[0] == net.error.at[0]
    curves = [found for found in ax.lines if found.get_label() == "network − $f$"]
    for curve in curves:
        x, y = curve.get_xdata(), curve.get_ydata()
        inside = np.isfinite(y)  # windows around jumps are left out
        np.testing.assert_allclose(
            y[inside], (net(x) - net.target(x))[inside], rtol=0, atol=1e-9 * np.ptp(y[inside])
        )


def test_the_pieces_add_up_to_the_network(net):
    """The sum of all single-piece networks is the output neuron's input, but for a constant."""
    (a, b) = net.target.box[0]
    x = np.linspace(a, b, 501)
    total = np.zeros(x.size)
    for index in range(len(net.pieces)):
        total += piece_network(net, index).forward(x[:, None])[:, 0]
    *_, output = net.network.layers
    hidden = next(net.network.activations(x[:, None]))
    added = hidden @ np.asarray(output.weights)[0]
    sizes = np.abs(output.weights).sum() * (1 + np.abs(hidden).max(initial=0))
    assert np.ptp(total - added) <= 1e-12 * sizes


def test_pieces_that_are_left_out_are_counted(net):
    ax = plot_pieces(net, axes())
    rows = [label.get_text() for label in ax.get_yticklabels()]
    unit = net.construction[:-1]
    shown = sum(row.startswith(unit) for row in rows)
    texts = " ".join(text.get_text() for text in ax.figure.findobj(Text))
    assert shown <= len(net.pieces)
    if shown < len(net.pieces):
        others = f"{len(net.pieces) - shown:,}".replace(",", "\u2009")
        assert f"{others} other" in texts


def test_neurons_that_are_left_out_are_counted():
    network = uat.approximate("nielsen", neurons=100).network
    texts = [text.get_text() for text in plot_network(network, axes()).findobj(Text)]
    (more,) = [text for text in texts if text.endswith("more")]
    left_out = int("".join(filter(str.isdigit, more)))
    assert 100 - 8 <= left_out <= 100 - 2


def test_small_networks_show_all_weights():
    network = uat.Network(
        (
            uat.Layer([[2.0], [-3.0]], [0.5, 1.5], "tanh"),
            uat.Layer([[0.25, -0.75]], [0.125], "linear"),
        )
    )
    texts = " ".join(text.get_text() for text in plot_network(network, axes()).findobj(Text))
    for number in ("2", "3", "0.5", "1.5", "0.25", "0.75", "0.125"):
        assert number in texts


def test_deep_networks_can_be_drawn():
    layers = [uat.Layer(np.ones((5, n)), np.zeros(5), "relu") for n in (2, 5, 5)]
    network = uat.Network((*layers, uat.Layer(np.ones((1, 5)), [0.0], "linear")))
    assert plot_network(network, axes()).findobj(Text)


def test_no_two_texts_overlap_and_none_is_cut_off(net):
    figure = overview(net)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    boxes = []
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent(renderer)
            if box.width and box.height and _is_shown(text):
                boxes.append((text.get_text(), box))
    for name, box in boxes:
        assert figure.bbox.x0 - 1 <= box.x0 and box.x1 <= figure.bbox.x1 + 1, name
        assert figure.bbox.y0 - 1 <= box.y0 and box.y1 <= figure.bbox.y1 + 1, name
    for (one, box), (other, its) in itertools.combinations(boxes, 2):
        width = min(box.x1, its.x1) - max(box.x0, its.x0)
        height = min(box.y1, its.y1) - max(box.y0, its.y0)
        assert width <= 1 or height <= 1, (one, other)


def _is_shown(text):
    """False for labels of ticks that exist but are not drawn, outside the axes' limits."""
    for axis in (axis for ax in text.figure.axes for axis in (ax.xaxis, ax.yaxis)):
        for tick in (*axis.majorTicks, *axis.minorTicks):
            if text in (tick.label1, tick.label2):
                low, high = sorted(axis.get_view_interval())
                slack = 1e-9 * (high - low)
                drawn = tick in axis.get_major_ticks() and text is tick.label1
                return drawn and low - slack <= tick.get_loc() <= high + slack
    return True


def test_plot_uses_the_axes_it_is_given_and_returns_them():
    import matplotlib.pyplot as plt

    net = uat.approximate("sine", neurons=10)
    ax = axes()
    assert plot(net, ax) is ax
    assert net.plot(ax) is ax
    own = net.plot()
    assert own.figure.number in plt.get_fignums()
    plt.close("all")


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_files_are_written_whole(tmp_path, suffix):
    net = uat.approximate("sine", neurons=10)
    save_plot(net, tmp_path / f"net{suffix}")
    start = (tmp_path / f"net{suffix}").read_bytes()[:60]
    assert {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}[suffix] in start
    assert os.listdir(tmp_path) == [f"net{suffix}"]


def test_files_that_cannot_be_written(tmp_path):
    net = uat.approximate("sine", neurons=10)
    with pytest.raises(InputError, match=r"\.png or \.svg or \.pdf"):
        save_plot(net, tmp_path / "net.jpeg")
    with pytest.raises(FileError, match="cannot write"):
        save_plot(net, tmp_path / "no" / "net.png")


def test_the_notebook_report_is_escaped_and_complete():
    net = uat.approximate("where(x<0.5, 0, 1)", construction="steps", tol=0.1)
    page = report_html(net)
    assert "where(x&lt;0.5, 0, 1)" in page
    assert "x<0.5" not in page
    for words in ("data:image/png;base64,", "Network(1→1→1", "tolerance", "met", "windows around"):
        assert words in page
    assert net._repr_html_().startswith("<div>")
