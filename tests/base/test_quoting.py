"""Names from users are data: the same fifty go through every door, and come out as they are."""

import ast
import csv
import html.parser
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

import uat
from uat.approximation import approximate
from uat.base.quoting import (
    LONGEST_NAME,
    for_comment,
    for_mathtext,
    for_shell,
    for_terminal,
    for_tex,
    for_typst,
    one_line,
    typst_name,
)
from uat.cli import main
from uat.cli.load import _report as loaded_report
from uat.cli.report import next_command, report
from uat.comparison.table import heading
from uat.exchange import save
from uat.exchange.load import load

NAMES = (
    "year",
    "x_1",
    "x1",
    "π",
    "größe [m²]",
    "时间",
    "😀 👩‍🔬",
    "a b",
    " padded ",
    "1st",
    "-x",
    "--tol",
    '"quoted"',
    "it's",
    "a\\b",
    "C:\\new\\table",
    "`ls`",
    "$(touch hacked)",
    "$x$",
    "$",
    "$$",
    "\\$x\\$",
    "*/ int main(",
    "/* open",
    "// gone",
    "# heading",
    "= title",
    "- item",
    "1. item",
    "...",
    "@ref",
    '#read("/etc/hostname")',
    '#"a"; #panic("x")',
    "[b]*c*_d_",
    "<b>x</b>",
    "</script><script>alert(1)",
    "<!--",
    "&amp;",
    '"><img src=x onerror=alert(1)>',
    "%s %d %n",
    "{}",
    "{0.__class__}",
    "}}",
    "^^M~%",
    "\\input{/etc/passwd}",
    "\\write18{ls}",
    "__import__('os')",
    '"""',
    "'''",
    "\\",
    "two\nlines",
    "tab\tbed",
    "bell\a\x1b[31mred",
    "nul\0",
    "right\u200fto\u202eleft",
    "line\u2028end",
    "lambda",
    "None",
    "x" * 300,
    "ﬁ\u0301",
    "-->",
    "a=b,c",
    "network",
)


@pytest.fixture(scope="module")
def plain_net():
    return approximate("x^2", construction="steps", tol=0.2)


@pytest.fixture(scope="module")
def net_of_two():
    return approximate("x*y", construction="quadrants", tol=0.4)


def named(net, name):
    """The network of a function whose name, and whose inputs' names, are of this kind."""
    others = tuple(f"{name}{k or ''}" for k in range(net.target.inputs))
    return replace(net, target=replace(net.target, name=name, names=others, formula=None))


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
        assert len(lines) == len(report(net).split("\n"))
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


@pytest.mark.parametrize("name", NAMES)
def test_files_for_programs_hold_the_name_and_nothing_runs(net_of_two, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    net = named(net_of_two, name)
    point = np.array([[0.3, 0.7]])
    wanted = net.network.forward(point)[0, 0]
    for suffix in (".json", ".npz", ".onnx", ".safetensors"):
        save(net, f"n{suffix}")
        loaded = load(f"n{suffix}")
        assert (loaded.about.function, loaded.about.names) == (name, net.target.names)
        assert (
            len(loaded_report(loaded, {"error": {"written": 1.0, "measured": None}}).split("\n"))
            == 4
        )
    save(net, "n.py")
    scope = {}
    exec(compile(ast.parse((tmp_path / "n.py").read_text()), "n.py", "exec"), scope)
    assert scope["network"](0.3, 0.7) == pytest.approx(wanted)
    save(net, "n.tex")
    title = (tmp_path / "n.tex").read_text().split("\\begin{document}")[1].split("\n\n")[0]
    assert for_tex(name) in title
    comment = (tmp_path / "n.tex").read_text().split("\n")[0]
    assert comment.startswith("% ")
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix not in
                  (".json", ".npz", ".onnx", ".safetensors", ".py", ".tex")) == []  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_tex_has_no_bare_special_character(name):
    bare = re.sub(r"\\text[a-z]+\{\}|\\[#$%&_{}]|\{-\}", "", for_tex(name))
    assert not set(bare) & set("\\#$%&_{}^~")


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler here")
def test_c_files_with_the_fifty_compile(net_of_two, tmp_path):
    headers = []
    for k, name in enumerate(NAMES):
        save(named(net_of_two, name), tmp_path / "n.c")
        code = (tmp_path / "n.c").read_text()
        headers.append(code.split("#include")[0] + f"int after_{k};")
    (tmp_path / "all.c").write_text("\n".join([*headers, code]), encoding="utf-8")
    flags = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-trigraphs", "-Wno-trigraphs"]
    subprocess.run(["cc", *flags, "-c", "all.c", "-o", "all.o"], cwd=tmp_path, check=True)
    symbols = subprocess.run(["nm", "all.o"], cwd=tmp_path, capture_output=True, text=True).stdout
    assert len(re.findall(r" after_\d+\b", symbols)) == len(NAMES)


def test_typst_files_with_the_fifty_compile_and_compute(plain_net, tmp_path):
    import typst

    for name in NAMES:
        save(named(plain_net, name), tmp_path / "n.typ")
        code = (tmp_path / "n.typ").read_text()
        code += "\n#metadata(network(0.5)) <value>"
        found = json.loads(typst.query(code.encode(), "<value>", field="value"))
        assert found == [pytest.approx(float(plain_net.network.forward([[0.5]])[0, 0]))]


@pytest.mark.parametrize("name", [name for name in NAMES if name.strip()])
def test_a_header_is_a_name(name, tmp_path):
    file = io.StringIO()
    csv.writer(file).writerows([[name, "value"], [0, 1], [1, 3], [2, 2]])
    path = tmp_path / "a.csv"
    path.write_text(file.getvalue(), encoding="utf-8")
    target = uat.make_target(str(path))
    assert target.function.x.tolist() == [0, 1, 2]
    assert target.columns == for_terminal(target.columns)
    assert len(target.columns.splitlines()) == 1
    with pytest.raises(uat.InputError, match="the page computes formulas"):
        from uat.page import build_page

        build_page(str(path))


@pytest.mark.parametrize("name", NAMES)
def test_comments_end_where_their_line_ends(name):
    text = for_comment(name)
    assert "*/" not in text and "/*" not in text and len(text.splitlines()) <= 1


def test_the_verdict_on_a_proof_stays_in_its_lines(tmp_path):
    net = approximate("x^2", construction="ramps", tol=0.3, prove=True)
    path = tmp_path / "a.proof.json"
    net.proof.save(path)
    data = json.loads(path.read_text())
    wanted = len(CliRunner().invoke(main, ["check", str(path)]).stdout.splitlines())
    for name in NAMES:
        path.write_text(json.dumps({**data, "function": name}))
        told = CliRunner().invoke(main, ["check", str(path)], color=True)
        assert told.exit_code == 0
        assert len(told.stdout.splitlines()) == wanted
        assert told.stdout == for_terminal(told.stdout)
