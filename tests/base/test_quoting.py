"""Names from users are data: the same fifty go through every door, and come out as they are."""

import html.parser
import json
import re
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from naming import NAMES, named

import uat
from uat.approximation.report import report
from uat.base.quoting import (
    LONGEST_NAME,
    for_mathtext,
    for_shell,
    for_terminal,
    for_typst,
    one_line,
    typst_name,
)
from uat.cli.following import next_command
from uat.comparison.table import heading


@pytest.mark.parametrize("name", NAMES)
def test_one_line_shows_everything_and_commands_nothing(name):
    shown = one_line(name)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e]", shown)
    if name.isprintable():
        assert shown == " ".join(name.split())
    assert len(one_line(name, 20)) <= 20


def test_typst_shows_the_fifty_as_they_are():
    import typst

    shown = [f"#metadata([{for_typst(name)}].text) <shown>" for name in NAMES]
    maths = [
        f"#metadata(${code}$.body.text) <maths>"
        for name in NAMES
        if (code := typst_name(name)).startswith('"')
    ]
    data = ("#set text(size: 9pt)\n" + "\n".join(shown + maths)).encode()
    found = json.loads(typst.query(data, "<shown>", field="value"))
    assert found == [one_line(name) for name in NAMES]
    words = json.loads(typst.query(data, "<maths>", field="value"))
    wanted = [n for n in NAMES if not re.fullmatch("[A-Za-z][0-9]{0,3}", n)]
    assert words == [one_line(name, LONGEST_NAME) for name in wanted]


@pytest.mark.usefixtures("manim_folder")
def test_a_film_sets_each_of_the_fifty_on_its_axis_and_in_its_title():
    from uat.films.renderer.spec import FilmSpec
    from uat.films.stage.graph import Graph
    from uat.films.stage.subject import get_subject
    from uat.films.stage.text import TITLE_ROOM

    subject = get_subject(FilmSpec("x^2"))
    for name in NAMES[::5]:  # each takes Typst a moment; all fifty are set above
        target = replace(subject.target, name=name, names=(name,))
        mine = replace(subject, target=target, code="")
        title = mine.title(6.0)
        assert title.width <= 6.0 * 1.001
        assert title.height <= TITLE_ROOM * 1.001
        graph = Graph((0.0, 1.0), (0.0, 1.0), width=5.0, height=3.0, x_label=f"${mine.x}$")
        assert graph.get_right()[0] - graph.corner[0] <= 5.0 + 1.2


@pytest.mark.usefixtures("manim_folder")
@pytest.mark.parametrize(
    "formula", ["1/(1+1/(1+1/(1+1/(1+1/(1+x^2)))))", "x" + "/(1+x" * 9 + ")" * 9]
)
def test_a_tall_title_is_not_cut_off(formula):
    from uat.films.renderer.spec import FilmSpec
    from uat.films.stage.subject import get_subject
    from uat.films.stage.text import TITLE_HEIGHT

    title = get_subject(FilmSpec(formula)).title(8.0)
    assert title.width <= 8.0 * 1.001
    assert TITLE_HEIGHT + title.height / 2 < 4.0


def test_plots_show_the_fifty(plain_net, tmp_path):
    import matplotlib as mpl
    from matplotlib.figure import Figure

    from uat.plots import plot
    from uat.plots.frame import escaped

    with mpl.rc_context({"svg.fonttype": "none"}):
        for name in NAMES:
            figure = Figure(figsize=(6, 4))
            axes = figure.add_subplot()
            plot(named(plain_net, name), axes)
            figure.savefig(tmp_path / "a.svg")
            texts = [
                "".join(node.itertext()).strip()
                for node in ET.parse(tmp_path / "a.svg").iter("{http://www.w3.org/2000/svg}text")
            ]
            if not re.fullmatch("[A-Za-z][0-9]*", name):
                label = escaped(one_line(name, 30)).replace(r"\$", "$")
                assert label in texts
    figure.savefig(tmp_path / "a.png")


@pytest.mark.parametrize("name", NAMES)
def test_matplotlib_takes_no_dollar_for_mathematics(name):
    from matplotlib.cbook import is_math_text

    assert not is_math_text(for_mathtext(name))


class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.texts = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        assert not any(key.startswith("on") for key, _ in attrs)

    def handle_data(self, data):
        self.texts.append(data)


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_show_the_fifty(plain_net, name, monkeypatch):
    monkeypatch.setattr("uat.plots.report._picture", lambda net: b"")
    page = Tags()
    page.feed(named(plain_net, name)._repr_html_())
    assert page.tags == {"div", "img", "table", "tr", "th", "td"}
    assert one_line(name, 200) in page.texts


@pytest.mark.parametrize("name", NAMES)
def test_the_report_stays_in_its_lines(plain_net, net_of_two, name):
    for net in (plain_net, net_of_two):
        lines = report(named(net, name)).split("\n")
        assert len(lines) == len(report(named(net, "plain")).split("\n"))
        assert "".join(lines) == for_terminal("".join(lines))
    assert "\n" not in heading(uat.Comparison(named(plain_net, name).target, (), None, (), 0.0))


@pytest.mark.parametrize("name", [name for name in NAMES if "\0" not in name])
def test_the_next_command_can_be_pasted(plain_net, name):
    command = next_command(plain_net, name, box=(), plot=None).partition(": ")[2]
    assert "\n" not in command
    script = f'uat() {{ printf "%s\\0" "$@"; }}\n{command}'
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=True)
    words = done.stdout.decode().split("\0")
    assert words[1].removeprefix("--function=") == name
    assert words[2] == "--with"


@pytest.mark.parametrize("name", [name for name in NAMES if "\0" not in name])
def test_a_shell_gets_the_same_word(name):
    done = subprocess.run(["bash", "-c", f"printf %s {for_shell(name)}"], capture_output=True)
    assert done.stdout.decode() == name
