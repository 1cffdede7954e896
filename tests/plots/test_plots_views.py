"""Views by their names: in Python, at the command line, in files."""

import json
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner
from picturing import approximation, require_readable
from planes import SQUARE, net

import uat
from uat.approximation.growth import grow
from uat.base.errors import InputError
from uat.cli import main
from uat.plots import VIEWS, draw, save_plot
from uat.plots.view import PLANE
from uat.plots.views import fitting_names, summary


def run(*arguments):
    return CliRunner().invoke(main, ["approximate", *map(str, arguments)])


def test_every_view_is_named_in_the_help():
    words = run("--help").output.replace(",", " ").replace(".", " ").split()

    assert set(VIEWS) <= set(words)


@pytest.mark.parametrize("view", ["overview", "function", "error", "pieces", "network"])
def test_simple_views_are_readable(view):
    require_readable(draw(approximation("steps"), view), 5)


@pytest.mark.parametrize("view", ["tube", "minimum"])
def test_a_view_is_written(tmp_path, view):
    path = tmp_path / f"{view}.svg"
    found = run("x^2", "--with", "ramps", "--tol", 0.01, "--plot", path, "--view", view)

    assert found.exit_code == 0, found.output
    words = {"tube": "breakpoint", "minimum": "stays in the tube"}
    text = path.read_text(encoding="utf-8")
    assert words[view] in text or "<!--" in text


def test_a_proof_is_written_only_if_there_is_one(tmp_path):
    path = tmp_path / "proof.png"
    refused = run("x^2", "--plot", path, "--view", "proof")

    assert refused.exit_code == 2 and "--prove" in refused.output
    found = run(
        "x^2", "--with", "ramps", "--tol", 0.01, "--prove", "--plot", path, "--view", "proof"
    )
    assert found.exit_code == 0 and path.read_bytes().startswith(b"\x89PNG")


def test_a_view_without_a_file_is_refused():
    found = run("x^2", "--view", "tube")

    assert found.exit_code == 2 and "--plot tube.png" in found.output


def test_a_view_that_does_not_fit_is_refused_with_those_that_do(tmp_path):
    found = run("x^2", "--tol", 0.1, "--plot", tmp_path / "a.png", "--view", "surfaces")

    assert found.exit_code == 2
    assert "surfaces does not fit bumps of 1 input" in found.output and "tube" in found.output
    assert not list(tmp_path.iterdir())


def test_growth_is_written_from_an_approximation_or_from_its_data(tmp_path):
    data = grow("x^2", budgets=(4, 8))
    save_plot(data, tmp_path / "growth.png")

    assert (tmp_path / "growth.png").stat().st_size > 10_000
    assert json.dumps(data.to_dict())


def test_several_outputs_have_views_of_their_own():
    net = uat.approximate("(cos(t), sin(2*t))", (0, 6), construction="steps", tol=0.2)

    assert fitting_names(net) == ("overview", "curve", "network")
    for view in fitting_names(net):
        require_readable(draw(net, view), 5)
    with pytest.raises(uat.InputError, match="choose one of overview, curve, network"):
        draw(net, "error")


@pytest.mark.parametrize("name", ["net.png", "net.svg", "net.pdf"])
def test_plot_takes_the_name_of_a_file(name, tmp_path):
    net = uat.approximate("x^2", tol=0.1)
    figure = net.plot(tmp_path / name)
    assert (tmp_path / name).stat().st_size > 1000
    assert len(figure.axes) > 1  # the overview
    net.plot(str(tmp_path / f"error-{name}"), view="error")
    assert (tmp_path / f"error-{name}").stat().st_size > 1000


def test_plot_says_which_files_it_writes(tmp_path):
    with pytest.raises(InputError, match=r"ends in .png or .svg or .pdf"):
        uat.approximate("x^2", tol=0.1).plot(tmp_path / "net.jpg")


# What CONTRIBUTING says: one file of uat/plots, and one entry of VIEWS.
FILE = """
def plot_histogram(approximation, ax):
    ax.hist(approximation.samples.y, 7)
"""
ENTRY = """
import uat.plots
uat.plots.__path__.append({folder!r})
from uat.plots.views import LINE, VIEWS, View
VIEWS["histogram"] = View(
    "histogram",
    "how often f takes each value",
    (LINE,),
    single="histogram:plot_histogram",
    needs=lambda approximation: approximation.kind.name == "steps",
)
"""
USE = """
import uat
net = uat.approximate("x", construction="steps")
figure = net.plot(view="histogram")
bars = figure.axes[0].patches
print(len(figure.axes), len(bars), sum(bar.get_height() for bar in bars) == net.samples.x.size)
try:
    uat.approximate("x", construction="ramps").plot(view="histogram")
except uat.InputError as error:
    print(error)
"""


