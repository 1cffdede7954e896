"""Pictures for publications: letters in files, styles, titles, classes, labels without noise."""

import re
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.colors import to_hex
from matplotlib.text import Text
from picturing import approximation, require_readable
from PIL import Image

import uat
from uat.cli import main


@pytest.fixture(scope="module")
def net():
    return uat.approximate("sin(2*pi*x)", construction="ramps", tol=0.1)


@pytest.fixture(scope="module")
def disc():
    return uat.approximate("x^2 + y^2 < 0.5", [(-1, 1), (-1, 1)], neurons=40)


def words(shown):
    return [text.get_text() for text in shown.findobj(Text) if text.get_text()]


def test_letters_of_pdf_are_truetype(net, tmp_path):
    net.plot(tmp_path / "net.pdf", "function")
    written = (tmp_path / "net.pdf").read_bytes()
    fonts = re.findall(rb"/Subtype\s*/(Type3|Type0|TrueType|CIDFontType2)\b", written)
    assert b"CIDFontType2" in fonts and b"Type3" not in fonts


def test_letters_of_svg_are_text_and_the_file_is_the_same_twice(net, tmp_path):
    for name in ("one.svg", "two.svg"):
        net.plot(tmp_path / name, "function")
    one, two = ((tmp_path / name).read_bytes() for name in ("one.svg", "two.svg"))
    assert one == two
    found = ElementTree.fromstring(one).iter("{http://www.w3.org/2000/svg}text")
    texts = ["".join(text.itertext()).strip() for text in found]
    assert "network" in texts and "4 breakpoints" in texts


def test_what_users_say_of_letters_is_kept(net, tmp_path):
    with mpl.rc_context({"pdf.fonttype": 42, "svg.hashsalt": "mine"}):
        net.plot(tmp_path / "mine.svg", "function")
    net.plot(tmp_path / "ours.svg", "function")
    assert (tmp_path / "mine.svg").read_bytes() != (tmp_path / "ours.svg").read_bytes()


def test_a_style_gives_its_grounds_its_letters_and_its_colours(net):
    before = dict(mpl.rcParams)
    figure = net.plot("function", style="dark_background")
    assert dict(mpl.rcParams) == before
    (ax,) = figure.axes
    lines = {line.get_label(): to_hex(line.get_color()) for line in ax.lines}
    with mpl.style.context("dark_background"):
        cycle = [entry["color"] for entry in mpl.rcParams["axes.prop_cycle"]]
    assert lines["$f$"] == to_hex(cycle[0]) and lines["network"] == to_hex(cycle[1])
    assert lines["4 breakpoints"] == "#ffffff"
    assert to_hex(figure.get_facecolor()) == to_hex(ax.get_facecolor()) == "#000000"
    dark = [t.get_text() for t in figure.findobj(Text) if sum(mpl.colors.to_rgb(t.get_color())) < 1]
    assert not [text for text in dark if text]


def test_rcparams_of_the_user_are_kept_to(net):
    usual = net.plot("function").axes[0]
    own = {"font.size": 20.0, "font.family": ["serif"], "lines.linewidth": 3.0}
    own["axes.spines.left"] = False
    with mpl.rc_context(own):
        ax = net.plot("function").axes[0]
    size = usual.xaxis.label.get_fontsize()
    assert ax.xaxis.label.get_fontsize() == pytest.approx(2 * size)
    assert ax.get_xticklabels()[0].get_fontsize() == 2 * usual.get_xticklabels()[0].get_fontsize()
    assert ax.xaxis.label.get_fontfamily() == ["serif"]
    assert ax.lines[0].get_linewidth() == 2 * usual.lines[0].get_linewidth()
    assert usual.spines["left"].get_visible() and not ax.spines["left"].get_visible()


def test_a_style_may_be_a_dict_a_file_or_several(net, tmp_path):
    (tmp_path / "paper.mplstyle").write_text("font.size: 5\n")
    several = [tmp_path / "paper.mplstyle", {"axes.facecolor": "#eeeeee"}]
    ax = net.plot("function", style=several).axes[0]
    assert to_hex(ax.get_facecolor()) == "#eeeeee"
    assert ax.xaxis.label.get_fontsize() == 5.0


@pytest.mark.parametrize(
    ("style", "says"),
    [("ggplt", "did you mean ggplot"), ({"font.sise": 3}, "font.sise"), ({"font.size": "x"}, "x")],
)
def test_a_style_that_there_is_not_is_refused(net, style, says):
    with pytest.raises(uat.InputError, match=re.escape(says)):
        net.plot("function", style=style)


