"""The whole page, the file that holds it, the axes it is drawn on, and the notebook's report."""

import base64
import re

import matplotlib
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from picturing import approximation, require_readable, visible_texts

import uat
from uat.base.palette import LIGHT
from uat.plots import overview, plot, report_html, save_plot


@pytest.fixture(autouse=True)
def _no_figure_is_left_open():
    yield
    pyplot.close("all")


@pytest.mark.parametrize(
    "case",
    ["10 neurons", "steps", "jump", "tiniest", "constant", "sigmoid output", "many"],
)
def test_no_text_covers_another_and_none_is_small(case):
    require_readable(overview(approximation(case)), 20)


def test_all_colours_are_the_palettes():
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


def test_given_axes_are_used_and_returned():
    ax = Figure(layout="constrained").add_subplot()
    assert plot(approximation("one neuron"), ax) is ax
    assert pyplot.get_fignums() == []


def test_without_axes_empty_ones_are_used_else_a_new_figure_is_made():
    figure, (left, right) = pyplot.subplots(1, 2)
    net = approximation("one neuron")

    assert net.plot() is right
    assert net.plot().figure is not figure
    assert len(pyplot.get_fignums()) == 2
    assert not left.lines


def test_a_new_figure_is_light_unless_the_user_says_otherwise():
    ax = approximation("one neuron").plot()
    assert to_hex(ax.figure.get_facecolor()) == to_hex(ax.get_facecolor()) == LIGHT.background
    with matplotlib.style.context("dark_background"):
        ax = approximation("one neuron").plot()
    assert to_hex(ax.figure.get_facecolor()) == to_hex(ax.get_facecolor()) == "#000000"


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