def test_a_view_that_is_added_is_offered_everywhere(tmp_path):
    (tmp_path / "histogram.py").write_text(FILE)

    def after_adding(code):
        """What a fresh interpreter prints."""
        code = ENTRY.format(folder=str(tmp_path)) + code
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        return done.stdout + done.stderr

    path = tmp_path / "net.png"
    words = ["approximate", "x", "--with", "steps", "--plot", str(path), "--view", "histogram"]
    assert "written" in after_adding(f"from uat.cli import main; main({words})")
    assert path.read_bytes().startswith(b"\x89PNG")

    helped = after_adding("from uat.cli import main; main(['approximate', '--help'])")
    assert "minimum, inputs, growth, histogram. Two" in " ".join(helped.split())

    counted, refused = after_adding(USE).strip().splitlines()
    assert counted == "1 7 True"
    assert refused.startswith("the view histogram does not fit ramps of 1 input: choose one of")


EXAMPLES = {
    "line": lambda: uat.approximate("x^2", construction="ramps", tol=0.01, prove=True),
    "float8": lambda: uat.approximate("x^2", construction="ramps", tol=0.2, precision="float8"),
    "curve": lambda: uat.approximate("(cos(t), sin(2*t))", (0, 6), construction="steps", tol=0.2),
    "plane": lambda: net("quadrants"),
    "classes": lambda: uat.approximate("x + y > 0.3", SQUARE, tol=0.1),
    "facets": lambda: uat.approximate("x*y", SQUARE, construction="facets", tol=0.3),
    "ridges": lambda: uat.approximate("x*y", SQUARE, construction="ridges", tol=0.3),
}


@pytest.fixture(scope="module")
def examples():
    return {name: make() for name, make in EXAMPLES.items()}


@pytest.mark.parametrize("view", [v for v in VIEWS if v not in ("growth", "picture")])
def test_every_view_can_be_drawn_of_what_it_fits(view, examples):
    fitting = [example for example in examples.values() if VIEWS[view].fits(example)]
    for example in fitting:
        figure = draw(example, view)
        assert any(ax.has_data() or ax.texts for ax in figure.axes)
    assert fitting


def test_every_view_says_what_it_shows_and_either_makes_a_page_or_fills_axes():
    for name, view in VIEWS.items():
        assert view.name == name and name.isalpha()
        assert view.shows and not view.shows.endswith(".")
        assert bool(view.page) != bool(view.single)


def test_every_view_is_named_in_words_once_for_what_it_is_of():
    line, plane, several = summary().split(": ")[1:]
    names = plane.removesuffix(". Several outputs").split(", ")
    assert names == [name for name, view in VIEWS.items() if PLANE in view.of]
    assert line.startswith("overview, function, error") and several == "curve."


def test_the_names_of_views_are_known_without_loading_matplotlib_or_numpy():
    code = "import sys, uat.plots.views; print({'numpy', 'matplotlib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_view_of_one_axes_is_drawn_into_those_given():
    from matplotlib.figure import Figure

    net = approximation("steps")
    left, right = Figure().subplots(1, 2)
    assert net.plot(right, view="error") is right.figure
    (dot,) = [line for line in right.lines if line.get_label().startswith("max ")]
    assert abs(dot.get_ydata()[0]) == pytest.approx(net.error.max, rel=1e-9)
    assert not left.has_data()
    with pytest.raises(InputError, match="the view tube is a page of its own"):
        net.plot(right, view="tube")


def test_a_view_builds_nothing(monkeypatch):
    net = approximation("steps")
    with pytest.raises(InputError, match=r"have to be built: draw uat.grow\(f\)"):
        draw(net, "growth")

    asked = []
    grown = grow(net.target, budgets=(4, 8, 16))
    monkeypatch.setattr("uat.approximation.growth.grow", lambda f: asked.append(f) or grown)
    figure = net.plot(view="growth")
    assert asked == [net.target]
    names = ("bumps", "steps", "ramps")
    drawn = [line for line in figure.axes[0].lines if line.get_label() in names]
    for line, curve in zip(drawn, grown.curves, strict=True):
        np.testing.assert_array_equal(line.get_xdata(), curve.neurons)
        np.testing.assert_array_equal(line.get_ydata(), curve.errors)

    with pytest.raises(InputError, match="ends in"):
        net.plot("growth.jpg", view="growth")
    assert len(asked) == 1


def test_the_triangles_of_one_facet_have_one_colour():
    example = uat.approximate("exp(x + y)", SQUARE, construction="facets", tol=0.3)
    ax = draw(example, "facets").axes[0]
    assert np.unique(ax.collections[0].get_array()).size == len(example.pieces)