def test_a_style_that_needs_latex_is_refused_where_there_is_none(net, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(uat.InputError, match="LaTeX, which is not installed"):
        net.plot("function", style={"text.usetex": True})


def test_only_the_axes_that_are_given_change(net):
    figure = mpl.figure.Figure()
    left, right = figure.subplots(1, 2)
    right.set_title("mine")
    net.plot("function", ax=left, style="dark_background", title="yours")
    assert left.get_title("left") == "yours" and right.get_title() == "mine"
    assert to_hex(figure.get_facecolor()) == to_hex(right.get_facecolor()) == "#ffffff"


@pytest.mark.parametrize("title", ["A sine, $x_1$", False])
def test_a_title_of_ones_own_or_none(net, title):
    (ax,) = net.plot("function", title=title).axes
    assert ax.get_title("left") == (title or "")
    assert not any("4 ramps" in text for text in words(ax))


@pytest.mark.parametrize("title", ["Hills", False])
def test_a_page_keeps_the_headings_of_its_parts(title):
    net = uat.approximate("x*y", [(0, 1), (0, 1)], construction="ridges", tol=0.2)
    figure = net.plot("surfaces", title=title)
    assert figure.get_suptitle() == (title or "")
    assert {"$f$", "network"} <= set(words(figure))


def test_mathematics_that_cannot_be_set_is_refused(net):
    with pytest.raises(uat.InputError, match="mathematics"):
        net.plot("function", title="$\\nonsense{$")


def test_where_the_class_is_wrong_it_is_dark(disc):
    """As large a share of the pixels as of a grid of points, on which both are computed anew."""
    (image,) = disc.plot("regions").axes[0].images
    dark = (np.asarray(image.get_array())[..., :3].max(axis=-1) < 0.3).mean()
    x, y = np.meshgrid(*[np.linspace(-1, 1, 1001)] * 2)
    found = disc.network.forward(np.column_stack([x.ravel(), y.ravel()])).argmax(axis=1)
    wrong = (found != (x**2 + y**2 < 0.5).ravel()).mean()
    assert dark == pytest.approx(wrong, abs=0.002) and wrong > 0.02


def test_each_class_is_named_inside_its_region(disc):
    ax = disc.plot("regions").axes[0]
    named = {text.get_text(): text.get_position() for text in ax.texts if text.get_visible()}
    inside = {
        name: x**2 + y**2 < 0.5 for name, (x, y) in named.items() if name in ("true", "false")
    }
    assert inside == {"true": True, "false": False}


def test_labels_say_no_rounding_and_no_more_digits_than_are_true():
    bent = uat.approximate("min(x, 10 - x)", (0, 10), construction="ramps", tol=0.001)
    assert bent.network.layers[-1].biases[0] != 0  # what rounding leaves
    assert "b = 0" in words(bent.plot("network"))
    product = uat.approximate("x*y", [(-1, 1), (-1, 1)], construction="ridges", tol=0.2)
    angles = [text.split("°")[0] for text in words(product.plot("ridges")) if "°" in text]
    assert angles and all(re.fullmatch(r"−?\d{1,3}(\.\d{1,2})?", angle) for angle in angles)


@pytest.mark.parametrize(
    "command", [["approximate", "x^2", "--with", "ramps", "--view", "function"]]
)
def test_on_the_command_line(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    looks = ["--plot", "a.png", "--size", "3.4x2.6", "--style", "font.size=7", "--no-title"]
    assert CliRunner().invoke(main, [*command, *looks]).exit_code == 0
    with Image.open("a.png") as picture:
        assert picture.size == (510, 390)  # at 150 dots an inch


@pytest.mark.parametrize(
    "case", ["10 neurons", "steps", "jump", "tiniest", "constant", "sigmoid output", "many"]
)
def test_in_the_least_size_of_a_page_of_many_parts_no_words_overlap(case):
    net = approximation(case)
    require_readable(net.plot("overview", size=(9.8, 6.2)))
    with pytest.raises(uat.InputError, match=r"at least 9\.8x6\.2, .* such as function$"):
        net.plot("overview", size=(9.7, 6.2))
    net.plot("overview", size=(6.9, 4.4), style={"font.size": 7})
    net.plot("overview", style={"font.size": 14})


def test_a_picture_without_room_is_refused():
    product = uat.approximate("x*y", [(0, 1), (0, 1)], tol=0.3)
    with pytest.raises(uat.InputError, match="no room in 1x1 inches: choose more"):
        product.plot("heat", size=(1, 1))


def test_pages_of_two_inputs_and_of_comparisons_have_a_least_size():
    product = uat.approximate("x*y", [(0, 1), (0, 1)], tol=0.3)
    with pytest.raises(uat.InputError, match=r"at least 10\.5x7\.2, .* such as heat$"):
        product.plot("overview", size=(10.4, 7.2))
    require_readable(product.plot("overview", size=(10.5, 7.2)))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--no-title"], "add --plot"),
        (["--plot", "a.png", "--style", "ggplt"], "did you mean ggplot"),
        (["--plot", "a.png", "--size", "3"], "such as 3.4x2.6"),
        (["--plot", "a.png", "--size", "300x2"], "0.5 to 100 inches"),
        (["--plot", "a.png", "--title", "A", "--no-title"], "not both"),
    ],
)
def test_looks_that_cannot_be_are_refused_before_any_work(options, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("uat.approximation.approximate", None)
    result = CliRunner().invoke(main, ["approximate", "x^2", *options])
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_fraction_in_a_title_stays_above_the_line_below_it():
    figure = uat.approximate("(x + 1)/(x^2 + 2)", tol=0.05).plot("function")
    figure.canvas.draw()
    texts = {text.get_text(): text.get_window_extent() for text in figure.findobj(Text)}
    (heading,) = (box for text, box in texts.items() if r"\frac" in text)
    (below,) = (box for text, box in texts.items() if "neurons" in text)
    assert heading.y0 >= below.y1
